import { expect, it } from 'vitest';
import { measured, startTimings, type Timings } from './timings.ts';

/** Timings by a clock that a test moves. */
function timed(startedMs = 10): { readonly timings: Timings; readonly pass: (ms: number) => void } {
  let now = startedMs;
  const pass = (ms: number): void => {
    now += ms;
  };
  return { timings: startTimings(() => now), pass };
}

const shown = (timings: Timings): readonly string[] =>
  timings.spans().map(({ what, fromMs, toMs, count }) => `${what} ${fromMs}-${toMs} x${count}`);

it('what came before is the start, and what is done follows in the order of beginning', async () => {
  const { timings, pass } = timed(10);
  const slow = timings.measure('slow', async () => {
    await Promise.resolve();
    pass(5);
    return 'done';
  });
  const quick = timings.measure('quick', () => {
    pass(2);
    return 7;
  });
  expect([await slow, quick]).toEqual(['done', 7]);
  expect(shown(timings)).toEqual(['start 0-10 x1', 'slow 10-17 x1', 'quick 10-12 x1']);
});

it('work that fails took its time too, and fails as it did', async () => {
  const { timings, pass } = timed();
  const fails = (): never => {
    pass(3);
    throw new Error('no');
  };
  expect(() => timings.measure('at once', fails)).toThrow('no');
  await expect(timings.measure('later', () => Promise.resolve().then(fails))).rejects.toThrow('no');
  expect(shown(timings).slice(1)).toEqual(['at once 10-13 x1', 'later 13-16 x1']);
});

it('work of one name side by side is one span, one after the other it is two', async () => {
  const { timings, pass } = timed(0);
  const asked = ['a', 'b', 'c'].map(() => timings.measure('what-if', () => Promise.resolve()));
  pass(4);
  await Promise.all(asked);
  pass(1);
  timings.measure('what-if', () => {
    pass(2);
  });
  expect(shown(timings)).toEqual(['what-if 0-4 x3', 'what-if 5-7 x1']);
});

it('what took less than a millisecond is not where the time went', () => {
  const { timings, pass } = timed(0.4);
  timings.measure('nothing', () => {
    pass(0.9);
  });
  expect(shown(timings)).toEqual([]);
});

it('without timings the work is done and nothing else', () => {
  expect(measured(undefined, 'work', () => 3)).toBe(3);
});
