import type { AccountValues, CurrencyRow } from '../engine/account-values.ts';
import type { AccountBook } from '../engine/books.ts';
import { cents, rateText, type AccountFigure } from '../wire/account-messages.ts';

/** The sums of an account under the names that a gateway gives them, sorted by name. */
export function accountFigures(values: AccountValues): AccountFigure[] {
  const amounts = {
    AccruedCash: '0.00',
    AvailableFunds: cents(values.availableFunds),
    BuyingPower: cents(values.buyingPower),
    EquityWithLoanValue: cents(values.equityWithLoan),
    ExcessLiquidity: cents(values.excessLiquidity),
    FullAvailableFunds: cents(values.availableFunds),
    FullExcessLiquidity: cents(values.excessLiquidity),
    FullInitMarginReq: cents(values.initialMargin),
    FullMaintMarginReq: cents(values.maintenanceMargin),
    GrossPositionValue: cents(values.grossPositionValue),
    InitMarginReq: cents(values.initialMargin),
    MaintMarginReq: cents(values.maintenanceMargin),
    NetLiquidation: cents(values.netLiquidation),
    SettledCash: cents(values.settledCash),
    TotalCashValue: cents(values.totalCash),
  };
  return [
    { key: 'AccountType', value: 'INDIVIDUAL', currency: '' },
    ...Object.entries(amounts).map(([key, value]) => ({ key, value, currency: values.base })),
  ];
}

/** What one currency of an account holds, under the names of the ledger. */
export function ledgerFigures(account: string, row: CurrencyRow): AccountFigure[] {
  const figures = {
    AccountOrGroup: account,
    AccruedCash: '0.00',
    CashBalance: cents(row.cash),
    Currency: row.currency,
    ExchangeRate: rateText(row.rate),
    NetLiquidationByCurrency: cents(row.netLiquidation),
    OptionMarketValue: cents(row.options),
    RealCurrency: row.currency === 'BASE' ? 'BASE' : row.realCurrency,
    RealizedPnL: cents(row.realized),
    StockMarketValue: cents(row.stocks),
    TotalCashBalance: cents(row.cash),
    UnrealizedPnL: cents(row.unrealized),
  };
  return Object.entries(figures).map(([key, value]) => ({ key, value, currency: row.currency }));
}

/** All figures of the account download: sums, their securities part, and the ledger. */
export function downloadFigures(book: AccountBook, values: AccountValues): AccountFigure[] {
  const sums = accountFigures(values);
  // There are no commodities here, so the securities part of a sum is the whole of it.
  const securities = sums
    .filter(({ currency }) => currency !== '')
    .map((figure) => ({ ...figure, key: `${figure.key}-S` }));
  return [
    { key: 'AccountCode', value: book.setup.id, currency: '' },
    { key: 'AccountReady', value: 'true', currency: '' },
    ...sums,
    ...securities,
    ...values.rows.flatMap((row) => ledgerFigures(book.setup.id, row)),
  ];
}
