import type { Contract as TwsContract, Order as TwsOrder } from '@stoqey/ib';
import type { OrderTicket } from '../core/orders/ticket.ts';
import type { Algo } from '../core/settings.ts';
import { formatExact } from '../core/units/decimal.ts';
import { PRICE_DECIMALS } from '../core/units/price.ts';
import { RATE_DECIMALS } from '../core/units/rate.ts';
import { formatShares } from '../core/units/shares.ts';
import type { ClientLibrary } from './tws-session.ts';

/** What is the same for every order of a connection. */
export interface OrderOptions {
  /** Whether the limit orders of an account may be filled outside of regular hours too. */
  readonly outsideRth?: (accountId: string) => boolean;
}

/** The contract of an order. */
export function orderedContract(
  { kind, contract }: OrderTicket,
  { SecType: { STK, CASH } }: ClientLibrary,
): TwsContract {
  const { conId, symbol, currency, exchange } = contract;
  return { conId, symbol, currency, exchange, secType: kind === 'conversion' ? CASH : STK };
}

/** Every field that the library would send as nothing is written out: an absent transmit means "hold". */
export function orderOf(
  ticket: OrderTicket,
  lib: ClientLibrary,
  { outsideRth = () => false }: OrderOptions,
): TwsOrder {
  const { OrderAction, OrderType, TimeInForce } = lib;
  const { side, quantity, accountId, orderRef } = ticket;
  const limit = limitText(ticket);
  const algo = ticket.kind === 'shares' ? ticket.algo : undefined;
  const plain = limit === undefined ? OrderType.MKT : OrderType.LMT;
  return {
    action: side === 'BUY' ? OrderAction.BUY : OrderAction.SELL,
    totalQuantity: Number(formatShares(quantity)),
    orderType: algo?.kind === 'midprice' ? OrderType.MIDPRICE : plain,
    ...(limit === undefined ? {} : { lmtPrice: Number(limit) }),
    ...(algo?.kind === 'adaptive' ? adaptive(algo) : {}),
    tif: TimeInForce.DAY,
    account: accountId,
    orderRef,
    // The exchanges take no others then; to ask for it would only earn a warning.
    outsideRth:
      ticket.kind === 'shares' &&
      limit !== undefined &&
      algo === undefined &&
      outsideRth(accountId),
    transmit: true,
  };
}

/** The broker writes its priorities with a capital. */
function adaptive({ priority }: Extract<Algo, { kind: 'adaptive' }>): Partial<TwsOrder> {
  const value = { normal: 'Normal', patient: 'Patient', urgent: 'Urgent' }[priority];
  return { algoStrategy: 'Adaptive', algoParams: [{ tag: 'adaptivePriority', value }] };
}

function limitText({ kind, limit }: OrderTicket): string | undefined {
  if (limit === undefined) return undefined;
  return formatExact(limit, kind === 'conversion' ? RATE_DECIMALS : PRICE_DECIMALS);
}
