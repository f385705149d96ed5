import { formatShares, wholeShares } from '../../src/core/units/shares.ts';
import { asShares, type Shares } from '../../src/core/units/shares.ts';
import { BrokerError, type Broker, type Pull } from '../../src/ports.ts';
import { SimulatedBroker, type SimulatedGateway } from '../../src/simulated/simulated-broker.ts';
import { VirtualClock } from '../../src/simulated/virtual-clock.ts';
import { Engine } from '../../simulator/engine/engine.ts';
import type { EngineEvent } from '../../simulator/engine/events.ts';
import type { ForcedRefusal, Interference } from '../../simulator/engine/interference.ts';
import { isLive, type Order, type OrderTicket } from '../../simulator/engine/order.ts';
import { asPrice, formatPrice, type Price } from '../../simulator/engine/price.ts';
import { HAND_ACCOUNT } from './any-account.ts';
import { CALM, type Happening, type SoakCase, type Troubles } from './any-case.ts';
import { drawsOf, type Draws } from './draws.ts';
import { faultyLine } from './faulty-line.ts';
import { MemoryDisk } from './memory-journals.ts';

/**
 * Monday, 13 April 2026, 11:31 in New York. In no time zone is it midnight within the next half
 * hour, so that no story spans two days anywhere.
 */
const START_MS = Date.UTC(2026, 3, 13, 15, 31, 0);
/** TWS itself, where a person trades by hand. */
const HAND = 0;
export const OUR_CLIENT = 42;

/** What a gateway may say when it refuses an order at which nothing is wrong. */
const refusals: readonly ForcedRefusal[] = [
  { code: 201, text: 'Order rejected - reason:', status: 'Inactive', statusFirst: false },
  { code: 201, text: 'Order rejected - reason:', status: 'Cancelled', statusFirst: true },
  { code: 201, text: 'Order rejected - reason:', status: null, statusFirst: false },
  { code: 110, text: 'The price does not conform.', status: 'Inactive', statusFirst: true },
];

/** Everything outside of the program: the market, the gateway, the line to it, the disk, the people. */
export class World {
  readonly clock = new VirtualClock(START_MS);
  readonly disk = new MemoryDisk();
  readonly engine: Engine;
  readonly gateway: SimulatedGateway;
  /** Every order that arrived at the gateway from this tool, and when. */
  readonly arrived: { readonly ticket: OrderTicket; readonly at: number }[] = [];
  /** Contracts that a person has traded by hand. */
  readonly handTraded = new Set<number>();
  /** Hears of every such order before anything else does. */
  onArrival: (ticket: OrderTicket) => void = () => undefined;
  restarts = 0;
  /** What happened, for whoever wants to read it. */
  readonly story: string[] = [];
  readonly #draws: Draws;
  readonly #most = new Map<number, Shares | null>();
  readonly #brokers = new Set<SimulatedBroker>();
  #troubles: Troubles = CALM;
  #down = false;
  #forgottenBefore = 0;
  #handOrderId = 0;
  stoppedAt: number | undefined;
  #stopped: Pull | undefined;

  constructor({ seed, number, accounts }: SoakCase) {
    this.#draws = drawsOf(seed ^ 0x5eed, number);
    this.engine = new Engine(accounts.setup, this.clock, this.#interference());
    this.engine.listen((event) => {
      this.#tellStory(event);
    });
    this.gateway = {
      engine: this.engine,
      clock: this.clock,
      line: faultyLine(this.#draws, () => this.#troubles.line),
      closed: () => (this.#down ? new BrokerError('refused', 'The gateway is down.') : undefined),
      forgottenBefore: () => this.#forgottenBefore,
      onOrder: (ticket) => {
        this.onArrival(ticket);
        this.arrived.push({ ticket, at: this.clock.now() });
      },
    };
  }

  /** A connection of the process that lives now. */
  connect(clientId: number): Broker {
    const broker = new SimulatedBroker(this.gateway, clientId);
    this.#brokers.add(broker);
    return broker;
  }

  /** Why the process has to stop; undefined while nobody said so. */
  stopped(): Pull | undefined {
    return this.#stopped;
  }

  /** What goes wrong from now on; nothing of what was to go wrong before. */
  beginTroubles(troubles: Troubles): () => void {
    this.#troubles = troubles;
    this.#stopped = undefined;
    this.stoppedAt = undefined;
    const takeBack = troubles.happenings.map((happening) =>
      this.clock.after(happening.atMs, () => {
        this.#happen(happening);
      }),
    );
    return () => {
      for (const each of takeBack) each();
      this.#troubles = CALM;
    };
  }

  /** The process is gone, and its connections with it. */
  killConnections(): void {
    for (const broker of this.#brokers) broker.kill();
    this.#brokers.clear();
  }

  note(text: string): void {
    const seconds = ((this.clock.now() - START_MS) / 1000).toFixed(3).padStart(8);
    this.story.push(`${seconds}  ${text}`);
  }

  #happen(happening: Happening): void {
    switch (happening.kind) {
      case 'cut':
        this.#cut('The line broke.');
        break;
      case 'restart':
        this.#restart(happening);
        break;
      case 'jump':
        this.#jump(happening.symbol, happening.permille);
        break;
      case 'hand':
        this.#trade(happening);
        break;
      case 'hand-cancel':
        this.#cancelByHand(happening.which);
        break;
      case 'stop':
        this.note(`somebody stops it: ${happening.by}`);
        this.#stopped = happening.by;
        this.stoppedAt = this.clock.now();
        break;
    }
  }

  #cut(reason: string): void {
    this.note(reason);
    for (const broker of this.#brokers) broker.lose(reason);
    this.#brokers.clear();
  }

  #restart({ downMs, rollBack, forgets }: Extract<Happening, { kind: 'restart' }>): void {
    this.#cut(`The gateway restarts; the last ${rollBack} ids are handed out again.`);
    this.restarts += 1;
    this.#down = true;
    this.engine.rollBackOrderIds(rollBack);
    if (forgets) this.#forgottenBefore = this.clock.now();
    this.clock.after(downMs, () => {
      this.#down = false;
    });
  }

  #jump(symbol: string, permille: number): void {
    const contract = this.engine.setup.contracts.find((each) => each.localSymbol === symbol);
    if (contract === undefined) return;
    const moved = (price: Price | null): Price | null =>
      price === null ? null : asPrice(((price * BigInt(1_000 + permille)) / 1_000_000n) * 1_000n);
    const { bid, ask, last } = this.engine.quoteOf(contract.conId);
    this.note(`${symbol} jumps by ${permille / 10}%`);
    this.engine.setQuote(contract.conId, { bid: moved(bid), ask: moved(ask), last: moved(last) });
  }

  #trade({ symbol, side, quantity }: Extract<Happening, { kind: 'hand' }>): void {
    const contract = this.engine.setup.contracts.find((each) => each.localSymbol === symbol);
    if (contract === undefined) return;
    this.note(`a person trades by hand: ${side} ${quantity} ${symbol}`);
    this.handTraded.add(contract.conId);
    this.#handOrderId += 1;
    const { conId, currency } = contract;
    this.engine.place({
      clientId: HAND,
      orderId: this.#handOrderId,
      contract: {
        conId,
        symbol,
        secType: 'STK',
        exchange: 'SMART',
        primaryExchange: '',
        currency,
        localSymbol: '',
        tradingClass: '',
      },
      account: HAND_ACCOUNT,
      action: side,
      quantity: wholeShares(BigInt(quantity)),
      orderType: 'MKT',
      limitPrice: null,
      stopPrice: null,
      algo: null,
      timeInForce: 'DAY',
      outsideRth: false,
      orderRef: '',
      transmit: true,
      whatIf: false,
    });
  }

  #cancelByHand(which: number): void {
    const open = this.engine.openOrders().filter(({ clientId }) => clientId !== HAND);
    const order = open[which % Math.max(1, open.length)];
    if (order === undefined) return;
    this.note(`a person cancels order ${order.orderId}`);
    this.engine.cancel(order.clientId, order.orderId);
  }

  #interference(): Interference {
    return {
      refusal: ({ clientId }) =>
        clientId !== HAND && this.#draws.percent(this.#troubles.rejected)
          ? this.#draws.pick(refusals)
          : undefined,
      fillRoom: (order) => this.#fillRoom(order),
      toldAfter: () => 0,
      knowsCommission: () => true,
    };
  }

  /** Some orders fill only in part, for ever. */
  #fillRoom({ permId, clientId, quantity, filled }: Order): Shares | null {
    if (clientId === HAND) return null;
    if (!this.#most.has(permId)) {
      const part = (): Shares =>
        asShares(((quantity * BigInt(this.#draws.between(0, 99))) / 100n / 10_000n) * 10_000n);
      this.#most.set(permId, this.#draws.perhaps(this.#troubles.partial, part, null));
    }
    const most = this.#most.get(permId) ?? null;
    if (most === null) return null;
    return most > filled ? asShares(most - filled) : asShares(0n);
  }

  #tellStory(event: EngineEvent): void {
    if (event.kind === 'status') {
      const { orderId, status, side, contract, filled, quantity, orderRef } = event.order;
      const how = `${formatShares(filled)}/${formatShares(quantity)}`;
      this.note(
        `gateway: ${status} ${orderId} ${side} ${contract.symbol} ${how} ${orderRef || 'by hand'}`,
      );
    } else if (event.kind === 'execution') {
      const { order, shares, price } = event.execution;
      this.note(`market: ${order.orderId} ${formatShares(shares)} at ${formatPrice(price)}`);
    } else if (event.kind === 'refusal') {
      this.note(`gateway: ${event.code} ${event.orderId} ${event.text}`);
    }
  }
}

/** Every order of this tool that the gateway has taken, alive or ended. */
export function ourOrders({ engine }: World): readonly Order[] {
  return [...engine.openOrders(), ...engine.completedOrders()].filter(
    ({ clientId }) => clientId !== HAND,
  );
}

/** Those of them that can still trade. */
export function ourLiveOrders(world: World): readonly Order[] {
  return ourOrders(world).filter(isLive);
}
