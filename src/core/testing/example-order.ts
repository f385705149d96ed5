/* An order for 10 shares at a limit of 100, and what the broker may say about it. */
import type { Execution, OrderEvent } from '../orders/order-event.ts';
import type { ShareTicket } from '../orders/ticket.ts';
import { price } from '../units/price.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { ACCOUNT_ID, exampleContract } from './example-account.ts';

export const ORDER_ID = 7;
export const ORDER_REF = 'rb.RUN1.DU1234567.1.1';

export function exampleTicket(different: Partial<ShareTicket> = {}): ShareTicket {
  return {
    kind: 'shares',
    orderRef: ORDER_REF,
    accountId: ACCOUNT_ID,
    contract: exampleContract('VTI'),
    side: 'BUY',
    quantity: shares('10'),
    limit: price('100'),
    countedAt: price('100'),
    algo: undefined,
    ...different,
  };
}

export function status(word: string, filled = '0', orderId = ORDER_ID): OrderEvent {
  return { kind: 'status', orderId, permId: 900, status: word, filled: shares(filled) };
}

export function message(code: number, orderId = ORDER_ID): OrderEvent {
  return { kind: 'message', orderId, code, text: `message ${code}` };
}

export function execution(
  execId: string,
  quantity: string,
  different: Partial<Extract<Execution, { kind: 'shares' }>> & { readonly at?: string } = {},
): OrderEvent {
  const { at = '100', ...rest } = different;
  return {
    kind: 'execution',
    execution: {
      kind: 'shares',
      execId,
      orderId: ORDER_ID,
      permId: 900,
      orderRef: ORDER_REF,
      accountId: ACCOUNT_ID,
      conId: exampleContract('VTI').conId,
      side: 'BUY',
      quantity: shares(quantity),
      price: price(at),
      time: '20240301 10:00:00',
      ...rest,
    },
  };
}

export function commission(execId: string, amount: string): OrderEvent {
  return { kind: 'commission', execId, commission: { currency: 'USD', amount: usd(amount) } };
}
