import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BrokerError } from '../ports.ts';
import { PaceWatch } from './pace-watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watched() {
  const rates: number[] = [];
  const pace = new PaceWatch({ slowTo: (perSecond) => rates.push(perSecond) }, () => Date.now());
  const again = vi.fn();
  const errors: BrokerError[] = [];
  const stop = pace.watch({ again, giveUp: (error) => errors.push(error) });
  return { pace, rates, again, errors, stop };
}

describe('a gateway that is asked too much', () => {
  it('is asked less after each violation', () => {
    const { pace, rates } = watched();
    pace.violated();
    expect([rates, pace.alarm]).toEqual([[20], undefined]);
    vi.advanceTimersByTime(5000);
    pace.violated();
    expect(rates).toEqual([20, 5]);
    expect(pace.alarm).toBe('the gateway said 2 times that it is asked too much (100)');
  });

  it('counts what it refuses within a second as one violation', () => {
    const { pace, rates } = watched();
    for (let ms = 0; ms < 3000; ms += 500) {
      pace.violated();
      vi.advanceTimersByTime(500);
    }
    expect([rates, pace.alarm]).toEqual([[20], undefined]);
  });

  it('is asked again for what only reads, after one second and then after two', () => {
    const { pace, again } = watched();
    pace.violated();
    vi.advanceTimersByTime(999);
    expect(again).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    expect(again).toHaveBeenCalledTimes(1);
    pace.violated();
    vi.advanceTimersByTime(1999);
    expect(again).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(again).toHaveBeenCalledTimes(2);
  });

  it('is not asked a third time', () => {
    const { pace, again, errors } = watched();
    for (let violation = 1; violation <= 3; violation += 1) {
      pace.violated();
      vi.advanceTimersByTime(5000);
    }
    expect(again).toHaveBeenCalledTimes(2);
    expect(errors.map(({ trouble }) => trouble)).toEqual(['pacing']);
  });

  it('is not asked again for what was answered meanwhile', () => {
    const { pace, again, stop } = watched();
    pace.violated();
    stop();
    vi.advanceTimersByTime(5000);
    expect(again).toHaveBeenCalledTimes(0);
  });

  it('explains what fails from then on, and nothing before', () => {
    const { pace } = watched();
    expect(pace.blame('lost', 'Gone.')).toMatchObject({ trouble: 'lost', message: 'Gone.' });
    pace.violated();
    expect(pace.blame('lost', 'Gone.')).toMatchObject({
      trouble: 'pacing',
      message: 'The gateway was asked too much (100). Gone.',
    });
  });
});
