import { ONE_SHARE, type Shares } from '../../src/core/units/shares.ts';
import { divide } from '../../src/core/units/rounding.ts';
import { tradedCurrency, type Contract } from './contract.ts';
import { asMoney, cashOf, convert, money } from './money.ts';
import type { Currency, ExchangeRates, Money } from './money.ts';

const PER_SHARE = money('0.005');
const LEAST = money('1.00');

/**
 * What an order's executions cost altogether, by the broker's fixed plan for US shares: half a cent
 * a share, at least 1 dollar an order, at most 1% of what was traded; cut off below 1e-8 dollar.
 */
export function commissionFor(quantity: Shares, traded: Money): Money {
  const byShares = divide(quantity * PER_SHARE, ONE_SHARE, 'floor');
  const atLeast = byShares < LEAST ? LEAST : byShares;
  const cap = divide(traded, 100n, 'floor');
  return asMoney(cap < atLeast ? cap : atLeast);
}

const LEAST_CONVERSION = money('2.00');

/** What of an order has been traded, altogether. */
export interface Traded {
  readonly contract: Contract;
  readonly shares: Shares;
  /** Sum of shares times price. */
  readonly value: Money;
}

/** Stocks are charged in the currency they trade in, conversions in the account's base. */
export function commissionCurrency(contract: Contract, base: Currency): Currency {
  return contract.secType === 'CASH' ? base : contract.currency;
}

/**
 * What an order's executions cost altogether, in `commissionCurrency`. A conversion costs 0.2 basis
 * points of the US dollars that it trades, cut off below 1e-8, and at least 2 dollars an order; in
 * another base what that is worth there.
 */
export function commissionOf(traded: Traded, base: Currency, rates: ExchangeRates): Money {
  if (traded.contract.secType !== 'CASH') return commissionFor(traded.shares, traded.value);
  const way = { from: tradedCurrency(traded.contract), to: 'USD' } as const;
  const dollars = convert(cashOf(traded.shares), way, rates);
  const byValue = divide(dollars * 2n, 100_000n, 'floor');
  const due = byValue < LEAST_CONVERSION ? LEAST_CONVERSION : asMoney(byValue);
  return convert(due, { from: 'USD', to: base }, rates);
}
