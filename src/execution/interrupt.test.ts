import { describe, expect, it } from 'vitest';
import { isInterrupted, recordOf } from '../core/journal/run-record.ts';
import { failuresOf } from '../outcome.ts';
import { execute, wide } from './testing/run-example.ts';
import type { Script } from './testing/scripted-broker.ts';

describe('a person who is asked how to stop', () => {
  const resting: Script = {
    onPlace: (order, broker) => {
      broker.status(order, 'Submitted');
    },
    onCancel: (order, broker) => {
      broker.status(order, 'Cancelled');
    },
  };

  it('sees nothing sent or changed meanwhile', async () => {
    const run = await execute(resting, {
      example: wide,
      killSwitch: (broker) => (broker.sent.length > 0 ? 'asking' : undefined),
    });
    expect(run.broker.sent).toHaveLength(1);
    expect(run.broker.modified).toEqual([]);
    // An answer that never comes is not waited for beyond the time limit of the order.
    expect(run.ended).toEqual(['cancelled 0']);
  });

  it('may leave the open orders at the broker: none is cancelled, and they are not settled', async () => {
    const run = await execute(resting, {
      example: wide,
      killSwitch: (broker) => (broker.sent.length > 1 ? 'leave' : undefined),
    });
    expect(run.broker.calls).toEqual(['place 1', 'place 2']);
    expect(run.ended).toEqual(['working 0', 'working 0']);
    expect(run.report.stopped?.code).toBe('run.interrupted');
    expect(run.journal.at(-1)).toEqual({ kind: 'ended' });
    expect(isInterrupted(recordOf(run.journal))).toBe(true);
    expect(failuresOf(run.report).map(({ fix }) => fix)).toContain(
      'It was left at the broker: run rebalance recover when it has ended.',
    );
  });
});
