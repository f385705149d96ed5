import { ClosableClock, type Clock } from '../engine/clock.ts';
import type { Engine } from '../engine/engine.ts';
import type { Line, Traffic } from '../sessions/traffic.ts';
import { readQuote } from './read-quote.ts';
import { isGatewayAction } from './fault-kinds.ts';
import type { ActionOf, FaultName, GatewayAction } from './fault-kinds.ts';
import type { FaultPlan } from './fault-plan.ts';
import { FaultRules, type DueFault } from './fault-rules.ts';
import { FaultyLine, type LineDesk } from './line.ts';
import { idIn } from './message-names.ts';
import { OrderFaults } from './order-faults.ts';

const LINK_LOST = 'Connectivity between IB and Trader Workstation has been lost.';
const LINK_BACK = {
  1101: 'Connectivity between IB and Trader Workstation has been restored - data lost.',
  1102: 'Connectivity between IB and Trader Workstation has been restored - data maintained.',
};
const OFFLINE =
  'Connectivity between Trader Workstation and server is broken. It will be restored automatically.';

/** Where a fault happens: on one connection, on those of a client, or on all when both are null. */
export interface Scope {
  readonly line: FaultyLine | null;
  readonly client: number | null;
}

/** All faults of one gateway: which are due, and what the whole gateway suffers. */
export class FaultDesk implements LineDesk, Traffic {
  readonly rules = new FaultRules();
  readonly orders: OrderFaults;
  readonly clock: ClosableClock;
  private readonly log: (line: string) => void;
  private readonly byPort = new Map<Line, FaultyLine>();
  /** Take back the events whose time has not come. */
  private readonly planned: (() => void)[] = [];
  private readonly happened = new Map<FaultName, number>();
  private engine: Engine | null = null;
  private outage: { readonly then: 1101 | 1102 } | null = null;
  private dialog: { readonly orders: (() => void)[]; readonly then: 'lose' | 'place' } | null =
    null;
  private restarting = false;

  constructor(clock: Clock, log: (line: string) => void) {
    this.clock = new ClosableClock(clock);
    this.log = log;
    this.orders = new OrderFaults({
      clock: this.clock,
      correct: (execId, price) => {
        this.engine?.correct(execId, price);
      },
      wakeOrders: () => {
        this.engine?.wakeOrders();
      },
    });
  }

  /** Whether the gateway has lost its servers. */
  get isLinkDown(): boolean {
    return this.outage !== null;
  }

  /** Whether nobody can connect because the gateway restarts. */
  get isDown(): boolean {
    return this.restarting;
  }

  /** The desk cannot act on a gateway before it knows its engine. */
  start(engine: Engine, plan: FaultPlan): void {
    this.engine = engine;
    this.add(plan);
  }

  /** From now on these faults happen too; times count from now. */
  add(plan: FaultPlan): void {
    this.rules.add(plan);
    for (const { trigger, action, client, afterMs, where } of plan.events) {
      if (trigger.kind !== 'time') continue;
      const takeBack = this.clock.after(trigger.afterMs, () => {
        const fault = { action, afterMs, why: where };
        this.note(fault, 'at its time');
        this.perform(fault, { line: null, client });
      });
      this.planned.push(takeBack);
    }
  }

  /** Takes back every fault that is not underway yet. */
  clear(): void {
    this.rules.clear();
    for (const takeBack of this.planned.splice(0)) takeBack();
  }

  /** How often each fault has happened. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.happened);
  }

  incoming(
    port: Line,
    { name, fields }: { readonly name: string; readonly fields: readonly string[] },
    pass: () => void,
  ): void {
    this.lineOf(port).request({ name, id: idIn(fields) }, pass);
  }

  outgoing(port: Line, fields: readonly string[], frame: Buffer): void {
    this.lineOf(port).answer(fields, frame);
  }

  left(port: Line): void {
    this.byPort.get(port)?.close();
    this.byPort.delete(port);
  }

  /** The client behind the line is known: one that comes to a gateway without link is told so. */
  welcome(line: FaultyLine): void {
    if (this.isLinkDown) line.notice(-1, 2110, OFFLINE);
  }

  note({ action, why }: DueFault, on: string): void {
    this.happened.set(action.do, (this.happened.get(action.do) ?? 0) + 1);
    this.log(`fault: ${action.do} on ${on} (${why})`);
  }

  /** Whether an order disappears now; it may still be placed when the dialog is answered. */
  swallow(place: () => void): boolean {
    if (this.dialog === null) return false;
    if (this.dialog.then === 'place') this.dialog.orders.push(place);
    this.log('fault: an order is swallowed');
    return true;
  }

  perform({ action, afterMs }: DueFault, scope: Scope): void {
    if (!isGatewayAction(action)) return;
    if (afterMs === 0) this.performNow(action, scope);
    else {
      this.clock.after(afterMs, () => {
        this.performNow(action, scope);
      });
    }
  }

  /** Ends all that would still happen. */
  close(): void {
    this.clock.close();
  }

  private performNow(action: GatewayAction, scope: Scope): void {
    switch (action.do) {
      case 'disconnect':
        for (const line of this.within(scope)) line.cut('a fault disconnects it');
        return;
      case 'freeze':
        for (const line of this.within(scope)) line.freeze(action.for);
        return;
      case 'code':
        for (const line of this.within(scope)) {
          line.notice(
            action.id ?? -1,
            action.code,
            action.text ?? `Simulated code ${action.code}.`,
          );
        }
        return;
      case 'outage':
        this.loseLink(action);
        return;
      case 'restart':
        this.restart(action);
        return;
      case 'swallow':
        this.openDialog(action);
        return;
      case 'quote':
        this.engine?.setQuote(action.symbol, readQuote(action));
    }
  }

  private lines(): readonly FaultyLine[] {
    return [...this.byPort.values()];
  }

  private lineOf(port: Line): FaultyLine {
    const known = this.byPort.get(port);
    if (known !== undefined) return known;
    const line = new FaultyLine(port, this);
    this.byPort.set(port, line);
    return line;
  }

  private within({ line, client }: Scope): readonly FaultyLine[] {
    if (line !== null) return [line];
    return this.lines().filter((each) => client === null || each.client === client);
  }

  private tellAll(code: number, text: string): void {
    for (const line of this.lines()) if (line.client >= 0) line.notice(-1, code, text);
  }

  private loseLink({ for: spanMs, then, repeat }: ActionOf<'outage'>): void {
    if (this.outage !== null) return;
    const outage = { then };
    this.outage = outage;
    const say = (): void => {
      if (this.outage !== outage) return;
      this.tellAll(1100, LINK_LOST);
      if (repeat > 0) this.clock.after(repeat, say);
    };
    say();
    this.clock.after(spanMs, () => {
      this.outage = null;
      this.tellAll(then, LINK_BACK[then]);
      for (const line of this.lines()) {
        if (then === 1101) line.loseMarketData();
        line.goOn();
      }
    });
  }

  private openDialog({ for: spanMs, then }: Pick<ActionOf<'swallow'>, 'for' | 'then'>): void {
    if (this.dialog !== null) return;
    const dialog = { orders: [], then };
    this.dialog = dialog;
    if (spanMs === undefined) return;
    this.clock.after(spanMs, () => {
      this.closeDialog();
    });
  }

  private closeDialog(): void {
    const orders = this.dialog?.orders ?? [];
    this.dialog = null;
    for (const place of orders) place();
  }

  /** What a gateway does once a day: its books go on, its clients are cut off. */
  restart({ for: downMs, ids_back, swallow }: Omit<ActionOf<'restart'>, 'do'>): void {
    if (this.restarting) return;
    if (swallow > 0) {
      this.openDialog({ for: swallow, then: 'lose' });
      this.clock.after(swallow, () => {
        this.goDown(downMs, ids_back);
      });
    } else this.goDown(downMs, ids_back);
  }

  private goDown(downMs: number, idsBack: number): void {
    if (this.restarting) return;
    this.restarting = downMs > 0;
    for (const line of this.lines()) line.cut('the gateway restarts');
    if (idsBack > 0) {
      this.engine?.rollBackOrderIds(idsBack);
      this.orders.forget();
    }
    if (downMs === 0) return;
    this.clock.after(downMs, () => {
      this.restarting = false;
      this.log('the gateway is back');
    });
  }
}
