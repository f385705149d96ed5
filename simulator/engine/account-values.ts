import { divide } from '../../src/core/units/rounding.ts';
import type { Price } from './price.ts';
import type { AccountBook, Position } from './books.ts';
import { marginRates, type MarginRates } from './margin-rates.ts';
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
  readonly options: Money;
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
  /** Without the proceeds of sales that a cash account is still to be paid. */
  readonly settledCash: Money;
  /** What counts as cover: options do not, nor what is not settled. */
  readonly equityWithLoan: Money;
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
  readonly now: () => number;
}

export function positionValue({ contract, shares }: Position, valuation: Valuation): Money {
  return asMoney(worth(shares, valuation.mark(contract.conId)) * contract.multiplier);
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
  const settledCash = sumMoney(
    book
      .currencies()
      .map((currency) =>
        convert(
          book.settledCashIn(currency, valuation.now()),
          { from: currency, to: base },
          valuation.rates,
        ),
      ),
  );
  const stocks = inBase((row) => row.stocks);
  const options = inBase((row) => row.options);
  const equityWithLoan = asMoney(stocks + settledCash);
  const initialMargin = marginOf(book, valuation, 'initial');
  const maintenanceMargin = marginOf(book, valuation, 'maintenance');
  const availableFunds = asMoney(equityWithLoan - initialMargin);
  return {
    base,
    netLiquidation: asMoney(totalCash + stocks + options),
    totalCash,
    settledCash,
    equityWithLoan,
    grossPositionValue: sumMoney(
      book
        .positions()
        .map((position) =>
          convert(
            size(positionValue(position, valuation)),
            { from: position.contract.currency, to: base },
            valuation.rates,
          ),
        ),
    ),
    initialMargin,
    maintenanceMargin,
    availableFunds,
    excessLiquidity: asMoney(equityWithLoan - maintenanceMargin),
    buyingPower: buyingPower(availableFunds, type),
    rows: [
      ...rows,
      {
        currency: 'BASE',
        realCurrency: base,
        cash: totalCash,
        stocks,
        options,
        netLiquidation: asMoney(totalCash + stocks + options),
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
  const valueOf = (isOption: boolean): Money =>
    sumMoney(
      positions
        .filter(({ contract }) => (contract.secType === 'OPT') === isOption)
        .map((position) => positionValue(position, valuation)),
    );
  const stocks = valueOf(false);
  const options = valueOf(true);
  const cost = sumMoney(positions.map((position) => position.cost));
  return {
    currency,
    realCurrency: currency,
    cash,
    stocks,
    options,
    netLiquidation: asMoney(cash + stocks + options),
    unrealized: asMoney(stocks + options - cost),
    realized: sumMoney(positions.map((position) => position.realized)),
    rate: rateIn(book.setup.base, currency, valuation.rates),
  };
}

/** What the stocks of an account tie up, in its base; each holding's part is rounded up to 1e-8. */
function marginOf(book: AccountBook, valuation: Valuation, kind: keyof MarginRates): Money {
  const parts = book
    .positions()
    // An option is no cover, so nothing of it needs to be covered.
    .filter(({ contract }) => contract.secType === 'STK')
    .map((position) => positionMargin(book, position, { valuation, kind }));
  return sumMoney(parts);
}

/** What one holding of stocks, or a short one, ties up in its account's base. */
export function positionMargin(
  { setup }: AccountBook,
  position: Position,
  { valuation, kind }: { readonly valuation: Valuation; readonly kind: keyof MarginRates },
): Money {
  const { contract, shares } = position;
  const rates = marginRates(contract, setup.type, shares < 0n ? 'short' : 'held');
  const part = percentOf(size(positionValue(position, valuation)), rates[kind]);
  return convert(part, { from: contract.currency, to: setup.base }, valuation.rates);
}

/** What is short counts by its size. */
function size(value: Money): Money {
  return value < 0n ? asMoney(0n - value) : value;
}

/** So many hundredths of an amount, rounded up. */
export function percentOf(amount: Money, percent: bigint): Money {
  return asMoney(divide(amount * percent, 100n, 'ceil'));
}

/** What could be bought of a usual fund: twice the free funds where half must be covered. */
function buyingPower(availableFunds: Money, type: 'margin' | 'cash'): Money {
  if (availableFunds <= 0n) return ZERO_MONEY;
  return asMoney(type === 'margin' ? availableFunds * 2n : availableFunds);
}
