import { PRICE_DECIMALS } from '../engine/price.ts';
import { formatShares } from '../../src/core/units/shares.ts';
import { exchangeStamp, exchangeTime } from '../engine/instant.ts';
import { MONEY_DECIMALS } from '../engine/money.ts';
import { averageFillPrice, remaining, type Execution, type Order } from '../engine/order.ts';
import type { OrderPreview } from '../engine/preview-order.ts';
import { completedOrderLayout } from './completed-order-layout.ts';
import { layOut, type GivenNames, type GivenValue } from './layout.ts';
import type { Message } from './messages.ts';
import { openOrderLayout } from './open-order-layout.ts';
import { UNSET_DOUBLE } from './unset.ts';
import { since } from './versions.ts';
import { wireDouble } from './wire-number.ts';

/** OPEN_ORDER; `settled` when the commission of what was filled is known already. */
export function openOrder(order: Order, settled: boolean, version: number): Message {
  const values: Record<GivenNames<typeof openOrderLayout>, GivenValue> = {
    ...commonFields(order),
    orderId: String(order.orderId),
    clientId: String(order.clientId),
    sharesAllocation: `${order.permId}.0/${order.account}/100`,
    commission: settled ? wireDouble(order.commission, MONEY_DECIMALS) : '',
    minCommission: '',
    maxCommission: '',
    commissionCurrency: settled ? order.commissionCurrency : '',
  };
  return ['5', ...layOut(openOrderLayout, values, version)];
}

/** OPEN_ORDER in answer to a what-if; without a preview all of its figures are unset. */
export function orderPreview(order: Order, preview: OrderPreview | null, version: number): Message {
  const values: Record<GivenNames<typeof openOrderLayout>, GivenValue> = {
    ...commonFields(order),
    orderId: String(order.orderId),
    clientId: String(order.clientId),
    sharesAllocation: '',
    commission: preview === null ? '' : wireDouble(preview.commission, MONEY_DECIMALS),
    minCommission: '',
    maxCommission: '',
    commissionCurrency: preview?.commissionCurrency ?? '',
  };
  const all = { ...values, whatIf: '1', ...(preview === null ? {} : marginFields(preview)) };
  return ['5', ...layOut(openOrderLayout, all, version)];
}

function marginFields({ before, after }: OrderPreview): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, figure] of marginFigures) {
    fields[`${name}Before`] = wireDouble(before[figure], MONEY_DECIMALS);
    fields[`${name}Change`] = wireDouble(after[figure] - before[figure], MONEY_DECIMALS);
    fields[`${name}After`] = wireDouble(after[figure], MONEY_DECIMALS);
  }
  return fields;
}

const marginFigures = [
  ['initMargin', 'initial'],
  ['maintMargin', 'maintenance'],
  ['equityWithLoan', 'equityWithLoan'],
] as const;

/** COMPLETED_ORDER, for an order at which nothing can happen any more. */
export function completedOrder(order: Order, version: number): Message {
  const values: Record<GivenNames<typeof completedOrderLayout>, GivenValue> = {
    ...commonFields(order),
    // A gateway forgets the quantity of a conversion that is over and keeps what was filled.
    ...(order.contract.secType === 'CASH' ? { totalQuantity: '0.0' } : {}),
    filledQuantity: formatShares(order.filled),
    completedTime: exchangeStamp(order.completedAt ?? 0),
    completedStatus: order.completedText,
  };
  return ['101', ...layOut(completedOrderLayout, values, version)];
}

function commonFields(order: Order) {
  const { contract } = order;
  return {
    conId: String(contract.conId),
    symbol: contract.symbol,
    secType: contract.secType,
    exchange: order.exchange,
    currency: contract.currency,
    localSymbol: contract.localSymbol,
    tradingClass: contract.tradingClass,
    action: order.side,
    totalQuantity: formatShares(order.quantity),
    orderType: order.type,
    lmtPrice: wireDouble(order.limit ?? 0n, PRICE_DECIMALS),
    auxPrice: wireDouble(order.stop ?? 0n, PRICE_DECIMALS),
    algoStrategy: algoFields(order),
    tif: order.timeInForce,
    account: order.account,
    orderRef: order.orderRef,
    permId: String(order.permId),
    outsideRth: order.outsideRth ? '1' : '0',
    status: order.status,
  };
}

/** The algorithm; its parameters follow it, and nothing does where there is none. */
function algoFields({ adaptive }: Order): GivenValue {
  return adaptive === null ? '' : ['Adaptive', '1', 'adaptivePriority', adaptive];
}

/** ORDER_STATUS in the form from 131 on. */
export function orderStatus(order: Order): Message {
  return [
    '3',
    String(order.orderId),
    order.status,
    formatShares(order.filled),
    formatShares(remaining(order)),
    wireDouble(averageFillPrice(order), MONEY_DECIMALS),
    String(order.permId),
    '0',
    wireDouble(order.lastPrice ?? 0n, PRICE_DECIMALS),
    String(order.clientId),
    order.whyHeld,
    '0.0',
  ];
}

/** EXECUTION_DATA; the request id is -1 for one that nobody asked for. */
export function executionData(requestId: number, execution: Execution, version: number): Message {
  const { order } = execution;
  const { contract } = order;
  return [
    '11',
    String(requestId),
    String(order.orderId),
    String(contract.conId),
    contract.symbol,
    contract.secType,
    '',
    '0.0',
    '',
    '',
    contract.primaryExchange,
    contract.currency,
    contract.localSymbol,
    contract.tradingClass,
    execution.execId,
    executionTime(execution.instant, version),
    order.account,
    contract.primaryExchange,
    order.side === 'BUY' ? 'BOT' : 'SLD',
    formatShares(execution.shares),
    wireDouble(execution.price, PRICE_DECIMALS),
    String(order.permId),
    String(order.clientId),
    '0',
    formatShares(order.filled),
    wireDouble(averageFillPrice(order), MONEY_DECIMALS),
    order.orderRef,
    '',
    '',
    '',
    // A limit that waited added liquidity, everything else took it.
    order.resting ? '1' : '2',
    ...(version >= since.pendingPriceRevision ? ['0'] : []),
    ...(version >= since.submitter ? [''] : []),
  ];
}

/** Older gateways write the time of their own host, with two blanks and no zone. */
function executionTime(instant: number, version: number): string {
  if (version >= since.instrumentZone) return exchangeStamp(instant);
  const { date, time } = exchangeTime(instant);
  return `${date}  ${time}`;
}

export function commissionReport(execution: Execution): Message {
  const { realized } = execution;
  return [
    '59',
    '1',
    execution.execId,
    wireDouble(execution.commission, MONEY_DECIMALS),
    execution.order.commissionCurrency,
    realized === null ? UNSET_DOUBLE : wireDouble(realized, MONEY_DECIMALS),
    UNSET_DOUBLE,
    '',
  ];
}
