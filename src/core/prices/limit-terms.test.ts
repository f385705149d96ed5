import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_LIMITS, exampleQuote, US_TICKS } from '../testing/example-account.ts';
import { asPrice, price } from '../units/price.ts';
import { asRatio, bps, ratio } from '../units/ratio.ts';
import { insideCollar, priceOrder } from './limit-price.ts';
import { decidingTerm, limitTerms } from './limit-terms.ts';

const side = fc.constantFrom('BUY' as const, 'SELL' as const);
const anyRatio = (most: bigint) => fc.bigInt({ min: 0n, max: most }).map(asRatio);

it('the term that decides is the limit that is sent, in every market and with every setting', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(
      side,
      fc.bigInt({ min: 1_000n, max: 3_000_000n }),
      fc.oneof(
        fc.constant(0n),
        fc.bigInt({ min: 1n, max: 300n }),
        fc.bigInt({ min: 1n, max: 300_000n }),
      ),
      fc.record({
        style: fc.constantFrom('spread_aware' as const, 'static_bps' as const),
        buyOffset: anyRatio(100_000_000n),
        sellOffset: anyRatio(100_000_000n),
        maxOffset: anyRatio(2_000_000n),
        wideSpread: anyRatio(2_000_000n),
        escalateAction: fc.constantFrom('keep' as const, 'cross' as const),
        capAtFarSide: fc.boolean(),
      }),
      fc.constantFrom(bps('2'), bps('300')),
      (which, bid, spread, different, collar) => {
        const quote = exampleQuote('1', { bid: asPrice(bid), ask: asPrice(bid + spread) });
        const limits = { ...EXAMPLE_LIMITS, ...different };
        const order = insideCollar(which, priceOrder(which, quote, US_TICKS, limits), {
          quote,
          ticks: US_TICKS,
          collar,
        });
        const decides = decidingTerm(which, limitTerms(which, quote, US_TICKS, { limits, collar }));
        kinds.add(decides?.kind ?? '');
        expect(order).toMatchObject({ kind: 'limit', limit: decides?.limit });
      },
    ),
    { seed: 615, numRuns: 3_000 },
  );
  expect([...kinds].sort()).toEqual(['cap', 'collar', 'far-side', 'locked', 'offset']);
});

describe('the terms of a limit', () => {
  const collar = bps('300');

  it('are those of the worked example: 100.00 x 100.10 and a quarter of the spread', () => {
    const quote = exampleQuote('100', { bid: price('100'), ask: price('100.10') });
    const of = (which: 'BUY' | 'SELL') =>
      limitTerms(which, quote, US_TICKS, { limits: EXAMPLE_LIMITS, collar }).map(
        ({ kind, limit }) => [kind, limit],
      );
    expect(of('BUY')).toEqual([
      ['offset', price('100.08')],
      ['cap', price('100.15')],
      ['far-side', price('100.10')],
      ['collar', price('103.05')],
    ]);
    expect(of('SELL')).toEqual([
      ['offset', price('100.02')],
      ['cap', price('99.95')],
      ['far-side', price('100')],
      ['collar', price('97.05')],
    ]);
  });

  it('begin at the cap with the static style', () => {
    const limits = { ...EXAMPLE_LIMITS, style: 'static_bps' as const, capAtFarSide: false };
    const terms = limitTerms('BUY', exampleQuote('100'), US_TICKS, { limits, collar });
    expect(terms.map(({ kind }) => kind)).toEqual(['cap', 'collar']);
  });

  it.each([
    ['of exactly the setting, 50 bps, is not wide', '99.75', '100.25', 'offset'],
    ['of a cent more is crossed at once', '99.75', '100.26', 'far-side'],
  ])('a spread %s', (_, bid, ask, first) => {
    const quote = exampleQuote('100', { bid: price(bid), ask: price(ask) });
    const limits = { ...EXAMPLE_LIMITS, escalateAction: 'cross' as const };
    expect(limitTerms('BUY', quote, US_TICKS, { limits, collar })[0]?.kind).toBe(first);
  });

  it('are none without a two-sided market', () => {
    const quote = exampleQuote('100', { bid: undefined });
    const settings = { limits: EXAMPLE_LIMITS, collar };
    expect(limitTerms('BUY', quote, US_TICKS, settings)).toEqual([]);
    expect(decidingTerm('BUY', [])).toBeUndefined();
  });

  it.each(['BUY', 'SELL'] as const)('of equal ones of a %s the first decides', (which) => {
    const quote = exampleQuote('100', { bid: price('99.99'), ask: price('100') });
    const half = ratio('0.5');
    const limits = { ...EXAMPLE_LIMITS, buyOffset: half, sellOffset: half };
    const terms = limitTerms(which, quote, US_TICKS, { limits, collar });
    expect(terms[0]?.limit).toBe(terms[2]?.limit);
    expect(decidingTerm(which, terms)?.kind).toBe('offset');
  });
});
