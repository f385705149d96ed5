import { asUsd, formatUsd } from '../../src/core/units/usd.ts';
import { formatExact } from '../../src/core/units/decimal.ts';
import { PRICE_DECIMALS, type Price } from '../engine/price.ts';
import { formatShares, type Shares } from '../../src/core/units/shares.ts';
import { averageCost, type Position } from '../engine/books.ts';
import type { Contract } from '../engine/contract.ts';
import type { Profit } from '../engine/daily-profit.ts';
import { asMoney, MONEY_DECIMALS, worth, type Money } from '../engine/money.ts';
import type { Message } from './messages.ts';
import { wireDouble } from './wire-number.ts';

/** One figure of an account; figures without a currency have an empty one. */
export interface AccountFigure {
  readonly key: string;
  readonly value: string;
  readonly currency: string;
}

/** Amounts of account figures carry two decimals, rounded away from zero at half a cent. */
export function cents(amount: Money): string {
  return formatUsd(asUsd(amount));
}

/** `1.00`, `0.73`, `1.36986301`: a rate with at least two decimals. */
export function rateText(rate: bigint): string {
  const [whole = '', fraction = ''] = formatExact(rate, MONEY_DECIMALS).split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}

export function accountValue(account: string, figure: AccountFigure): Message {
  return ['6', '2', figure.key, figure.value, figure.currency, account];
}

export function accountUpdateTime(exchangeClock: string): Message {
  return ['8', '1', exchangeClock.slice(0, 5)];
}

export function accountDownloadEnd(account: string): Message {
  return ['54', '1', account];
}

export function accountSummary(requestId: number, account: string, row: AccountFigure): Message {
  return ['63', '1', String(requestId), account, row.key, row.value, row.currency];
}

export function accountSummaryEnd(requestId: number): Message {
  return ['64', '1', String(requestId)];
}

/** PORTFOLIO_VALUE: a position at its mark. */
export function portfolioValue(account: string, position: Position, mark: Price): Message {
  const { contract, shares } = position;
  const value = asMoney(worth(shares, mark) * contract.multiplier);
  return [
    '7',
    '8',
    String(contract.conId),
    contract.symbol,
    contract.secType,
    ...optionFields(contract, '0'),
    contract.primaryExchange,
    contract.currency,
    contract.localSymbol,
    contract.tradingClass,
    formatShares(shares),
    wireDouble(mark, PRICE_DECIMALS),
    cents(value),
    wireDouble(averageCost(position), MONEY_DECIMALS),
    cents(asMoney(value - position.cost)),
    cents(position.realized),
    account,
  ];
}

export function positionData(account: string, position: Position): Message {
  return ['61', '3', account, ...positionFields(position)];
}

/** POSITION_MULTI; there are no models, so its model is empty. */
export function positionMulti(requestId: number, account: string, position: Position): Message {
  return ['71', '1', String(requestId), account, ...positionFields(position), ''];
}

export function positionMultiEnd(requestId: number): Message {
  return ['72', '1', String(requestId)];
}

/** Expiry, strike, right and multiplier; of what is no option as far as messages say them. */
function optionFields({ option, multiplier }: Contract, noRight: string): readonly string[] {
  if (option === null) return ['', noRight === '' ? '0.0' : '0', noRight, ''];
  const strike = wireDouble(option.strike, PRICE_DECIMALS);
  return [option.expiry, strike, option.right, String(multiplier)];
}

function positionFields({ contract, ...position }: Position): readonly string[] {
  return [
    String(contract.conId),
    contract.symbol,
    contract.secType,
    ...optionFields(contract, ''),
    contract.primaryExchange,
    contract.currency,
    contract.localSymbol,
    contract.tradingClass,
    formatShares(position.shares),
    wireDouble(averageCost({ contract, ...position }), MONEY_DECIMALS),
  ];
}

export function accountUpdateMulti(
  requestId: number,
  account: string,
  row: AccountFigure,
): Message {
  return ['73', '1', String(requestId), account, '', row.key, row.value, row.currency];
}

export function accountUpdateMultiEnd(requestId: number): Message {
  return ['74', '1', String(requestId)];
}

/** PNL of an account, in its base currency. */
export function profit(requestId: number, { daily, unrealized, realized }: Profit): Message {
  return ['94', String(requestId), ...[daily, unrealized, realized].map(double)];
}

/** PNL_SINGLE: of one position, with what it is worth. */
export function profitOfOne(
  requestId: number,
  { daily, unrealized, realized }: Profit,
  held: { readonly shares: Shares; readonly value: Money },
): Message {
  const amounts = [daily, unrealized, realized, held.value];
  return ['95', String(requestId), formatShares(held.shares), ...amounts.map(double)];
}

function double(amount: Money): string {
  return wireDouble(amount, MONEY_DECIMALS);
}
