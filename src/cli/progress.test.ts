import { describe, expect, it } from 'vitest';
import type { Picture, Screen } from '../ports.ts';
import { progressOn } from './progress.ts';

/** A screen whose picture can be looked at, and a time that a test lets pass. */
function waiting({ columns = 80, isTerminal = true } = {}) {
  let picture: Picture | undefined;
  let now = 0;
  let timers: { readonly at: number; readonly task: () => void }[] = [];
  const screen: Screen = {
    columns,
    show: () => undefined,
    ...(isTerminal && {
      live: (drawn: Picture) => {
        picture = drawn;
        return { end: () => (picture = undefined) };
      },
    }),
  };
  const progress = progressOn(screen, {
    now: () => now,
    after: (ms, task) => {
      const timer = { at: now + ms, task };
      timers.push(timer);
      return () => (timers = timers.filter((each) => each !== timer));
    },
  });
  return {
    progress,
    pass: (ms: number) => {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { task } of due) task();
    },
    seen: () => picture?.({ columns, rows: 24 }).join('\n'),
    timers: () => timers.length,
  };
}

/** A work that ends when the test says so. */
function work() {
  let settle: { done: () => void; fail: () => void } | undefined;
  const promise = new Promise<string>((resolve, reject) => {
    settle = {
      done: () => {
        resolve('result');
      },
      fail: () => {
        reject(new Error('lost'));
      },
    };
  });
  return { start: () => promise, done: () => settle?.done(), fail: () => settle?.fail() };
}

describe('progress', () => {
  it('is told after half a second, with the seconds, and gone when the work is done', async () => {
    const { progress, pass, seen, timers } = waiting();
    const reading = work();
    const result = progress.during('Reading', reading.start);
    pass(499);
    expect(seen()).toBeUndefined();
    pass(1);
    expect(seen()).toBe('Reading ... 0 s');
    pass(2600);
    expect(seen()).toBe('Reading ... 3 s');
    reading.done();
    expect(await result).toBe('result');
    expect([seen(), timers()]).toEqual([undefined, 0]);
  });

  it('is not told at all of what is quick', async () => {
    const { progress, pass, seen, timers } = waiting();
    const quick = work();
    const result = progress.during('Reading', quick.start);
    pass(400);
    quick.done();
    await result;
    pass(1000);
    expect([seen(), timers()]).toEqual([undefined, 0]);
  });

  it('tells the first of works side by side, until the last one is done', async () => {
    const { progress, pass, seen } = waiting();
    const [first, second] = [work(), work()];
    const both = [progress.during('First', first.start), progress.during('Second', second.start)];
    pass(600);
    expect(seen()).toBe('First ... 0 s');
    first.done();
    await both[0];
    expect(seen()).toBe('Second ... 0 s');
    second.done();
    await both[1];
    expect(seen()).toBeUndefined();
  });

  it('is gone when the work fails, and hands on why', async () => {
    const { progress, pass, seen } = waiting();
    const reading = work();
    const result = progress.during('Reading', reading.start);
    pass(600);
    reading.fail();
    await expect(result).rejects.toThrow('lost');
    expect(seen()).toBeUndefined();
  });

  it('fits the screen', () => {
    const { progress, pass, seen } = waiting({ columns: 10 });
    void progress.during('Reading the account', work().start);
    pass(600);
    expect(seen()).toBe('Reading t');
  });

  it('says nothing where only lines can be shown', async () => {
    const { progress, timers } = waiting({ isTerminal: false });
    expect(await progress.during('Reading', () => Promise.resolve(1))).toBe(1);
    expect(timers()).toBe(0);
  });

  it('says nothing more once it has ended', async () => {
    const { progress, pass, seen, timers } = waiting();
    void progress.during('Reading', work().start);
    pass(600);
    progress.end();
    expect(seen()).toBeUndefined();
    expect(await progress.during('Reading', () => Promise.resolve(1))).toBe(1);
    expect(timers()).toBe(0);
  });
});
