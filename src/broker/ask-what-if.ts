import type { Contract as TwsContract, Order as TwsOrder, OrderState } from '@stoqey/ib';
import { meaningOf } from '../core/orders/broker-codes.ts';
import type { WhatIfAnswer } from '../core/orders/what-if.ts';
import type { Usd } from '../core/units/usd.ts';
import { BrokerError } from '../ports.ts';
import { usdOf } from './exact.ts';
import type { Exchange, TwsSession } from './tws-session.ts';

/** With a hundred buys the budget alone holds the last one back for two seconds. */
export const WHAT_IF_TIMEOUT_MS = 8_000;

/**
 * Asks what an order would do. The message is that of an order with `whatIf` set, and this is the
 * only place that sends one: whatever the caller hands over, it goes out as a question. An answer
 * may come in two parts, of which the first has no figures.
 */
export async function askWhatIf(
  session: TwsSession,
  orderId: number,
  {
    contract,
    order,
    timeoutMs,
  }: { readonly contract: TwsContract; readonly order: TwsOrder; readonly timeoutMs: number },
): Promise<WhatIfAnswer> {
  const question: TwsOrder = { ...order, whatIf: true, transmit: true };
  try {
    const ask = (exchange: Exchange<WhatIfAnswer>): void => {
      exchange.on(
        exchange.names.openOrder,
        (id: number, _contract: unknown, told: TwsOrder, state: OrderState) => {
          const [initial, maintenance] = [state.initMarginChange, state.maintMarginChange].map(
            figureOf,
          );
          if (id !== orderId || told.whatIf !== true) return;
          if (initial === undefined || maintenance === undefined) return;
          exchange.done({ kind: 'margins', initial, maintenance });
        },
      );
      // For as long as the session lives: a late word about a question is none about an order.
      session.hearMessages(orderId, ({ code, text }) => {
        if (meaningOf(code) === 'rejection') exchange.done({ kind: 'refused', code, text });
      });
      exchange.send((api) => api.placeOrder(orderId, contract, question));
    };
    return await session.request(`what-if ${orderId}`, timeoutMs, ask, 'order');
  } catch (error) {
    if (error instanceof BrokerError && error.trouble === 'no-answer') return { kind: 'silent' };
    throw error;
  }
}

/** 1.7976931348623157E308, with either spelling of its exponent, stands for no figure. */
function figureOf(value: number | undefined): Usd | undefined {
  return value === undefined || Math.abs(value) > 1e15 ? undefined : usdOf(value);
}
