import { divide } from '../../src/core/units/rounding.ts';
import type { Price } from './price.ts';
import type { AccountBook, Position } from './books.ts';
import {
  asMoney,
  convert,
  rateIn,
  RATE_ONE,
  sumMoney,
  worth,
  ZERO_MONEY,
  type Currency,
  type ExchangeRates,
  type Money,
} from './money.ts';

/** What one currency of an account holds, in that currency; the row BASE holds sums in base. */
export interface CurrencyRow {
  readonly currency: Currency | 'BASE';
  readonly realCurrency: Currency;
  readonly cash: Money;
  readonly stocks: Money;
  readonly netLiquidation: Money;
  readonly unrealized: Money;
  readonly realized: Money;
  /** Value of one unit in base, in steps of 1e-8; exactly 1 for the base itself. */
  readonly rate: bigint;
}

/** The sums of an account in its base currency. */
export interface AccountValues {
  readonly base: Currency;
  readonly netLiquidation: Money;
  readonly totalCash: Money;
  readonly grossPositionValue: Money;
  readonly initialMargin: Money;
  readonly maintenanceMargin: Money;
  readonly availableFunds: Money;
  readonly excessLiquidity: Money;
  readonly buyingPower: Money;
  /** One row per currency, then BASE. */
  readonly rows: readonly CurrencyRow[];
}

export interface Valuation {
  readonly rates: ExchangeRates;
  readonly mark: (conId: number) => Price;
}

/** Parts of the position value that must be covered, in hundredths. */
const margins = {
  margin: { initial: 50n, maintenance: 25n },
  // A cash account lends nothing: what is invested is tied up whole.
  cash: { initial: 100n, maintenance: 100n },
} as const;

export function initialMarginPercent(type: 'margin' | 'cash'): bigint {
  return margins[type].initial;
}

export function positionValue(position: Position, valuation: Valuation): Money {
  return worth(position.shares, valuation.mark(position.contract.conId));
}

/** Values an account at the marks and rates of this instant. */
export function valueAccount(book: AccountBook, valuation: Valuation): AccountValues {
  const { base, type } = book.setup;
  const rows = book.currencies().map((currency) => currencyRow(book, currency, valuation));
  const inBase = (pick: (row: CurrencyRow) => Money): Money =>
    sumMoney(
      rows.map((row) => convert(pick(row), { from: row.realCurrency, to: base }, valuation.rates)),
    );
  const totalCash = inBase((row) => row.cash);
  const stocks = inBase((row) => row.stocks);
  const netLiquidation = asMoney(totalCash + stocks);
  const initialMargin = percentOf(stocks, margins[type].initial);
  const maintenanceMargin = percentOf(stocks, margins[type].maintenance);
  const availableFunds = asMoney(netLiquidation - initialMargin);
  return {
    base,
    netLiquidation,
    totalCash,
    grossPositionValue: stocks,
    initialMargin,
    maintenanceMargin,
    availableFunds,
    excessLiquidity: asMoney(netLiquidation - maintenanceMargin),
    buyingPower: buyingPower(availableFunds, margins[type].initial),
    rows: [
      ...rows,
      {
        currency: 'BASE',
        realCurrency: base,
        cash: totalCash,
        stocks,
        netLiquidation,
        unrealized: inBase((row) => row.unrealized),
        realized: inBase((row) => row.realized),
        rate: RATE_ONE,
      },
    ],
  };
}

function currencyRow(book: AccountBook, currency: Currency, valuation: Valuation): CurrencyRow {
  const positions = book.positions().filter(({ contract }) => contract.currency === currency);
  const cash = book.cashIn(currency);
  const stocks = sumMoney(positions.map((position) => positionValue(position, valuation)));
  const cost = sumMoney(positions.map((position) => position.cost));
  return {
    currency,
    realCurrency: currency,
    cash,
    stocks,
    netLiquidation: asMoney(cash + stocks),
    unrealized: asMoney(stocks - cost),
    realized: sumMoney(positions.map((position) => position.realized)),
    rate: rateIn(book.setup.base, currency, valuation.rates),
  };
}

function percentOf(amount: Money, percent: bigint): Money {
  return asMoney(divide(amount * percent, 100n, 'ceil'));
}

/** What could be bought with the free funds when each dollar has to be covered in part only. */
function buyingPower(availableFunds: Money, initialPercent: bigint): Money {
  if (availableFunds <= 0n) return ZERO_MONEY;
  return asMoney(divide(availableFunds * 100n, initialPercent, 'floor'));
}
