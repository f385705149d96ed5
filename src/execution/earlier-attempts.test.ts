/*
 * What earlier attempts at the same requirements did wrong while they sent orders. Each test is
 * named after the defect that it would show.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marketOf, type Quote } from '../core/account/quote.ts';
import { commissionsOf } from '../core/orders/tracked-order.ts';
import { crossOrder } from '../core/prices/limit-price.ts';
import { US_TICKS } from '../core/testing/example-account.ts';
import { asPrice } from '../core/units/price.ts';
import { usd } from '../core/units/usd.ts';
import { execute, fillAll, isSell, settle, swap, wide } from './testing/run-example.ts';
import type { ScriptedBroker, SentOrder } from './testing/scripted-broker.ts';

function rest(order: SentOrder, broker: ScriptedBroker): void {
  broker.status(order, 'Submitted');
}

describe('an order', () => {
  it('went out twice: here a fill that is told again and again changes nothing', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        for (let times = 0; times < 3; times += 1) fillAll(order, broker);
      },
    });
    expect(run.sent).toEqual(['SELL 20 VTI', 'BUY 19 BND']);
    expect(run.ended).toEqual(['filled 20', 'filled 19']);
  });

  it('was bought again in full after its algorithm had filled a part', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (isSell(order) || order.ticket.limit === undefined) {
            fillAll(order, broker);
            return;
          }
          rest(order, broker);
          broker.after(30_000, () => {
            settle(order, '11', broker);
          });
        },
        onCancel: (order, broker) => {
          broker.status(order, 'Cancelled', '11');
        },
      },
      { example: { ...swap, execution: { algo: { kind: 'adaptive', priority: 'normal' } } } },
    );
    expect(run.sent).toEqual(['SELL 20 VTI', 'BUY 19 BND', 'BUY 8 BND']);
  });

  it('was waited for without end after its cancel', async () => {
    const run = await execute({ onPlace: rest });
    expect(run.ended).toEqual(['unknown 0']);
    expect(run.tookMs).toBeLessThan(180_000);
  });

  it('that stayed unfilled was sent again and left alive', async () => {
    const run = await execute({
      onPlace: rest,
      onCancel: (order, broker) => {
        broker.status(order, 'Cancelled');
      },
    });
    expect(run.broker.calls.filter((call) => /^(place|cancel)/.test(call))).toEqual([
      'place 1',
      'cancel 1',
    ]);
    expect(run.ended).toEqual(['cancelled 0']);
  });

  it('that was refused took its siblings, the buys and the report with it', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (order.ticket.contract.symbol !== 'AAA') {
            fillAll(order, broker);
            return;
          }
          broker.message(order, 201);
          broker.status(order, 'Inactive');
        },
      },
      { example: wide },
    );
    expect(run.ended).toEqual([
      'filled 10',
      'rejected 0',
      'filled 15',
      expect.stringMatching(/^filled/),
    ]);
    expect(run.report.book.orders).toHaveLength(4);
  });

  it('of somebody else was cancelled with our own', async () => {
    const run = await execute(
      {
        onPlace: rest,
        onCancel: (order, broker) => {
          broker.status(order, 'Cancelled');
        },
        openOrders: (broker) => [
          { ...broker.asOpenOrder(broker.sent[0]!), orderId: 77, clientId: 0, orderRef: '' },
        ],
      },
      { killSwitch: (broker) => (broker.sent.length > 0 ? 'kill-switch' : undefined) },
    );
    expect(run.broker.calls.filter((call) => call.startsWith('cancel'))).toEqual(['cancel 1']);
  });
});

describe('a sell', () => {
  it('was for more than was held', async () => {
    const etfs = [
      { symbol: 'BND', weight: '100', held: '0' },
      { symbol: 'VTI', weight: '0', held: '10.067' },
    ];
    const run = await execute({ onPlace: fillAll }, { example: { etfs } });
    expect(run.sent[0]).toBe('SELL 10 VTI');
  });

  it('of everything left a share behind', async () => {
    const etfs = [
      { symbol: 'BND', weight: '100', held: '0' },
      { symbol: 'VTI', weight: '0', held: '13' },
    ];
    const run = await execute({ onPlace: fillAll }, { example: { etfs } });
    expect(run.sent[0]).toBe('SELL 13 VTI');
  });

  it('was taken for confirmed after fifteen seconds of sleep', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        if (!isSell(order)) {
          fillAll(order, broker);
          return;
        }
        rest(order, broker);
        broker.after(100_000, () => {
          fillAll(order, broker);
        });
      },
    });
    const [sell, buy] = run.broker.sent;
    expect(buy!.sentAt - sell!.sentAt).toBeGreaterThanOrEqual(100_000);
    const quick = await execute({ onPlace: fillAll });
    expect(quick.tookMs).toBe(0);
  });
});

it('commissions were always reported as nothing', async () => {
  const run = await execute({ onPlace: fillAll });
  expect(run.report.book.orders.map((order) => commissionsOf(order).amount)).toEqual([
    usd('1.00'),
    usd('1.00'),
  ]);
});

it.each<[string, Partial<Quote>, readonly string[]]>([
  ['a one-sided quote', { bid: undefined }, ['AAA: no market']],
  ['a locked quote', { bid: asPrice(1_000_000n), ask: asPrice(1_000_000n) }, []],
])('%s ended the whole run', async (_what, quote, skipped) => {
  const run = await execute(
    { onPlace: fillAll },
    {
      example: wide,
      prepare: (broker) => {
        broker.quotes.set('AAA', { ...broker.quotes.get('AAA')!, ...quote });
      },
    },
  );
  expect(run.skipped).toEqual(skipped);
  expect(run.sent.slice(-1)[0]).toMatch(/^BUY/);
});

it('crossing missed the far side by a tick', () => {
  const cents = fc.bigInt(10_000n, 100_000_000n);
  fc.assert(
    fc.property(cents, fc.bigInt(0n, 500n), (bid, spread) => {
      const quote: Quote = {
        bid: asPrice(bid - (bid % 100n)),
        ask: asPrice(bid - (bid % 100n) + spread * 100n),
        last: undefined,
        close: undefined,
        halted: false,
        aliveAt: 0,
      };
      const market = marketOf(quote);
      expect(crossOrder('BUY', quote, US_TICKS)).toMatchObject({ limit: market?.ask });
      expect(crossOrder('SELL', quote, US_TICKS)).toMatchObject({ limit: market?.bid });
    }),
    { numRuns: 500, seed: 1 },
  );
});

it('the kill switch worked the wrong way round', async () => {
  const pulled = await execute({ onPlace: fillAll }, { killSwitch: () => 'kill-switch' });
  expect(pulled.sent).toEqual([]);
  const free = await execute({ onPlace: fillAll }, { killSwitch: () => undefined });
  expect(free.sent).toHaveLength(2);
});
