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
});
