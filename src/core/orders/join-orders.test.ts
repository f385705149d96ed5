import { describe, expect, it } from 'vitest';
import { commission, exampleTicket, execution, status } from '../testing/example-order.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import type { OrderEvent } from './order-event.ts';
import { joinOrders } from './join-orders.ts';
import { applyEvent, commissionsOf, filledOf, stateOf, trackOrder } from './tracked-order.ts';

const second = { orderId: 8, orderRef: 'rb.RUN1.DU1234567.1.2' };

/** The first order, for 10 shares, ended with 4 filled; the second was sent for the other 6. */
function joined(...events: readonly OrderEvent[]) {
  const first = [
    execution('e1.01', '4'),
    commission('e1.01', '1.00'),
    status('Cancelled', '4'),
  ].reduce(applyEvent, trackOrder(exampleTicket(), 7));
  const rest = exampleTicket({
    orderRef: second.orderRef,
    quantity: shares('6'),
    limit: undefined,
  });
  return joinOrders([first, events.reduce(applyEvent, trackOrder(rest, 8))])!;
}

describe('the orders of a line, as one', () => {
  it('have filled what all have filled, at the commissions of all', () => {
    const line = joined(execution('e2.01', '6', second), commission('e2.01', '0.35'));
    expect([stateOf(line), filledOf(line)]).toEqual(['filled', shares('10')]);
    expect(commissionsOf(line)).toMatchObject({ amount: usd('1.35'), complete: true });
  });

  it('stand where the last one stands', () => {
    expect(stateOf(joined(status('Submitted', '0', 8)))).toBe('partially-filled');
    expect(stateOf(joined(status('Cancelled', '0', 8)))).toBe('cancelled');
    const told = joined(execution('e2.01', '2', second), status('Cancelled', '2', 8));
    expect([stateOf(told), filledOf(told)]).toEqual(['cancelled', shares('6')]);
  });

  it('are the one there is, or none', () => {
    const only = trackOrder(exampleTicket(), 7);
    expect(joinOrders([only])).toBe(only);
    expect(joinOrders([])).toBeUndefined();
  });
});
