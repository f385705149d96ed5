import { Engine } from '../../simulator/engine/engine.ts';
import { isGatewayAction, isOrderAction } from '../../simulator/faults/fault-kinds.ts';
import type { Action, ActionOf, GatewayAction } from '../../simulator/faults/fault-kinds.ts';
import { FaultRules, type DueFault } from '../../simulator/faults/fault-rules.ts';
import { OrderFaults } from '../../simulator/faults/order-faults.ts';
import { readQuote } from '../../simulator/faults/read-quote.ts';
import type { Scenario } from '../../simulator/scenario/scenario.ts';
import { BrokerError } from '../ports.ts';
import type { AboutRequest, Fate, Line, Message, Request } from '../simulated/line.ts';
import { SimulatedBroker } from '../simulated/simulated-broker.ts';
import type { VirtualClock } from '../simulated/virtual-clock.ts';
import { ANSWERS, REQUESTS } from './wire-names.ts';

/** How long a message is under way on which no fault lies. */
const LATENCY_MS = 1;
/** What hangs on a request and comes after it comes after what the gateway says to it at once. */
const AFTERWARDS_MS = 2 * LATENCY_MS + 1;
/** The gateway's word for too many messages. */
const TOO_FAST = 100;
/** A message that waits for another to overtake it does so no longer. */
const REORDER_MS = 1_000;
const LINK_LOST = 'Connectivity between IB and Trader Workstation has been lost.';
const LINK_BACK = 'Connectivity between IB and Trader Workstation has been restored';

/** Far beyond the end of every scenario. */
const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * The gateway of a scenario in this process: the engine, and the faults of the scenario, at the same
 * messages and orders as on a socket. What a fault is, simulator/faults says; here it happens to
 * messages that have a name and no bytes.
 */
export class GatewayInProcess {
  readonly engine: Engine;
  readonly #clock: VirtualClock;
  readonly #rules = new FaultRules();
  readonly #orders: OrderFaults;
  readonly #brokers = new Map<SimulatedBroker, number>();
  #downUntil = 0;
  #unlinkedUntil = 0;
  #frozenUntil = 0;
  #dialog: { readonly until: number; readonly then: 'lose' | 'place' } | undefined;

  constructor(scenario: Scenario, clock: VirtualClock) {
    this.#clock = clock;
    this.#orders = new OrderFaults({
      clock,
      correct: (execId, price) => {
        this.engine.correct(execId, price);
      },
      wakeOrders: () => {
        this.engine.wakeOrders();
      },
    });
    this.engine = new Engine(scenario.engine, clock, this.#orders);
    this.#rules.add(scenario.faults);
    for (const { trigger, action, afterMs, where } of scenario.faults.events) {
      if (trigger.kind !== 'time') continue;
      clock.after(trigger.afterMs + afterMs, () => {
        this.#perform(
          { action, afterMs: 0, why: where },
          { broker: undefined, orderId: undefined },
        );
      });
    }
  }

  connect(clientId: number, outsideRth: (accountId: string) => boolean): SimulatedBroker {
    const broker: SimulatedBroker = new SimulatedBroker(
      {
        engine: this.engine,
        clock: this.#clock,
        line: this.#lineOf(clientId, () => broker),
        closed: () => this.#closed(),
        forgottenBefore: () => 0,
        onOrder: () => undefined,
        outsideRth,
      },
      clientId,
    );
    this.#brokers.set(broker, clientId);
    return broker;
  }

  #closed(): BrokerError | undefined {
    if (this.#clock.now() >= this.#downUntil) return undefined;
    return new BrokerError('refused', 'The gateway restarts: it takes no connection.');
  }

  #lineOf(client: number, brokerOf: () => SimulatedBroker): Line {
    return {
      toGateway: (request, about) => this.#request(request, about, { client, broker: brokerOf() }),
      toClient: (message, code) =>
        this.#answer(message, code ?? null, { client, broker: brokerOf() }),
    };
  }

  #request(
    request: Request,
    { orderId, symbols = 1 }: AboutRequest,
    { client, broker }: Client,
  ): Fate | BrokerError {
    const due = REQUESTS[request].flatMap((name) =>
      Array.from({ length: symbols }, () =>
        this.#rules.due({ kind: 'request', name, client, code: null }),
      ).flat(),
    );
    if (request === 'connect') this.#welcome(broker);
    let delay = LATENCY_MS;
    let isLost = false;
    for (const fault of due) {
      const { action } = fault;
      if (isOrderAction(action) && orderId !== undefined)
        this.#orders.mark(client, orderId, action);
      else if (action.do === 'reject') return refusalOf(action);
      else if (isGatewayAction(action)) {
        if (action.do === 'code' && request === 'contracts') return refusalOf(action);
        const isAfter = 'when' in action && action.when === 'after';
        const wait = isAfter ? AFTERWARDS_MS : 0;
        isLost ||= action.do === 'disconnect' && !isAfter && fault.afterMs === 0;
        this.#performLater(fault, wait, { broker, orderId });
      } else ({ delay, isLost } = delayed(action, { delay, isLost }));
    }
    return isLost ? [] : this.#held(request, delay);
  }

  /** When a request gets there that has to wait: for a line, a link, or somebody who presses a button. */
  #held(request: Request, delayMs: number): Fate {
    const now = this.#clock.now();
    const needsLink = request !== 'connect' && request !== 'time';
    const until = Math.max(this.#frozenUntil, needsLink ? this.#unlinkedUntil : 0);
    const arrives = Math.max(now + delayMs, until + LATENCY_MS);
    const dialog = request === 'place' ? this.#dialog : undefined;
    if (arrives >= NEVER) return [];
    if (dialog === undefined || dialog.until <= arrives) return [arrives - now];
    return dialog.then === 'lose' || dialog.until === NEVER ? [] : [dialog.until - now];
  }

  #answer(message: Message, code: number | null, { client, broker }: Client): Fate {
    const now = this.#clock.now();
    const isNews = message !== 'answer';
    if (
      this.#frozenUntil === NEVER ||
      (now < this.#unlinkedUntil && isNews && message !== 'refusal')
    )
      return [];
    const name = ANSWERS[message];
    const due = name === undefined ? [] : this.#rules.due({ kind: 'answer', name, client, code });
    let delay = LATENCY_MS;
    let isLost = false;
    let copies = 1;
    for (const fault of due) {
      const { action } = fault;
      if (isGatewayAction(action)) {
        isLost ||= action.do === 'disconnect' && action.when === 'before';
        this.#performLater(fault, isLost ? 0 : LATENCY_MS, { broker, orderId: undefined });
      } else if (action.do === 'duplicate') copies += action.times;
      else ({ delay, isLost } = delayed(action, { delay, isLost }));
    }
    if (isLost) return [];
    const arrives = Math.max(delay, this.#frozenUntil - now);
    return Array.from({ length: copies }, () => arrives);
  }

  #performLater(fault: DueFault, waitMs: number, scope: Scope): void {
    const wait = fault.afterMs + waitMs;
    if (wait === 0) this.#perform(fault, scope);
    else
      this.#clock.after(wait, () => {
        this.#perform(fault, scope);
      });
  }

  #perform({ action }: DueFault, { broker, orderId }: Scope): void {
    if (!isGatewayAction(action)) return;
    const now = this.#clock.now();
    const concerned = broker === undefined ? [...this.#brokers.keys()] : [broker];
    switch (action.do) {
      case 'disconnect':
        for (const each of concerned) each.lose('The gateway closed the connection.');
        return;
      case 'freeze':
        this.#frozenUntil = action.for === undefined ? NEVER : now + action.for;
        return;
      case 'code':
        for (const each of concerned) {
          const text = action.text ?? `Simulated code ${action.code}.`;
          each.hear(action.code, text, action.id ?? orderId);
        }
        return;
      case 'outage':
        this.#loseLink(action);
        return;
      case 'restart':
        this.#restart(action);
        return;
      case 'swallow':
        this.#dialog = {
          until: action.for === undefined ? NEVER : now + action.for,
          then: action.then,
        };
        return;
      case 'quote':
        this.engine.setQuote(action.symbol, readQuote(action));
        return;
    }
  }

  #loseLink({ for: spanMs, then }: ActionOf<'outage'>): void {
    this.#unlinkedUntil = this.#clock.now() + spanMs;
    for (const broker of this.#brokers.keys()) broker.hear(1100, LINK_LOST);
    this.#clock.after(spanMs, () => {
      const kept = then === 1101 ? 'data lost' : 'data maintained';
      for (const broker of this.#brokers.keys()) broker.hear(then, `${LINK_BACK} - ${kept}.`);
    });
  }

  /** One that comes to a gateway without link is told so. */
  #welcome(broker: SimulatedBroker): void {
    if (this.#clock.now() < this.#unlinkedUntil)
      broker.hear(2110, 'Connectivity between Trader Workstation and server is broken.');
  }

  #restart({ for: downMs, ids_back, swallow }: ActionOf<'restart'>): void {
    const goDown = (): void => {
      this.#downUntil = this.#clock.now() + downMs;
      for (const broker of this.#brokers.keys()) broker.lose('The gateway closed the connection.');
      this.#brokers.clear();
      if (ids_back > 0) this.engine.rollBackOrderIds(ids_back);
    };
    if (swallow === 0) goDown();
    else {
      this.#dialog = { until: this.#clock.now() + swallow, then: 'lose' };
      this.#clock.after(swallow, goDown);
    }
  }
}

interface Client {
  readonly client: number;
  readonly broker: SimulatedBroker;
}

/** Whom a fault concerns: everybody when no broker is named. */
interface Scope {
  readonly broker: SimulatedBroker | undefined;
  readonly orderId: number | undefined;
}

interface Journey {
  readonly delay: number;
  readonly isLost: boolean;
}

function delayed(action: Exclude<Action, GatewayAction>, { delay, isLost }: Journey): Journey {
  if (action.do === 'drop' || action.do === 'no_end') return { delay, isLost: true };
  if (action.do === 'delay') return { delay: delay + action.for, isLost };
  if (action.do === 'reorder') return { delay: delay + REORDER_MS, isLost };
  return { delay, isLost };
}

/** What a client makes of a question that the gateway answers with an error. */
function refusalOf({ code, text }: ActionOf<'reject' | 'code'>): BrokerError {
  const words = text ?? 'Refused by a fault of the simulator.';
  if (code === TOO_FAST) {
    const message = `The gateway was asked too much (${TOO_FAST}). No more is asked.`;
    return new BrokerError('pacing', message);
  }
  return new BrokerError('no-answer', `contract details: ${code} ${words}`);
}
