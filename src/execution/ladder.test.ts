import { describe, expect, it } from 'vitest';
import { NOW, type Example } from '../core/testing/example-account.ts';
import { formatPrice, price } from '../core/units/price.ts';
import { bps } from '../core/units/ratio.ts';
import { usd } from '../core/units/usd.ts';
import { BrokerError } from '../ports.ts';
import { execute, fillAll, isSell, settle } from './testing/run-example.ts';
import type { ScriptedBroker, SentOrder } from './testing/scripted-broker.ts';

/** 20 VTI are sold and BND bought with it, at 99.80 x 100.20: a sell starts at 99.90, a buy at 100.10. */
const broad: Example = {
  etfs: [
    {
      symbol: 'BND',
      weight: '60',
      held: '40',
      quote: { bid: price('99.80'), ask: price('100.20') },
    },
    {
      symbol: 'VTI',
      weight: '40',
      held: '60',
      quote: { bid: price('99.80'), ask: price('100.20') },
    },
  ],
  limits: { maxOffset: bps('50') },
};

function limitOf({ ticket }: SentOrder): string {
  return ticket.kind === 'shares' && ticket.limit !== undefined
    ? formatPrice(ticket.limit)
    : 'none';
}

/** Each change as `order limit seconds`. */
function changes(broker: ScriptedBroker): readonly string[] {
  return broker.modified.map(
    (order) => `${order.orderId} ${limitOf(order)} ${(order.sentAt - NOW) / 1000}`,
  );
}

function rest(order: SentOrder, broker: ScriptedBroker): void {
  broker.status(order, 'Submitted');
}

function confirmCancel(order: SentOrder, broker: ScriptedBroker): void {
  broker.status(order, 'Cancelled');
}

describe('a limit that does not fill', () => {
  it('steps toward the far side, as a change of the same order, until it fills', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (isSell(order)) rest(order, broker);
          else fillAll(order, broker);
        },
        onModify: (order, broker) => {
          if (limitOf(order) === '99.84') fillAll(order, broker);
        },
      },
      { example: broad },
    );
    expect(limitOf(run.broker.sent[0]!)).toBe('99.90');
    expect(changes(run.broker)).toEqual(['1 99.88 20', '1 99.86 40', '1 99.84 60']);
    expect(run.sent).toEqual(['SELL 20 VTI', 'BUY 19 BND']);
    expect(run.ended).toEqual(['filled 20', 'filled 19']);
  });

  it('is cancelled at its time limit, and nothing follows', async () => {
    const run = await execute({ onPlace: rest, onCancel: confirmCancel }, { example: broad });
    expect(changes(run.broker)).toHaveLength(5);
    expect(run.broker.modified.map(limitOf)).toEqual(['99.88', '99.86', '99.84', '99.82', '99.80']);
    expect(run.broker.calls.filter((call) => call.startsWith('cancel'))).toEqual(['cancel 1']);
    expect(run.ended).toEqual(['cancelled 0']);
    expect(run.sent).toEqual(['SELL 20 VTI']);
  });

  it('crosses at its time limit when the settings say so, and is cancelled a step later', async () => {
    const run = await execute(
      { onPlace: rest, onCancel: confirmCancel },
      {
        example: {
          ...broad,
          // The cap keeps the ladder where it starts; crossing goes beyond it.
          limits: { maxOffset: bps('10') },
          execution: { onTimeout: 'cross' },
        },
      },
    );
    expect(changes(run.broker)).toEqual(['1 99.80 120']);
    expect(run.ended).toEqual(['cancelled 0']);
    expect(run.tookMs).toBeGreaterThan(140_000);
  });

  it('never crosses past the approved worst price', async () => {
    const run = await execute(
      { onPlace: rest, onCancel: confirmCancel },
      {
        example: {
          ...broad,
          limits: { maxOffset: bps('10') },
          execution: { onTimeout: 'cross', maxMove: bps('15') },
        },
      },
    );
    expect(changes(run.broker)).toEqual(['1 99.85 120']);
  });

  it('is never made worse for filling by a market that moved away', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          rest(order, broker);
          const quote = broker.quotes.get('VTI')!;
          broker.quotes.set('VTI', { ...quote, bid: price('100.00'), ask: price('100.40') });
        },
        onCancel: confirmCancel,
      },
      { example: broad },
    );
    expect(run.broker.modified).toEqual([]);
  });

  it('waits while its quote is stale, and asks whether it is alive no more than every 5 s', async () => {
    let asked = 0;
    const run = await execute(
      {
        onPlace: (order, broker) => {
          rest(order, broker);
          broker.quotes.set('VTI', { ...broker.quotes.get('VTI')!, aliveAt: 0 });
          broker.checkAlive = () => {
            asked += 1;
            return Promise.resolve();
          };
          broker.after(70_000, () => {
            broker.quotes.set('VTI', { ...broker.quotes.get('VTI')!, aliveAt: Infinity });
          });
        },
        onCancel: confirmCancel,
      },
      { example: broad },
    );
    expect(changes(run.broker)[0]).toBe('1 99.84 70');
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThanOrEqual(50 / 5 + 3);
  });

  it('keeps its limit when the money for a dearer one is not there', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (!isSell(order)) {
            rest(order, broker);
            return;
          }
          fillAll(order, broker);
          // 19 BND at 100.10 and a dollar of commission fit; 19 at a cent more do not.
          broker.account = { ...broker.account, cash: usd('1902.95') };
        },
        onCancel: confirmCancel,
      },
      { example: broad },
    );
    expect(run.sent).toEqual(['SELL 20 VTI', 'BUY 19 BND']);
    expect(run.broker.modified).toEqual([]);
    expect(run.ended).toEqual(['filled 20', 'cancelled 0']);
  });

  it('spends, dearer limits and all, no more than the account has', async () => {
    const three: Example = {
      ...broad,
      etfs: [
        ...broad.etfs.map((etf) => (etf.symbol === 'BND' ? { ...etf, weight: '50' } : etf)),
        { symbol: 'VXUS', weight: '10', held: '0' },
      ],
    };
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (order.ticket.contract.symbol === 'BND') rest(order, broker);
          else fillAll(order, broker);
        },
        onModify: (order, broker) => {
          fillAll(order, broker);
        },
      },
      { example: { ...three, execution: { maxOpenOrders: 1 } } },
    );
    expect(run.broker.modified.length).toBeGreaterThan(0);
    expect(run.broker.account.cash).toBeGreaterThanOrEqual(0n);
    expect(run.report.stopped).toBeUndefined();
  });

  it('whose change is refused lives on with its old limit, and is not changed again', async () => {
    const run = await execute(
      {
        onPlace: rest,
        onModify: (order, broker) => {
          broker.message(order, 110);
        },
        onCancel: confirmCancel,
        openOrders: (broker) => [broker.asOpenOrder(broker.sent[0]!)],
      },
      { example: broad },
    );
    expect(changes(run.broker)).toEqual(['1 99.88 20']);
    expect(run.sent).toEqual(['SELL 20 VTI']);
    expect(run.broker.calls.filter((call) => call === 'cancel 1')).toHaveLength(1);
  });

  it('is not changed when the change cannot be written down first', async () => {
    const run = await execute(
      { onPlace: rest, onCancel: confirmCancel },
      { example: broad, refuse: (event) => event.kind === 'reprice' },
    );
    expect(run.broker.modified).toEqual([]);
    expect(run.report.stopped?.code).toBe('journal.unwritten');
    expect(run.ended).toEqual(['cancelled 0']);
  });

  it('of which the change found no connection is given up as unknown', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          rest(order, broker);
          broker.modifyOrder = () => Promise.reject(new BrokerError('lost', 'the line broke'));
        },
      },
      { example: broad },
    );
    expect(run.ended).toEqual(['unknown 0']);
    expect(run.report.stopped?.code).toBe('broker.connection');
  });
});

describe('on_timeout = market', () => {
  const example: Example = { ...broad, execution: { onTimeout: 'market' } };

  it('sends what is left as a market order, once the old order is known to be dead', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (order.orderId !== 1) {
            fillAll(order, broker);
            return;
          }
          rest(order, broker);
          broker.after(5_000, () => {
            settle(order, '5', broker);
            broker.status(order, 'Submitted', '5');
          });
        },
        onCancel: (order, broker) => {
          broker.after(3_000, () => {
            broker.status(order, 'Cancelled', '5');
          });
        },
      },
      { example },
    );
    expect(run.sent).toEqual(['SELL 20 VTI', 'SELL 15 VTI', 'BUY 19 BND']);
    const [first, second] = run.broker.sent;
    expect(limitOf(second!)).toBe('none');
    expect(second!.sentAt - first!.sentAt).toBeGreaterThanOrEqual(123_000);
    expect([first, second].map((order) => order!.ticket.orderRef.slice(-4))).toEqual([
      '.1.1',
      '.1.2',
    ]);
    expect(run.ended).toEqual(['cancelled 5', 'filled 15', 'filled 19']);
  });

  it('sends nothing while the executions do not add up to what the status says', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          rest(order, broker);
          broker.after(5_000, () => {
            settle(order, '5', broker);
          });
        },
        onCancel: (order, broker) => {
          broker.status(order, 'Cancelled', '8');
        },
      },
      { example },
    );
    expect(run.sent).toEqual(['SELL 20 VTI']);
    expect(run.ended).toEqual(['unknown 5']);
    expect(run.report.stopped?.code).toBe('orders.unknown');
  });

  it('sends nothing when it was not we who cancelled', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          rest(order, broker);
          broker.after(5_000, () => {
            broker.message(order, 202);
            broker.status(order, 'Cancelled');
          });
        },
      },
      { example },
    );
    expect(run.sent).toEqual(['SELL 20 VTI']);
    expect(run.ended).toEqual(['cancelled 0']);
  });

  it('sends no market order into a halt, and says so', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          rest(order, broker);
          broker.quotes.set('VTI', { ...broker.quotes.get('VTI')!, halted: true });
        },
        onCancel: confirmCancel,
      },
      { example },
    );
    expect(run.sent).toEqual(['SELL 20 VTI']);
    expect(run.skipped[0]).toBe('VTI: halted');
  });

  it('follows on a market order with nothing', async () => {
    const run = await execute({ onPlace: rest, onCancel: confirmCancel }, { example });
    expect(run.sent).toEqual(['SELL 20 VTI', 'SELL 20 VTI']);
    expect(run.ended).toEqual(['cancelled 0', 'cancelled 0']);
  });
});

describe('an algorithm', () => {
  const adaptive: Example = {
    ...broad,
    execution: { algo: { kind: 'adaptive', priority: 'patient' } },
  };

  it('works the order at its limit, which is not stepped', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (!isSell(order)) {
            fillAll(order, broker);
            return;
          }
          rest(order, broker);
          broker.after(50_000, () => {
            fillAll(order, broker);
          });
        },
      },
      { example: adaptive },
    );
    expect(run.broker.sent.map(({ ticket }) => ticket.kind === 'shares' && ticket.algo)).toEqual([
      { kind: 'adaptive', priority: 'patient' },
      { kind: 'adaptive', priority: 'patient' },
    ]);
    expect(run.broker.sent.map(limitOf)).toEqual(['99.90', '100.10']);
    expect(run.broker.modified).toEqual([]);
  });

  it('that is too slow is cancelled, and only what it left is sold at the market', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (order.orderId !== 1) {
            fillAll(order, broker);
            return;
          }
          rest(order, broker);
          broker.after(59_000, () => {
            settle(order, '11', broker);
          });
        },
        onCancel: (order, broker) => {
          // One more share is filled before the cancel arrives.
          settle(order, '1', broker);
          broker.status(order, 'Cancelled', '12');
        },
      },
      { example: adaptive },
    );
    expect(run.sent).toEqual(['SELL 20 VTI', 'SELL 8 VTI', 'BUY 19 BND']);
    expect(run.broker.sent[1]!.ticket).toMatchObject({ limit: undefined, algo: undefined });
    expect(run.broker.sent[1]!.sentAt - NOW).toBeLessThan(62_000);
  });

  it('that is refused falls back at once', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (order.ticket.kind === 'shares' && order.ticket.algo === undefined) {
            fillAll(order, broker);
            return;
          }
          broker.message(order, 443);
          broker.status(order, 'Inactive');
        },
      },
      { example: { ...broad, execution: { algo: { kind: 'midprice' } } } },
    );
    expect(run.sent).toEqual(['SELL 20 VTI', 'SELL 20 VTI', 'BUY 19 BND', 'BUY 19 BND']);
    expect(run.ended).toEqual(['rejected 0', 'filled 20', 'rejected 0', 'filled 19']);
    expect(run.tookMs).toBeLessThan(10_000);
  });

  it('without a fallback has the whole time limit, and then nothing follows', async () => {
    const run = await execute(
      { onPlace: rest, onCancel: confirmCancel },
      {
        example: {
          ...broad,
          execution: { ...adaptive.execution, fallbackPlainMarket: false },
        },
      },
    );
    expect(run.sent).toEqual(['SELL 20 VTI']);
    expect(run.tookMs).toBeGreaterThan(120_000);
  });
});
