import { describe, expect, it } from 'vitest';
import { hoursOpen, NOW, type Example } from '../core/testing/example-account.ts';
import { execute, fillAll, isSell, swap } from './testing/run-example.ts';
import type { Script } from './testing/scripted-broker.ts';

const MINUTE = 60_000;

/** The swap of an account whose market closes so many minutes after the approval. */
function closingIn(minutes: number, different: Partial<Example> = {}): Example {
  const hours = hoursOpen(NOW - MINUTE, NOW + minutes * MINUTE);
  return { ...swap, ...different, etfs: swap.etfs.map((etf) => ({ ...etf, contract: { hours } })) };
}

const resting: Script = {
  onPlace: (order, broker) => {
    broker.status(order, 'Submitted');
  },
  onCancel: (order, broker) => {
    broker.status(order, 'Cancelled');
  },
};

describe('the close of the market', () => {
  // Two stages of two minutes, and five minutes more.
  it('leaves time for the sells and the buys after them', async () => {
    const run = await execute({ onPlace: fillAll }, { example: closingIn(9) });
    expect(run.ended).toEqual(['filled 20', 'filled 19']);
  });

  it('that comes too soon for the buys keeps the sells back too', async () => {
    const run = await execute({ onPlace: fillAll }, { example: closingIn(8.99) });
    expect(run.sent).toEqual([]);
    expect(run.skipped).toEqual([
      'VTI: too little time is left before the close',
      'BND: the cash that is left does not buy one share',
    ]);
  });

  it('asks less of a plan that only sells', async () => {
    const sellsOnly = { rebalance: { mode: 'sell_only' as const } };
    const run = await execute({ onPlace: fillAll }, { example: closingIn(7, sellsOnly) });
    expect(run.ended).toEqual(['filled 20']);
    const late = await execute({ onPlace: fillAll }, { example: closingIn(6.99, sellsOnly) });
    expect(late.sent).toEqual([]);
  });

  it('stops buys that would begin too late, because the sells took long', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (!isSell(order)) fillAll(order, broker);
          else {
            broker.status(order, 'Submitted');
            broker.after(119_000, () => {
              fillAll(order, broker);
            });
          }
        },
      },
      { example: closingIn(9, { execution: { fillTimeoutSeconds: 120 } }) },
    );
    expect(run.ended).toEqual(['filled 20', 'filled 19']);
    const slow = await execute(
      {
        onPlace: (order, broker) => {
          broker.status(order, 'Submitted');
          // The executions come five seconds before the time limit of a cancel that is not answered.
          broker.after(125_000, () => {
            fillAll(order, broker);
          });
        },
      },
      { example: closingIn(9) },
    );
    expect(slow.sent).toEqual(['SELL 20 VTI']);
    expect(slow.skipped).toEqual(['BND: too little time is left before the close']);
  });

  it('ends our own orders a minute before', async () => {
    const run = await execute(resting, {
      // A market order follows on what the time limit leaves, but not into the last minute.
      example: closingIn(9.5, {
        execution: { onTimeout: 'market', fillTimeoutSeconds: 120, repriceSeconds: 120 },
      }),
    });
    expect(run.sent).toEqual(['SELL 20 VTI', 'SELL 20 VTI']);
    const short = await execute(resting, {
      example: closingIn(6, {
        rebalance: { mode: 'sell_only' },
        execution: { fillTimeoutSeconds: 60, onTimeout: 'market', repriceSeconds: 60 },
      }),
    });
    expect(short.ended).toEqual(['cancelled 0', 'cancelled 0']);
  });

  it('of a market whose hours are not known has come already', async () => {
    const etfs = swap.etfs.map((etf) => ({ ...etf, contract: { hours: undefined } }));
    const run = await execute({ onPlace: fillAll }, { example: { ...swap, etfs } });
    expect(run.sent).toEqual([]);
  });
});
