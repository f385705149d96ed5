import { encodeFrame } from '../wire/frames.ts';
import { isGatewayAction, isOrderAction } from './fault-kinds.ts';
import type { Action, GatewayAction, MessageAction } from './fault-kinds.ts';
import type { Clock } from '../engine/clock.ts';
import type { Line } from '../sessions/traffic.ts';
import type { DueFault, FaultRules } from './fault-rules.ts';
import { garble } from './garble.ts';
import { answerName, endMarkerOf, errorCode, HANDSHAKE } from './message-names.ts';
import type { OrderFaults } from './order-faults.ts';
import { Outbox } from './outbox.ts';

/** A message that waits for the next one to overtake it does so no longer than this. */
const LONGEST_REORDER_MS = 1_000;

/** What a gateway without a link to its servers still says. */
const saidWithoutLink: ReadonlySet<string> = new Set([
  'HANDSHAKE',
  'MANAGED_ACCTS',
  'NEXT_VALID_ID',
  'ERR_MSG',
  'CURRENT_TIME',
  'CURRENT_TIME_IN_MILLIS',
]);
const answeredWithoutLink: ReadonlySet<string> = new Set([
  'START_API',
  'REQ_IDS',
  'REQ_MANAGED_ACCTS',
  'REQ_CURRENT_TIME',
]);

/** What a line needs of the faults of the whole gateway. */
export interface LineDesk {
  readonly clock: Clock;
  readonly rules: FaultRules;
  readonly orders: OrderFaults;
  readonly isLinkDown: boolean;
  swallow(place: () => void): boolean;
  note(fault: DueFault, on: string): void;
  /** A client has said who it is. */
  welcome(line: FaultyLine): void;
  perform(fault: DueFault, scope: { readonly line: FaultyLine; readonly client: null }): void;
}

export interface SeenRequest {
  readonly name: string;
  /** The id that an error about it goes to: a request's, an order's, or -1. */
  readonly id: number;
}

/** What becomes of one message once all its faults are known. */
interface Fate {
  lost: boolean;
  delayMs: number;
  reorder: boolean;
  readonly afterwards: (() => void)[];
}

/** Between a session and its socket: every message passes here, and faults happen to it here. */
export class FaultyLine {
  /** The protocol version; 0 before the first frame, which tells it. */
  private version = 0;
  private readonly port: Line;
  private readonly desk: LineDesk;
  private readonly outbox: Outbox;
  private closed = false;
  private frozen: 'no' | 'for a while' | 'for ever' = 'no';
  /** What faults say themselves passes untouched. */
  private untouched = false;
  private sentBytes = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly overtaken = { request: [] as (() => void)[], answer: [] as (() => void)[] };
  private readonly endsToLose = new Set<string>();

  constructor(port: Line, desk: LineDesk) {
    this.port = port;
    this.desk = desk;
    this.outbox = new Outbox({
      write: (bytes) => {
        this.transmit(bytes);
      },
      cut: (reason) => {
        port.close(reason);
      },
    });
  }

  /** -1 until the client has said who it is. */
  get client(): number {
    return this.port.clientId ?? -1;
  }

  /** The connection is gone: nothing more goes out, and what waited is lost. */
  close(): void {
    this.closed = true;
    this.waiting.length = 0;
    this.outbox.discard();
  }

  /** A request has come. It is handled now, later or never. */
  request(seen: SeenRequest, handle: () => void): void {
    if (this.stalls(seen.name)) {
      this.waiting.push(() => {
        this.request(seen, handle);
      });
      return;
    }
    const due = this.desk.rules.due({
      kind: 'request',
      name: seen.name,
      client: this.client,
      code: null,
    });
    const fate = this.decide(due, seen);
    if (fate.lost) {
      for (const act of fate.afterwards) act();
      return;
    }
    this.pass('request', fate, () => {
      this.handle(seen, handle, fate.afterwards);
    });
  }

  /** A message for the client. */
  answer(fields: readonly string[], frame: Buffer): void {
    if (this.closed || this.frozen === 'for ever') return;
    if (this.untouched) {
      this.outbox.put(frame);
      return;
    }
    const name = this.nameOf(fields);
    if (this.desk.isLinkDown && !saidWithoutLink.has(name)) return;
    if (this.endsToLose.delete(name)) return;
    const code = name === 'ERR_MSG' ? errorCode(fields, this.version) : null;
    const due = this.desk.rules.due({ kind: 'answer', name, client: this.client, code });
    if (due.length > 0) this.answerWithFaults(name, fields, due);
    else {
      this.pass('answer', null, () => {
        this.outbox.put(frame);
      });
    }
  }

  /** Ends the connection, after all that was sent before. */
  cut(reason: string): void {
    if (this.frozen !== 'no') this.port.close(reason);
    else this.outbox.putCut(reason);
  }

  /** Nothing goes in or out, and the connection stays. */
  freeze(spanMs: number | undefined): void {
    this.outbox.hold();
    this.port.pause();
    this.frozen = spanMs === undefined ? 'for ever' : 'for a while';
    if (spanMs === undefined) this.outbox.discard();
    else {
      this.desk.clock.after(spanMs, () => {
        this.thaw();
      });
    }
  }

  /** Says something that no request asked for and no fault touches. */
  notice(id: number, code: number, text: string): void {
    this.untouched = true;
    this.port.sendError(id, code, text);
    this.untouched = false;
  }

  loseMarketData(): void {
    this.port.loseMarketData();
  }

  /** Handles what had to wait, in its order, as long as nothing stalls it again. */
  goOn(): void {
    for (const request of this.waiting.splice(0)) request();
  }

  private thaw(): void {
    if (this.closed || this.frozen !== 'for a while') return;
    this.frozen = 'no';
    this.outbox.release();
    this.port.resume();
    this.goOn();
  }

  private nameOf(fields: readonly string[]): string {
    if (this.version > 0) return answerName(fields);
    this.version = Number(fields[0]);
    return HANDSHAKE;
  }

  private stalls(name: string): boolean {
    return this.frozen !== 'no' || (this.desk.isLinkDown && !answeredWithoutLink.has(name));
  }

  private handle(seen: SeenRequest, handle: () => void, afterwards: readonly (() => void)[]): void {
    const taken = (): void => {
      handle();
      if (seen.name === 'START_API') this.desk.welcome(this);
      for (const act of afterwards) act();
    };
    // A fault of this very request can have stalled the line.
    if (this.stalls(seen.name)) this.waiting.push(taken);
    else if (seen.name !== 'PLACE_ORDER' || !this.desk.swallow(taken)) taken();
  }

  /** Lets a message go on, at once or late; the one that was to be overtaken follows it. */
  private pass(side: 'request' | 'answer', fate: Fate | null, go: () => void): void {
    const { clock } = this.desk;
    if (fate !== null && fate.delayMs > 0) {
      clock.after(fate.delayMs, go);
    } else if (fate?.reorder === true) {
      const { overtaken } = this;
      overtaken[side].push(go);
      clock.after(LONGEST_REORDER_MS, () => {
        const at = overtaken[side].indexOf(go);
        if (at >= 0) overtaken[side].splice(at, 1)[0]?.();
      });
    } else {
      const late = this.overtaken[side].splice(0);
      go();
      for (const each of late) each();
    }
  }

  private answerWithFaults(
    name: string,
    written: readonly string[],
    due: readonly DueFault[],
  ): void {
    const fate = this.decide(due, { name, id: -1 });
    const actions = due.map(({ action }) => action);
    const fields = actions.reduce((before, action) => rewrite(before, action), written);
    const corrupt = actions.find((action) => action.do === 'corrupt');
    const split = actions.find((action) => action.do === 'split');
    const cut = actions.find((action) => action.do === 'disconnect');
    const bytes = corrupt === undefined ? encodeFrame(fields) : garble(fields, corrupt.how);
    if (cut?.after_bytes !== undefined) {
      this.outbox.put(bytes.subarray(0, cut.after_bytes));
      this.cut('a fault cuts a message short');
      return;
    }
    const copies = actions
      .filter((action) => action.do === 'duplicate')
      .reduce((sum, { times }) => sum + times, 1);
    const go = (): void => {
      if (this.closed) return;
      for (let copy = 0; copy < copies; copy += 1) this.outbox.put(bytes, split?.bytes ?? null);
      for (const act of fate.afterwards) act();
    };
    if (fate.lost) for (const act of fate.afterwards) act();
    else this.pass('answer', fate, go);
  }

  private decide(due: readonly DueFault[], seen: SeenRequest): Fate {
    const fate: Fate = { lost: false, delayMs: 0, reorder: false, afterwards: [] };
    for (const fault of due) {
      this.desk.note(fault, `${seen.name} of client ${this.client}`);
      this.bring(fault, seen, fate);
    }
    return fate;
  }

  private bring(fault: DueFault, seen: SeenRequest, fate: Fate): void {
    const { action } = fault;
    if (isGatewayAction(action)) this.bringGateway(fault, action, { seen, fate });
    else if (!isOrderAction(action)) this.bringMessage(action, seen, fate);
    else if (seen.name === 'PLACE_ORDER') this.desk.orders.mark(this.client, seen.id, action);
    else if (action.do === 'reject') {
      fate.lost = true;
      this.notice(seen.id, action.code, action.text ?? 'Refused by a fault of the simulator.');
    }
  }

  private bringMessage(action: MessageAction, seen: SeenRequest, fate: Fate): void {
    switch (action.do) {
      case 'drop':
        fate.lost = true;
        return;
      case 'delay':
        fate.delayMs += action.for;
        return;
      case 'reorder':
        fate.reorder = true;
        return;
      case 'no_end': {
        const end = endMarkerOf.get(seen.name);
        if (end !== undefined) this.endsToLose.add(end);
        return;
      }
      case 'coalesce':
        this.outbox.startBunch();
        this.desk.clock.after(action.for, () => {
          this.outbox.endBunch();
        });
        return;
      case 'duplicate':
      case 'split':
      case 'rewrite':
      case 'corrupt':
      // These change the bytes, where they are written.
    }
  }

  private bringGateway(
    fault: DueFault,
    action: GatewayAction,
    { seen, fate }: { readonly seen: SeenRequest; readonly fate: Fate },
  ): void {
    const named = action.do === 'code' ? { ...action, id: action.id ?? seen.id } : action;
    const act = (): void => {
      this.desk.perform({ ...fault, action: named }, { line: this, client: null });
    };
    if (action.do === 'code' && action.when === 'after') fate.afterwards.push(act);
    else if (action.do !== 'disconnect') act();
    else if (action.when === 'after' || fault.afterMs > 0) fate.afterwards.push(act);
    else if (action.after_bytes === undefined) {
      fate.lost = true;
      act();
    }
  }

  private transmit(bytes: Buffer): void {
    const from = this.sentBytes;
    this.sentBytes += bytes.length;
    const due = this.desk.rules.dueAtBytes(this.client, [from, this.sentBytes]);
    const [first] = due;
    if (first === undefined) {
      this.port.write(bytes);
      return;
    }
    this.port.write(bytes.subarray(0, first.atByte - from));
    for (const fault of due) {
      this.desk.note(fault, `client ${this.client} at byte ${fault.atByte}`);
      this.desk.perform(fault, { line: this, client: null });
    }
    this.outbox.put(bytes.subarray(first.atByte - from));
  }
}

function rewrite(fields: readonly string[], action: Action): readonly string[] {
  if (action.do !== 'rewrite' || action.field >= fields.length) return fields;
  return fields.with(action.field, action.to);
}
