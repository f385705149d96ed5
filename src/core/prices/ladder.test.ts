import { describe, expect, it } from 'vitest';
import type { Quote } from '../account/quote.ts';
import { EXAMPLE_LIMITS } from '../testing/example-account.ts';
import { formatPrice, price } from '../units/price.ts';
import { bps, ratio } from '../units/ratio.ts';
import { isCloser, priceRung, rungAt } from './ladder.ts';
import type { Side } from './limit-price.ts';

const ticks = [{ from: price('0'), increment: price('0.01') }];
const settings = { ...EXAMPLE_LIMITS, maxOffset: bps('100') };
const quote: Quote = {
  bid: price('100.00'),
  ask: price('100.40'),
  last: price('100.20'),
  close: undefined,
  halted: false,
  aliveAt: 0,
};

function climb(side: Side, steps: number, different: Partial<typeof settings> = {}) {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const order = priceRung(side, quote, {
      ticks,
      settings: { ...settings, ...different },
      rung: { step, steps },
    });
    return order.kind === 'limit' ? formatPrice(order.limit) : order.kind;
  });
}

describe('the ladder of a limit', () => {
  it('goes in equal steps from its start to the far side', () => {
    // The middle is 100.20, the spread 0.40: a quarter of it, and then 1/16 of it at each step.
    expect(climb('BUY', 4)).toEqual(['100.30', '100.33', '100.35', '100.38', '100.40']);
    expect(climb('SELL', 4)).toEqual(['100.10', '100.07', '100.05', '100.02', '100.00']);
  });

  it('stays inside the cap', () => {
    expect(climb('BUY', 2, { maxOffset: bps('12') })).toEqual(['100.30', '100.32', '100.32']);
    expect(climb('SELL', 2, { maxOffset: bps('12') })).toEqual(['100.10', '100.08', '100.08']);
  });

  it('that starts at the far side stays there', () => {
    expect(climb('BUY', 1, { buyOffset: ratio('0.5') })).toEqual(['100.40', '100.40']);
    expect(climb('SELL', 1, { sellOffset: ratio('0.8') })).toEqual(['100.00', '100.00']);
  });

  it('rounds a step down: it is never further than it says', () => {
    // (1/2 - 0.49999999) / 2 is half a unit of a ratio.
    expect(climb('BUY', 2, { buyOffset: ratio('0.49999999') })).toEqual([
      '100.40',
      '100.40',
      '100.40',
    ]);
  });
});

describe('the rung that is due', () => {
  const times = { repriceSeconds: 20, fillTimeoutSeconds: 120 };

  it.each([
    [0, 0],
    [19_999, 0],
    [20_000, 1],
    [59_999, 2],
    [100_000, 5],
    [120_000, 5],
    [500_000, 5],
  ])('after %d ms is the step %d of five', (openFor, step) => {
    expect(rungAt(openFor, times)).toEqual({ step, steps: 5 });
  });

  it('is the first for ever when the time limit comes before the second', () => {
    const never = { repriceSeconds: 120, fillTimeoutSeconds: 120 };
    expect(rungAt(120_000, never)).toEqual({ step: 0, steps: 0 });
    expect(rungAt(130_000, { ...never, fillTimeoutSeconds: 121 })).toEqual({ step: 1, steps: 1 });
  });
});

it.each([
  ['BUY', 101n, 100n, true],
  ['BUY', 100n, 100n, false],
  ['SELL', 99n, 100n, true],
  ['SELL', 100n, 100n, false],
  ['SELL', 101n, 100n, false],
] as const)('a %s at %d is closer than at %d: %s', (side, limit, than, closer) => {
  expect(isCloser(side, limit, than)).toBe(closer);
});
