import { AMBIGUOUS, NO_SECURITY, type Refusal } from '../engine/refusal.ts';
import { finestIncrement, type Contract, type ContractSearch } from '../engine/contract.ts';
import type { Quote } from '../engine/quote.ts';
import { snapshotEnd, tickChanges, tickOpening } from '../wire/tick-messages.ts';
import type { SessionContext } from './session-context.ts';

/** Quotes of stocks reach a client at most this often. */
const CONFLATION_MS = 250;

interface Line {
  readonly contract: Contract;
  shown: Quote;
  shownAt: number;
  /** Takes back a sending that waits for its time; null when nothing waits. */
  waiting: (() => void) | null;
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

  constructor(context: SessionContext) {
    this.context = context;
  }

  request(request: MarketDataRequest): void {
    const { requestId } = request;
    const { engine } = this.context;
    if (this.lines.has(requestId)) {
      this.context.sendError(requestId, 322, 'Error processing request: Duplicate ticker id');
      return;
    }
    const contract = this.findContract(request);
    if (contract === undefined) return;
    const quote = engine.quote(contract);
    const rule = engine.setup.marketRules.get(contract.marketRule) ?? [];
    this.context.send(...tickOpening(requestId, finestIncrement(rule)));
    const instant = engine.clock.now();
    const saysMissing = !request.snapshot;
    const all = { requestId, before: null, after: quote, instant, saysMissing };
    this.context.send(...tickChanges(all, this.context.version));
    if (request.snapshot) this.context.send(snapshotEnd(requestId));
    else this.lines.set(requestId, { contract, shown: quote, shownAt: instant, waiting: null });
  }

  cancel(requestId: number): void {
    const line = this.lines.get(requestId);
    if (line === undefined) {
      this.context.sendError(requestId, 300, `Can't find EId with tickerId:${requestId}`);
      return;
    }
    line.waiting?.();
    this.lines.delete(requestId);
  }

  /** Sends what changed, or puts it off when the last sending was just now. */
  onQuote(contract: Contract): void {
    for (const [requestId, line] of this.lines) {
      if (line.contract.conId !== contract.conId || line.waiting !== null) continue;
      const { clock } = this.context.engine;
      const early = line.shownAt + CONFLATION_MS - clock.now();
      if (early <= 0) {
        this.flush(requestId, line);
        continue;
      }
      line.waiting = clock.after(early, () => {
        line.waiting = null;
        this.flush(requestId, line);
      });
    }
  }

  close(): void {
    for (const line of this.lines.values()) line.waiting?.();
    this.lines.clear();
  }

  private flush(requestId: number, line: Line): void {
    const { engine } = this.context;
    const quote = engine.quote(line.contract);
    const instant = engine.clock.now();
    const change = { requestId, before: line.shown, after: quote, instant, saysMissing: true };
    const messages = tickChanges(change, this.context.version);
    if (messages.length === 0) return;
    line.shown = quote;
    line.shownAt = instant;
    this.context.send(...messages);
  }

  private findContract(request: MarketDataRequest): Contract | undefined {
    const [contract, ...others] = this.context.engine.find(request.contract);
    const refusal = findRefusal(request) ?? (others.length > 0 ? AMBIGUOUS : undefined);
    if (contract !== undefined && refusal === undefined) return contract;
    const { code, text } = refusal ?? NO_SECURITY;
    this.context.sendError(request.requestId, code, text);
    return undefined;
  }
}

function findRefusal({ snapshot, genericTicks, contract }: MarketDataRequest): Refusal | undefined {
  if (snapshot && genericTicks !== '') {
    const text = 'Snapshot market data subscription is not applicable to generic ticks';
    return { code: 414, text };
  }
  if (contract.exchange !== '') return undefined;
  return { code: 321, text: 'Error validating request: cause - Please enter exchange' };
}
