import { asPrice, PRICE_DECIMALS, type Price } from '../engine/price.ts';
import { asShares, SHARES_DECIMALS } from '../../src/core/units/shares.ts';
import type { Refusal } from '../engine/refusal.ts';
import type { Order, OrderTicket } from '../engine/order.ts';
import { FieldReader, UnreadableMessage } from '../wire/field-reader.ts';
import type { OrderRequest } from '../wire/order-request.ts';
import { isUnset } from '../wire/unset.ts';

export type ReadTicket =
  | { readonly ok: true; readonly ticket: OrderTicket }
  | { readonly ok: false; readonly refusal: Refusal };

/** The order that a client means, or why this simulator cannot even consider it. */
export function readTicket(
  request: OrderRequest,
  clientId: number,
  orderOf: (orderId: number) => Order | undefined,
): ReadTicket {
  const refusal = findUnsupported(request, orderOf);
  if (refusal !== undefined) return { ok: false, refusal };
  try {
    return { ok: true, ticket: toTicket(request, clientId) };
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    const text = `Error reading request: cause - ${error.message}.`;
    return { ok: false, refusal: { code: 320, text } };
  }
}

function toTicket(request: OrderRequest, clientId: number): OrderTicket {
  const { orderId, contract, fields, algoParams } = request;
  const text = (name: string): string => fields.get(name) ?? '';
  const one = (name: string): FieldReader => new FieldReader([text(name)]);
  const quantity = one('totalQuantity').number('totalQuantity', SHARES_DECIMALS);
  const price = (name: string): Price | 'too-fine' | null => {
    const number = one(name).number(name, PRICE_DECIMALS);
    if (number.kind === 'too-fine') return 'too-fine';
    return number.kind === 'exact' ? asPrice(number.units) : null;
  };
  const strategy = text('algoStrategy');
  return {
    clientId,
    orderId,
    contract,
    account: text('account'),
    action: text('action'),
    quantity: quantity.kind === 'too-fine' ? 'too-fine' : asShares(exactOrZero(quantity)),
    orderType: text('orderType'),
    limitPrice: price('lmtPrice'),
    stopPrice: price('auxPrice'),
    algo: strategy === '' ? null : { strategy, params: algoParams },
    timeInForce: text('tif'),
    outsideRth: one('outsideRth').flag('outsideRth'),
    orderRef: text('orderRef'),
    transmit: one('transmit').flag('transmit'),
    whatIf: one('whatIf').flag('whatIf'),
  };
}

function exactOrZero(number: ReturnType<FieldReader['number']>): bigint {
  return number.kind === 'exact' ? number.units : 0n;
}

/** Fields that ask for something that this version does not do, unless they say "not wanted". */
const unsupportedFields: ReadonlyMap<string, string> = new Map([
  ['ocaGroup', 'OCA groups'],
  ['parentId', 'attached orders'],
  ['goodAfterTime', 'good-after times'],
  ['goodTillDate', 'good-till dates'],
  ['faGroup', 'allocation groups'],
  ['allOrNone', 'all-or-none'],
  ['minQty', 'minimum quantities'],
  ['trailStopPrice', 'stop and trail prices'],
  ['trailingPercent', 'stop and trail prices'],
  ['scalePriceIncrement', 'scale orders'],
  ['hedgeType', 'hedges'],
  ['deltaNeutralOrderType', 'delta-neutral orders'],
  ['deltaNeutralContract', 'delta-neutral orders'],
]);

function findUnsupported(
  { orderId, fields, comboLegs, conditions }: OrderRequest,
  orderOf: (orderId: number) => Order | undefined,
): Refusal | undefined {
  if (fields.get('secType') === 'BAG' || comboLegs > 0) return notSimulated('combinations');
  if (conditions > 0) return notSimulated('conditions');
  if (fields.get('orderType') !== 'STP' && isWanted(fields.get('auxPrice') ?? '')) {
    return notSimulated('stop and trail prices');
  }
  for (const [name, refusal] of refusedFields) {
    if (isWanted(fields.get(name) ?? '')) return refusal;
  }
  if (isWanted(fields.get('cashQty') ?? '')) {
    if (orderOf(orderId) !== undefined) return NO_CASH_CHANGE;
    return fields.get('secType') === 'CASH' ? NO_CASH_QUANTITY : NO_CASH_ORDER;
  }
  const parent = fields.get('parentId') ?? '';
  if (isWanted(parent) && orderOf(Number(parent)) === undefined) {
    return { code: 135, text: `Can't find order with ID = ${parent}` };
  }
  for (const [name, what] of unsupportedFields) {
    if (isWanted(fields.get(name) ?? '')) return notSimulated(what);
  }
  return undefined;
}

/** Fields that a gateway itself refuses. */
const refusedFields: ReadonlyMap<string, Refusal> = new Map([
  ['eTradeOnly', { code: 10268, text: "The 'EtradeOnly' order attribute is not supported." }],
  ['firmQuoteOnly', { code: 10269, text: "The 'FirmQuoteOnly' order attribute is not supported." }],
]);

const NO_CASH_QUANTITY: Refusal = {
  code: 10233,
  text: 'Please enter the quantity of the order and not its cash quantity.',
};

const NO_CASH_CHANGE: Refusal = {
  code: 10241,
  text: 'An order by its cash quantity cannot be modified.',
};

const NO_CASH_ORDER: Refusal = {
  code: 10244,
  text: 'Cash quantity cannot be used for this order.',
};

function isWanted(text: string): boolean {
  return !isUnset(text) && text !== 'None' && text !== 'false' && Number(text) !== 0;
}

function notSimulated(what: string): Refusal {
  return { code: 321, text: `Error validating request: cause - ${what} are not simulated yet.` };
}
