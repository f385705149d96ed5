import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BrokerError } from '../ports.ts';
import { startSubscription } from './first-answer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A session that lets a message leave when it is told to. */
function heldSession() {
  let release = (): void => undefined;
  let refuse: (why: unknown) => void = () => undefined;
  const ends = new Set<(reason: BrokerError) => void>();
  return {
    send: () =>
      new Promise<void>((resolve, reject) => {
        release = resolve;
        refuse = reject;
      }),
    onEnd(listener: (reason: BrokerError) => void) {
      ends.add(listener);
      return () => ends.delete(listener);
    },
    ends,
    release: () => {
      release();
    },
    refuse: (why: unknown) => {
      refuse(why);
    },
  };
}

/** What became of a promise by now. */
function watch(promise: Promise<void>): { readonly state: () => string } {
  let state = 'waits';
  promise.then(
    () => (state = 'arrived'),
    (error: unknown) => (state = String(error)),
  );
  return { state: () => state };
}

it('the waiting for a first answer begins when the request leaves, not when it is held back', async () => {
  const session = heldSession();
  const { state } = watch(startSubscription(session, 4_000, () => undefined).arrived);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state()).toBe('waits');
  session.release();
  await vi.advanceTimersByTimeAsync(3_999);
  expect(state()).toBe('waits');
  await vi.advanceTimersByTimeAsync(1);
  expect([state(), session.ends.size, vi.getTimerCount()]).toEqual(['arrived', 0, 0]);
});

it('an answer ends it at once, and leaves no timer behind', async () => {
  const session = heldSession();
  const subscription = startSubscription(session, 4_000, () => undefined);
  const { state } = watch(subscription.arrived);
  subscription.settle();
  session.release();
  await vi.advanceTimersByTimeAsync(0);
  expect([state(), session.ends.size, vi.getTimerCount()]).toEqual(['arrived', 0, 0]);
});

it('it fails when the session ends, and when the request cannot be sent', async () => {
  const session = heldSession();
  const ended = watch(startSubscription(session, 4_000, () => undefined).arrived);
  for (const end of session.ends) end(new BrokerError('lost', 'gone'));
  await vi.advanceTimersByTimeAsync(0);
  expect(ended.state()).toBe('BrokerError: gone');
  const unsent = watch(startSubscription(session, 4_000, () => undefined).arrived);
  session.refuse('no line');
  await vi.advanceTimersByTimeAsync(0);
  expect([unsent.state(), session.ends.size]).toEqual(['Error: no line', 0]);
});
