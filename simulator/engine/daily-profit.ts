import { asShares } from '../../src/core/units/shares.ts';
import { positionValue, type Valuation } from './account-values.ts';
import type { AccountBook, Position } from './books.ts';
import { exchangeTime } from './instant.ts';
import { asMoney, convert, sumMoney, worth, type Money } from './money.ts';
import type { Execution } from './order.ts';
import type { Quote } from './quote.ts';

/** What an account or one position has earned. */
export interface Profit {
  /** Since the close of the day before, commissions taken off. */
  readonly daily: Money;
  readonly unrealized: Money;
  readonly realized: Money;
}

export interface ProfitParts {
  readonly valuation: Valuation;
  readonly executions: readonly Execution[];
  readonly quoteOf: (conId: number) => Quote;
  readonly now: number;
}

/**
 * Of one position, in its own currency: its worth now, less what was held at the last close at that
 * close, less what today's trades put in. A contract without a close counts from its mark, so that
 * only today's trades show.
 */
export function positionProfit(account: string, position: Position, parts: ProfitParts): Profit {
  const { conId } = position.contract;
  const today = exchangeTime(parts.now).date;
  const mark = parts.valuation.mark(conId);
  let heldAtClose: bigint = position.shares;
  let putIn = 0n;
  for (const { order, instant, shares, price, commission } of parts.executions) {
    if (order.account !== account || order.contract.conId !== conId) continue;
    if (exchangeTime(instant).date !== today) continue;
    const sign = order.side === 'BUY' ? 1n : -1n;
    heldAtClose -= sign * shares;
    putIn += sign * worth(shares, price) + commission;
  }
  const close = parts.quoteOf(conId).close ?? mark;
  const value = positionValue(position, parts.valuation);
  const heldValue = worth(asShares(heldAtClose), close) * position.contract.multiplier;
  return {
    daily: asMoney(value - heldValue - putIn),
    unrealized: asMoney(value - position.cost),
    realized: position.realized,
  };
}

/** Of all positions of an account, in its base currency; each sum is rounded once a position. */
export function accountProfit(book: AccountBook, parts: ProfitParts): Profit {
  const profits = book.positions().map((position) => ({
    ...positionProfit(book.setup.id, position, parts),
    from: position.contract.currency,
  }));
  const inBase = (name: keyof Profit): Money =>
    sumMoney(
      profits.map((profit) =>
        convert(profit[name], { from: profit.from, to: book.setup.base }, parts.valuation.rates),
      ),
    );
  return {
    daily: inBase('daily'),
    unrealized: inBase('unrealized'),
    realized: inBase('realized'),
  };
}
