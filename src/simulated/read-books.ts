import type { AccountReading, OtherCash, Position } from '../core/account/snapshot.ts';
import { asUsd, type Usd } from '../core/units/usd.ts';
import { divide } from '../core/units/rounding.ts';
import type { AccountBook } from '../../simulator/engine/books.ts';
import type { Engine } from '../../simulator/engine/engine.ts';
import { asMoney, rateIn, RATE_ONE, worth, type Money } from '../../simulator/engine/money.ts';
import { priceOf } from './describe-contract.ts';

/** One cent in units of 1e-8. */
const CENT = 1_000_000n;

/**
 * An account as the broker adapter reads it: a gateway writes amounts in cents, rounded half away
 * from zero, and what is in the account's base currency is converted by its rate, rounded down.
 */
export function readBooks(engine: Engine, book: AccountBook): AccountReading {
  const { base, id } = book.setup;
  const { rates } = engine.valuation;
  const values = engine.accountValues(book);
  const usdRate = rateIn(base, 'USD', rates);
  const toUsd = (inBase: bigint): Usd => asUsd(divide(inBase * RATE_ONE, usdRate, 'floor'));
  const dollars = values.rows.find(({ currency }) => currency === 'USD');
  const otherCash = values.rows.flatMap(({ currency, cash, rate }): OtherCash[] => {
    if (currency === 'USD' || currency === 'BASE') return [];
    const amount = inCents(cash);
    if (amount === 0n) return [];
    return [{ currency, amount, worth: toUsd(divide(amount * rate, RATE_ONE, 'floor')) }];
  });
  return {
    accountId: id,
    cash: asUsd(inCents(dollars?.cash ?? asMoney(0n))),
    otherCash,
    brokerNetLiq: dollars && asUsd(inCents(dollars.netLiquidation)),
    netLiquidation: toUsd(inCents(values.netLiquidation)),
    excessLiquidity: toUsd(inCents(values.excessLiquidity)),
    availableFunds: toUsd(inCents(values.availableFunds)),
    positions: positionsOf(engine, book),
  };
}

function positionsOf({ valuation }: Engine, book: AccountBook): readonly Position[] {
  return book
    .positions()
    .filter(({ shares }) => shares !== 0n)
    .map(({ contract, shares }) => {
      const { conId, symbol, secType, currency, multiplier } = contract;
      const mark = valuation.mark(conId);
      return {
        conId,
        symbol,
        secType,
        currency,
        quantity: shares,
        marketPrice: mark > 0n ? priceOf(mark) : undefined,
        marketValue: asUsd(inCents(asMoney(worth(shares, mark) * multiplier))),
      };
    });
}

function inCents(amount: Money): bigint {
  return divide(amount, CENT, 'halfAway') * CENT;
}
