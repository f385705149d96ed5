import type { AccountBook } from '../engine/books.ts';
import { exchangeTime } from '../engine/instant.ts';
import {
  accountDownloadEnd,
  accountUpdateTime,
  accountValue,
  portfolioValue,
} from '../wire/account-messages.ts';
import { downloadFigures } from './account-figures.ts';
import type { SessionContext } from './session-context.ts';

const REFRESH_MS = 180_000;

/** The account download of one client: everything once, then what changed. */
export class AccountFeed {
  private readonly context: SessionContext;
  private subscription: { readonly book: AccountBook; readonly shown: Map<string, string> } | null =
    null;
  private stopRefresh: () => void = () => undefined;

  constructor(context: SessionContext) {
    this.context = context;
  }

  /** A connection has one account at a time: another one takes the place of the first. */
  subscribe(account: string): void {
    const accounts = this.context.engine.accounts();
    const only = accounts.length === 1 ? accounts[0] : undefined;
    const book = account === '' ? only : this.context.engine.account(account);
    if (book === undefined) {
      const cause = account === '' ? 'an account must be named' : 'Invalid account code';
      const text = `Error validating request: cause - ${cause} '${account}'.`;
      this.context.sendError(-1, 321, text);
      return;
    }
    if (this.subscription !== null && book !== this.subscription.book) {
      this.context.sendError(
        -1,
        2100,
        'New account data requested from TWS. API client has been unsubscribed from account data.',
      );
    }
    this.unsubscribe();
    this.subscription = { book, shown: new Map() };
    this.sendChanges();
    this.sendPortfolio((shares) => shares !== 0n);
    this.sendTime();
    this.context.send(accountDownloadEnd(book.setup.id));
    this.refreshLater();
  }

  unsubscribe(): void {
    this.stopRefresh();
    this.subscription = null;
  }

  /** After a fill: the position that changed, and every figure that is another now. */
  onBooks(account: string, conId: number): void {
    const book = this.subscription?.book;
    if (book?.setup.id !== account) return;
    this.sendPortfolio((_, ofConId) => ofConId === conId);
    this.sendChanges();
    this.sendTime();
  }

  private refreshLater(): void {
    this.stopRefresh = this.context.engine.clock.after(REFRESH_MS, () => {
      this.sendChanges();
      this.sendPortfolio((shares) => shares !== 0n);
      this.sendTime();
      this.refreshLater();
    });
  }

  private sendChanges(): void {
    if (this.subscription === null) return;
    const { book, shown } = this.subscription;
    const values = this.context.engine.accountValues(book);
    for (const figure of downloadFigures(book, values)) {
      const name = `${figure.key}/${figure.currency}`;
      if (shown.get(name) === figure.value) continue;
      shown.set(name, figure.value);
      this.context.send(accountValue(book.setup.id, figure));
    }
  }

  private sendPortfolio(wanted: (shares: bigint, conId: number) => boolean): void {
    if (this.subscription === null) return;
    const { book } = this.subscription;
    const { mark } = this.context.engine.valuation;
    for (const position of [...book.positions(), ...book.conversions()]) {
      const { conId } = position.contract;
      if (!wanted(position.shares, conId)) continue;
      this.context.send(portfolioValue(book.setup.id, position, mark(conId)));
    }
  }

  private sendTime(): void {
    this.context.send(accountUpdateTime(exchangeTime(this.context.engine.clock.now()).time));
  }
}
