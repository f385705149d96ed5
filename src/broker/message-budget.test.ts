import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BrokerError } from '../ports.ts';
import { MessageBudget } from './message-budget.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the message budget', () => {
  it('lets no more than its rate through in any second, in the order they came', async () => {
    const budget = new MessageBudget(45, () => Date.now());
    const sent: { message: number; at: number }[] = [];
    const start = Date.now();
    const all = Array.from({ length: 200 }, (_, message) =>
      budget.spend(() => sent.push({ message, at: Date.now() - start })),
    );
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(all);
    expect(sent.map(({ message }) => message)).toEqual([...Array(200).keys()]);
    for (const { at } of sent) {
      const inSecond = sent.filter((each) => each.at >= at && each.at < at + 1000);
      expect(inSecond.length).toBeLessThanOrEqual(45);
    }
    // The floor of 200 messages at 45 a second: four full seconds after the first burst.
    expect(sent.at(-1)?.at).toBe(4000);
  });

  it('lets what is about orders go first, in the order it came, and no faster', async () => {
    const budget = new MessageBudget(2, () => Date.now());
    const sent: string[] = [];
    for (const question of ['a', 'b', 'c']) void budget.spend(() => sent.push(question));
    for (const order of ['cancel 1', 'cancel 2', 'cancel 3'])
      void budget.spend(() => sent.push(order), 'order');
    expect(sent).toEqual(['a', 'b']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent.slice(2)).toEqual(['cancel 1', 'cancel 2']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent.slice(4)).toEqual(['cancel 3', 'c']);
    const late = budget.spend(() => sent.push('never'), 'order');
    const refused = expect(late).rejects.toThrow('gone');
    budget.close(new BrokerError('lost', 'gone'));
    await refused;
  });

  it('refuses what waits and what comes once it is closed: no message crosses into another session', async () => {
    const budget = new MessageBudget(1, () => Date.now());
    const sent: string[] = [];
    const first = budget.spend(() => sent.push('first'));
    const second = budget.spend(() => sent.push('second'));
    const refused = expect(second).rejects.toThrow('gone');
    budget.close(new BrokerError('lost', 'gone'));
    await first;
    await refused;
    await expect(budget.spend(() => sent.push('third'))).rejects.toThrow('gone');
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toEqual(['first']);
  });

  it('hands a failure of the sending to the one who sent', async () => {
    const budget = new MessageBudget(1, () => Date.now());
    await expect(
      budget.spend(() => {
        throw new BrokerError('lost', 'the session ended');
      }),
    ).rejects.toThrow('the session ended');
  });

  it('runs what can wait once nothing has been sent for a second', async () => {
    const budget = new MessageBudget(2, () => Date.now());
    const done: string[] = [];
    await budget.spend(() => done.push('first'));
    budget.whenQuiet(() => done.push('unhurried'));
    await vi.advanceTimersByTimeAsync(999);
    await budget.spend(() => done.push('second'));
    await vi.advanceTimersByTimeAsync(999);
    expect(done).toEqual(['first', 'second']);
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toEqual(['first', 'second', 'unhurried']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(done).toHaveLength(3);
  });

  it('holds what can wait behind all that does not, however long that takes', async () => {
    const budget = new MessageBudget(1, () => Date.now());
    const done: string[] = [];
    budget.whenQuiet(() => done.push('unhurried'));
    const all = ['a', 'b', 'c', 'd'].map((each) => budget.spend(() => done.push(each)));
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(all);
    expect(done).toEqual(['a', 'b', 'c', 'd', 'unhurried']);
  });

  it('forgets what could wait when it is closed', async () => {
    const budget = new MessageBudget(1, () => Date.now());
    const done: string[] = [];
    budget.whenQuiet(() => done.push('unhurried'));
    budget.close(new BrokerError('lost', 'gone'));
    budget.whenQuiet(() => done.push('too late'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(done).toEqual([]);
  });
});
