import type { AccountBook } from '../engine/books.ts';
import { accountSummary, accountSummaryEnd, type AccountFigure } from '../wire/account-messages.ts';
import { accountFigures, ledgerFigures } from './account-figures.ts';
import type { SessionContext } from './session-context.ts';

const REFRESH_MS = 180_000;
const MOST_SUBSCRIPTIONS = 2;

interface Subscription {
  readonly tags: readonly string[];
  readonly shown: Map<string, string>;
  stop: () => void;
}

/** The account summaries of one client: all rows once, then every three minutes what changed. */
export class SummaryFeed {
  private readonly context: SessionContext;
  private readonly subscriptions = new Map<number, Subscription>();

  constructor(context: SessionContext) {
    this.context = context;
  }

  subscribe(requestId: number, group: string, tags: readonly string[]): void {
    if (group !== 'All') {
      const cause = `the group "${group}" is not known; only All is`;
      this.context.sendError(requestId, 321, `Error validating request: cause - ${cause}.`);
      return;
    }
    if (this.subscriptions.has(requestId) || this.subscriptions.size >= MOST_SUBSCRIPTIONS) {
      const cause = 'Maximum number of account summary requests exceeded';
      this.context.sendError(requestId, 322, `Error processing request: ${cause}.`);
      return;
    }
    const subscription: Subscription = { tags, shown: new Map(), stop: () => undefined };
    this.subscriptions.set(requestId, subscription);
    this.sendChanges(requestId, subscription);
    this.context.send(accountSummaryEnd(requestId));
    this.refreshLater(requestId, subscription);
  }

  cancel(requestId: number): void {
    this.subscriptions.get(requestId)?.stop();
    this.subscriptions.delete(requestId);
  }

  close(): void {
    for (const requestId of [...this.subscriptions.keys()]) this.cancel(requestId);
  }

  private refreshLater(requestId: number, subscription: Subscription): void {
    subscription.stop = this.context.engine.clock.after(REFRESH_MS, () => {
      this.sendChanges(requestId, subscription);
      this.refreshLater(requestId, subscription);
    });
  }

  private sendChanges(requestId: number, { tags, shown }: Subscription): void {
    for (const book of this.context.engine.accounts()) {
      for (const row of this.rows(book, tags)) {
        const name = `${book.setup.id}/${row.key}/${row.currency}`;
        if (shown.get(name) === row.value) continue;
        shown.set(name, row.value);
        this.context.send(accountSummary(requestId, book.setup.id, row));
      }
    }
  }

  /** Plain tags by name; `$LEDGER` is BASE, `$LEDGER:CAD` one currency, `$LEDGER:ALL` all of them. */
  private rows(book: AccountBook, tags: readonly string[]): readonly AccountFigure[] {
    const values = this.context.engine.accountValues(book);
    const plain = accountFigures(values).filter(({ key }) => tags.includes(key));
    const wanted = new Set(tags.filter((tag) => tag.startsWith('$LEDGER')));
    const ledger = values.rows.filter(
      ({ currency }) =>
        wanted.has('$LEDGER:ALL') ||
        wanted.has(`$LEDGER:${currency}`) ||
        (currency === 'BASE' && wanted.has('$LEDGER')),
    );
    return [...plain, ...ledger.flatMap((row) => ledgerFigures(book.setup.id, row))];
  }
}
