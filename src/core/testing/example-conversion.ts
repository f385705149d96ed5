/* An order of 9,000 US dollars at a limit of 1.35, and its fills. */
import { USD_CAD } from '../account/fx-market.ts';
import type { OrderEvent } from '../orders/order-event.ts';
import type { ConversionTicket } from '../orders/ticket.ts';
import { rate } from '../units/rate.ts';
import { shares } from '../units/shares.ts';
import { ACCOUNT_ID } from './example-account.ts';
import { ORDER_ID, ORDER_REF } from './example-order.ts';

export const exampleConversion: ConversionTicket = {
  kind: 'conversion',
  orderRef: ORDER_REF,
  accountId: ACCOUNT_ID,
  contract: USD_CAD,
  side: 'BUY',
  quantity: shares('9000'),
  limit: rate('1.35'),
};

export function conversionFill(execId: string, dollars: string, at = '1.34995'): OrderEvent {
  return {
    kind: 'execution',
    execution: {
      kind: 'conversion',
      execId,
      orderId: ORDER_ID,
      permId: 900,
      orderRef: ORDER_REF,
      accountId: ACCOUNT_ID,
      conId: USD_CAD.conId,
      side: 'BUY',
      quantity: shares(dollars),
      rate: rate(at),
      time: '20240301 10:00:00',
    },
  };
}
