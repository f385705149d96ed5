import { finestIncrement, type Contract, type ContractSearch } from '../engine/contract.ts';
import type { Quote } from '../engine/quote.ts';
import { AMBIGUOUS, NO_SECURITY, type Refusal } from '../engine/refusal.ts';
import { snapshotEnd, tickChanges, tickOpening } from '../wire/tick-messages.ts';
import { dataKind, visible, type DataKind } from './data-kind.ts';
import type { SessionContext } from './session-context.ts';

/** Quotes of stocks reach a client at most this often. */
const CONFLATION_MS = 250;
/** A snapshot for which not everything came ends after this. */
const SNAPSHOT_MS = 11_000;

interface Line {
  readonly requestId: number;
  readonly contract: Contract;
  readonly isSnapshot: boolean;
  /** What kind of data the client had chosen when it asked. */
  readonly asked: number;
  kind: DataKind;
  shown: Quote | null;
  shownAt: number;
  /** Whether a sending waits for its time. */
  waiting: boolean;
  /** Takes back the end of a snapshot. */
  readonly keepOpen: () => void;
}

export interface MarketDataRequest {
  readonly requestId: number;
  readonly contract: ContractSearch;
  readonly genericTicks: string;
  readonly snapshot: boolean;
}

/** The market data lines of one client. */
export class MarketDataFeed {
  private readonly context: SessionContext;
  private readonly lines = new Map<number, Line>();
  /** The same lines by conId: a quote that moved looks at none of the others. */
  private readonly byContract = new Map<number, Set<Line>>();
  /** The lines that wait for their time, by when that is. */
  private readonly dueLines = new Map<number, Line[]>();
  private asked = 1;

  constructor(context: SessionContext) {
    this.context = context;
  }

  /** The type of data that later requests ask for: 1 live, 2 frozen, 3 delayed, 4 both. */
  ask(type: number): void {
    this.asked = type;
  }

  request(request: MarketDataRequest): void {
    const { requestId } = request;
    const { engine } = this.context;
    const contract = this.findContract(request);
    if (contract === undefined) return;
    const kind = this.kindOf(contract, this.asked);
    // A line that another session keeps from its data gets them when that one ends.
    if (kind.type === null && (request.snapshot || engine.quote(contract).data !== 'competing')) {
      this.say(requestId, kind);
      return;
    }
    if (engine.linesInUse >= engine.setup.marketDataLines) {
      this.context.sendError(requestId, 101, 'Max number of tickers has been reached');
      return;
    }
    engine.linesInUse += 1;
    const line: Line = {
      requestId,
      contract,
      isSnapshot: request.snapshot,
      asked: this.asked,
      kind,
      shown: null,
      shownAt: 0,
      waiting: false,
      keepOpen: request.snapshot ? this.endLater(requestId) : () => undefined,
    };
    this.lines.set(requestId, line);
    const sameContract = this.byContract.get(contract.conId) ?? new Set();
    this.byContract.set(contract.conId, sameContract.add(line));
    this.open(requestId, line);
  }

  cancel(requestId: number): void {
    if (this.lines.has(requestId)) this.drop(requestId);
    else this.context.sendError(requestId, 300, `Can't find EId with tickerId:${requestId}`);
  }

  /** Sends what changed, or puts it off when the last sending was just now. */
  onQuote(contract: Contract): void {
    for (const line of this.byContract.get(contract.conId) ?? []) {
      if (line.waiting) continue;
      const { clock } = this.context.engine;
      const early = line.shownAt + CONFLATION_MS - clock.now();
      if (early <= 0) {
        this.refresh(line.requestId, line);
        continue;
      }
      line.waiting = true;
      this.refreshLater(line, early);
    }
  }

  /** Many quotes move at one instant: all that wait for the same time share one appointment. */
  private refreshLater(line: Line, wait: number): void {
    const { clock } = this.context.engine;
    const due = clock.now() + wait;
    const alsoDue = this.dueLines.get(due);
    if (alsoDue !== undefined) {
      alsoDue.push(line);
      return;
    }
    const lines = [line];
    this.dueLines.set(due, lines);
    clock.after(wait, () => {
      this.dueLines.delete(due);
      for (const each of lines) {
        if (!each.waiting) continue;
        each.waiting = false;
        this.refresh(each.requestId, each);
        // A timer that comes late must not put off the next sending too, and that the one after it.
        if (each.shownAt > due) each.shownAt = due;
      }
    });
  }

  close(): void {
    for (const requestId of [...this.lines.keys()]) this.drop(requestId);
  }

  private drop(requestId: number): void {
    const line = this.lines.get(requestId);
    if (line === undefined) return;
    line.waiting = false;
    line.keepOpen();
    this.lines.delete(requestId);
    this.byContract.get(line.contract.conId)?.delete(line);
    this.context.engine.linesInUse -= 1;
  }

  private endLater(requestId: number): () => void {
    return this.context.engine.clock.after(SNAPSHOT_MS, () => {
      this.end(requestId);
    });
  }

  private end(requestId: number): void {
    this.context.send(snapshotEnd(requestId));
    this.drop(requestId);
  }

  private kindOf(contract: Contract, asked: number): DataKind {
    const { engine } = this.context;
    const isOpen = engine.hours.isOpen(contract, engine.clock.now());
    return dataKind(engine.quote(contract).data, asked, { isOpen });
  }

  private say(requestId: number, { notice }: DataKind): void {
    if (notice !== null) this.context.sendError(requestId, notice.code, notice.text);
  }

  /** Says what kind of data comes, then all there is of them. */
  private open(requestId: number, line: Line): void {
    const { kind, contract } = line;
    this.say(requestId, kind);
    if (kind.type === null) return;
    const rule = this.context.engine.setup.marketRules.get(contract.marketRule) ?? [];
    this.context.send(...tickOpening(requestId, finestIncrement(rule), kind.type));
    line.shown = null;
    this.flush(requestId, line);
  }

  private refresh(requestId: number, line: Line): void {
    const kind = this.kindOf(line.contract, line.asked);
    const changed = kind.type !== line.kind.type || kind.notice?.code !== line.kind.notice?.code;
    line.kind = kind;
    if (changed) this.open(requestId, line);
    else this.flush(requestId, line);
  }

  private flush(requestId: number, line: Line): void {
    const { engine, version } = this.context;
    const { type, hides } = line.kind;
    if (type === null) return;
    const quote = visible(engine.quote(line.contract), hides);
    const instant = engine.clock.now();
    const saysMissing = !line.isSnapshot;
    const change = { requestId, before: line.shown, after: quote, instant, type, saysMissing };
    const messages = tickChanges(change, version);
    line.shown = quote;
    if (messages.length > 0) {
      line.shownAt = instant;
      this.context.send(...messages);
    }
    if (line.isSnapshot && isComplete(quote, line.contract)) this.end(requestId);
  }

  private findContract(request: MarketDataRequest): Contract | undefined {
    const [contract, ...others] = this.context.engine.find(request.contract);
    const refusal = this.findRefusal(request) ?? (others.length > 0 ? AMBIGUOUS : undefined);
    if (contract !== undefined && refusal === undefined) return contract;
    const { code, text } = refusal ?? NO_SECURITY;
    this.context.sendError(request.requestId, code, text);
    return undefined;
  }

  private findRefusal(request: MarketDataRequest): Refusal | undefined {
    const { requestId, snapshot, genericTicks, contract } = request;
    if (this.lines.has(requestId)) {
      return { code: 322, text: 'Error processing request: Duplicate ticker id' };
    }
    if (snapshot && genericTicks !== '') {
      const text = 'Snapshot market data subscription is not applicable to generic ticks';
      return { code: 414, text };
    }
    if (contract.exchange !== '') return undefined;
    return { code: 321, text: 'Error validating request: cause - Please enter exchange' };
  }
}

/** Whether a snapshot has all that it waits for. Currencies have no last trade. */
function isComplete({ bid, ask, last, close }: Quote, { secType }: Contract): boolean {
  const hasBoth = bid !== null && ask !== null;
  return hasBoth && (secType === 'CASH' || (last !== null && close !== null));
}
