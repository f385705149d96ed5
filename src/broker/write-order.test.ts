import { expect, it } from 'vitest';
import { exampleTicket } from '../core/testing/example-order.ts';
import { price } from '../core/units/price.ts';
import * as lib from './client-library.ts';
import { orderedContract, orderOf } from './write-order.ts';

const ticket = exampleTicket({ limit: price('250.01') });

it('an order is for the day, in regular hours, for its account, by SMART, and not held back', () => {
  expect(orderOf(ticket, lib, {})).toEqual({
    action: 'BUY',
    totalQuantity: 10,
    orderType: 'LMT',
    lmtPrice: 250.01,
    tif: 'DAY',
    account: ticket.accountId,
    orderRef: ticket.orderRef,
    outsideRth: false,
    transmit: true,
  });
  expect(orderedContract(ticket, lib)).toMatchObject({
    symbol: 'VTI',
    secType: 'STK',
    currency: 'USD',
    exchange: 'SMART',
  });
});

it('an order that may be filled in extended hours is a plain limit of an account that trades then', () => {
  const extended = { outsideRth: (account: string) => account === ticket.accountId };
  const asks = (different: Parameters<typeof exampleTicket>[0]) =>
    orderOf({ ...ticket, ...different }, lib, extended).outsideRth;
  expect(asks({})).toBe(true);
  expect(asks({ accountId: 'DU2' })).toBe(false);
  expect(asks({ limit: undefined })).toBe(false);
  expect(asks({ algo: { kind: 'midprice' } })).toBe(false);
  expect(asks({ algo: { kind: 'adaptive', priority: 'normal' } })).toBe(false);
});
