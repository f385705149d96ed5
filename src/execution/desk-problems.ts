/* Why the sending of a run stops, in words. */
import { nameOf } from '../core/orders/ticket.ts';
import { filledOf, type TrackedOrder } from '../core/orders/tracked-order.ts';
import type { Problem } from '../core/units/problem.ts';
import { formatShares } from '../core/units/shares.ts';

export function stoppedByHand(
  accountId: string,
  pulled: 'kill-switch' | 'interrupted' | 'leave',
): Problem {
  const byFile = pulled === 'kill-switch';
  return {
    code: byFile ? 'safety.kill-switch' : 'run.interrupted',
    where: accountId,
    found: byFile ? 'the kill switch file' : 'Ctrl-C',
    expected: 'nothing to stop the run',
    fix:
      pulled === 'leave'
        ? 'Nothing more is sent. Our open orders are left at the broker: run rebalance recover when they have ended.'
        : 'Our open orders are cancelled and nothing more is sent. Run again to plan anew.',
  };
}

export function connectionLost(accountId: string, reason: string): Problem {
  return {
    code: 'broker.connection',
    where: accountId,
    found: reason.replace(/\.$/, ''),
    expected: 'a connection until the last order is settled',
    fix: 'Look at the open orders in TWS before you run again.',
  };
}

export function askedTooMuch(accountId: string, found: string): Problem {
  return {
    code: 'broker.pacing',
    where: accountId,
    found,
    expected: 'at most 50 messages a second of all programs together',
    fix: 'Nothing more is sent. End other programs that use the same gateway, wait a minute, then run again.',
  };
}

export function clockJumped(accountId: string, seconds: number): Problem {
  return {
    code: 'safety.clock',
    where: accountId,
    found: `the clock of this machine jumped by ${seconds} seconds, or the machine slept`,
    expected: 'a clock that runs evenly: time limits and the age of quotes depend on it',
    fix: 'Our open orders are cancelled and nothing more is sent. Run again to plan anew.',
  };
}

export function noLastWord(accountId: string, { orderId, ticket }: TrackedOrder): Problem {
  return {
    code: 'orders.unknown',
    where: `${accountId} ${nameOf(ticket)}`,
    found: `the broker gave no last word on order ${orderId} (${ticket.orderRef})`,
    expected: 'filled, cancelled or rejected',
    fix: 'Look it up in TWS before you run again: it may still be open, or filled.',
  };
}

export function filledTooMuch(accountId: string, order: TrackedOrder): Problem {
  const { quantity, orderRef } = order.ticket;
  return {
    code: 'orders.excess',
    where: `${accountId} ${nameOf(order.ticket)}`,
    found: `${formatShares(filledOf(order))} filled on order ${order.orderId} (${orderRef})`,
    expected: `at most the ${formatShares(quantity)} that were sent`,
    fix: 'Compare the executions in TWS before you run again.',
  };
}
