import { expect, it } from 'vitest';
import { conversionFill, exampleConversion } from '../core/testing/example-conversion.ts';
import { exampleTicket, execution, ORDER_ID } from '../core/testing/example-order.ts';
import { applyEvent, trackOrder, type TrackedOrder } from '../core/orders/tracked-order.ts';
import type { OrderEvent } from '../core/orders/order-event.ts';
import type { OrderTicket } from '../core/orders/ticket.ts';
import { price } from '../core/units/price.ts';
import { rate } from '../core/units/rate.ts';
import { formatBps } from '../core/units/ratio.ts';
import { shares } from '../core/units/shares.ts';
import { formatUsd } from '../core/units/usd.ts';
import { formatArrivalMid, slippageOf, slippageShare } from './measure-slippage.ts';

const arrival = { bid: price('99.98'), ask: price('100.04') };

function after(ticket: OrderTicket, ...events: readonly OrderEvent[]): TrackedOrder {
  return events.reduce(applyEvent, trackOrder(ticket, ORDER_ID));
}

function measured(...orders: readonly TrackedOrder[]): readonly (string | undefined)[] {
  const slippage = slippageOf(orders);
  if (slippage === undefined) return [];
  const share = slippageShare(slippage);
  return [formatUsd(slippage.cost), share === undefined ? undefined : formatBps(share, 2)];
}

it.each([
  ['a buy above the mid costs', 'BUY', '100.03', ['0.20', '2.00']],
  ['a buy below it saves', 'BUY', '99.99', ['-0.20', '-2.00']],
  ['a sell below the mid costs', 'SELL', '99.99', ['0.20', '2.00']],
  ['a sell above it saves', 'SELL', '100.03', ['-0.20', '-2.00']],
  ['at the mid it is nothing', 'BUY', '100.01', ['0.00', '0.00']],
] as const)('%s', (_, side, at, expected) => {
  const order = after(exampleTicket({ side, arrival }), execution('e.1.01', '10', { at }));
  expect(measured(order)).toEqual(expected);
  expect(formatArrivalMid(order)).toBe('100.01');
});

it('all orders of a line are measured against the market of the first', () => {
  const first = after(exampleTicket({ arrival }), execution('e.1.01', '4', { at: '100.01' }));
  const later = { bid: price('101'), ask: price('101.02') };
  const rest = after(
    exampleTicket({ arrival: later, limit: undefined }),
    execution('e.2.01', '6', { at: '101.02' }),
  );
  // 6 shares at 1.01 above the mid of 100.01.
  expect(measured(first, rest)).toEqual(['6.06', '60.59']);
});

it('a conversion is measured in dollars, at the middle of the rates', () => {
  const ticket = { ...exampleConversion, arrival: { bid: rate('1.34990'), ask: rate('1.34996') } };
  // 9,000 dollars at 1.34995 are 12,149.55 CAD; at the middle of 1.34993 these buy 9,000.13.
  const order = after(ticket, conversionFill('e.1.01', '9000'));
  expect(measured(order)).toEqual(['0.13', '0.15']);
  expect(formatArrivalMid(order)).toBe('1.349930');
});

it('a middle between two ticks keeps its half', () => {
  const between = { bid: price('99.99'), ask: price('100') };
  expect(formatArrivalMid(after(exampleTicket({ arrival: between })))).toBe('99.995');
});

it.each([
  ['nothing was sent', []],
  ['nothing was filled', [after(exampleTicket({ arrival }))]],
  ['the market is not known', [after(exampleTicket(), execution('e.1.01', '10'))]],
  [
    'a person confirmed a part of it',
    [{ ...after(exampleTicket({ arrival }), execution('e.1.01', '4')), settled: shares('6') }],
  ],
])('no slippage is claimed when %s', (_, orders) => {
  expect(measured(...orders)).toEqual([]);
});
