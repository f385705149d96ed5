import { positionValue } from '../engine/account-values.ts';
import { asShares } from '../../src/core/units/shares.ts';
import type { AccountBook, Position } from '../engine/books.ts';
import {
  accountProfit,
  positionProfit,
  type Profit,
  type ProfitParts,
} from '../engine/daily-profit.ts';
import { ZERO_MONEY } from '../engine/money.ts';
import { profit, profitOfOne } from '../wire/account-messages.ts';
import type { Message } from '../wire/messages.ts';
import type { AccountRequest } from '../wire/request.ts';
import { notValid, type SessionContext } from './session-context.ts';

type ProfitRequest = Extract<AccountRequest, { kind: 'REQ_PNL' | 'REQ_PNL_SINGLE' }>;

/** A gateway says what has been earned about once a second, when it changed. */
const REFRESH_MS = 1_000;

interface Subscription {
  readonly make: () => Message;
  shown: string;
  stop: () => void;
}

/** Profit and loss of accounts and single positions, for one client. */
export class ProfitFeed {
  private readonly context: SessionContext;
  private readonly subscriptions = new Map<number, Subscription>();

  constructor(context: SessionContext) {
    this.context = context;
  }

  subscribe(request: ProfitRequest): void {
    const { requestId, account } = request;
    const book = this.context.engine.account(account);
    const cause =
      book === undefined
        ? `Invalid account code '${account}'`
        : this.subscriptions.has(requestId)
          ? 'Duplicate request id'
          : undefined;
    if (book === undefined || cause !== undefined) {
      this.context.sendError(requestId, 321, notValid(cause ?? ''));
      return;
    }
    const make = (): Message =>
      request.kind === 'REQ_PNL'
        ? profit(requestId, accountProfit(book, this.parts()))
        : this.profitOfOne(requestId, book, request.conId);
    const subscription: Subscription = { make, shown: '', stop: () => undefined };
    this.subscriptions.set(requestId, subscription);
    this.refresh(subscription);
  }

  cancel(requestId: number): void {
    this.subscriptions.get(requestId)?.stop();
    this.subscriptions.delete(requestId);
  }

  close(): void {
    for (const requestId of [...this.subscriptions.keys()]) this.cancel(requestId);
  }

  private refresh(subscription: Subscription): void {
    const message = subscription.make();
    const text = message.join('|');
    if (text !== subscription.shown) this.context.send(message);
    subscription.shown = text;
    subscription.stop = this.context.engine.clock.after(REFRESH_MS, () => {
      this.refresh(subscription);
    });
  }

  private profitOfOne(requestId: number, book: AccountBook, conId: number): Message {
    const position = book.position(conId);
    const { shares, value } = this.worthOf(position);
    const earned: Profit =
      position === undefined ? nothing : positionProfit(book.setup.id, position, this.parts());
    return profitOfOne(requestId, earned, { shares, value });
  }

  private worthOf(position: Position | undefined) {
    if (position === undefined) return { shares: asShares(0n), value: ZERO_MONEY };
    const value = positionValue(position, this.context.engine.valuation);
    return { shares: position.shares, value };
  }

  private parts(): ProfitParts {
    const { engine } = this.context;
    return {
      valuation: engine.valuation,
      executions: engine.executions(),
      quoteOf: (conId) => engine.quoteOf(conId),
      now: engine.clock.now(),
    };
  }
}

const nothing: Profit = { daily: ZERO_MONEY, unrealized: ZERO_MONEY, realized: ZERO_MONEY };
