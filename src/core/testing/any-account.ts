/*
 * Random accounts: up to 12 ETFs at 0.50 to 1,000 dollars, drifted, some with dust, without a
 * quote, stale or gapped.
 */
import fc from 'fast-check';
import { price } from '../units/price.ts';
import { asRatio, ONE } from '../units/ratio.ts';
import { ONE_SHARE, SMALLEST_FRACTION } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { exampleOf, type DriftedEtf } from './drifted-account.ts';
import { NOW, perHolding, totalDrift, type Example } from './example-account.ts';

/** How a quote can be spoiled; most are fine. */
const anyQuote = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<DriftedEtf['quote']>(
      'none',
      { bid: undefined },
      { ask: undefined },
      { last: undefined },
      { aliveAt: NOW - 60_000 },
      { halted: true },
      { close: price('2000') },
    ),
  },
);

const anyRow: fc.Arbitrary<DriftedEtf> = fc.record({
  cents: fc.integer({ min: 50, max: 100_000 }),
  wanted: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 100 }) }, fc.constant(0)),
  drifted: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 80, max: 120 }) },
    fc.integer({ min: 0, max: 250 }),
  ),
  dust: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 9_999 })),
  quote: anyQuote,
  unlisted: fc.integer({ min: 0, max: 11 }).map((die) => die === 0),
});

const anyBand = (max: number) => fc.integer({ min: 0, max }).map(String);

const anyTrigger = fc.oneof(
  { weight: 2, arbitrary: anyBand(200).map((band) => perHolding(band)) },
  {
    weight: 1,
    arbitrary: fc.tuple(anyBand(500), anyBand(300)).map(([band, idle]) => perHolding(band, idle)),
  },
  { weight: 2, arbitrary: anyBand(1_000).map(totalDrift) },
);

const anyRebalance = fc.record({
  mode: fc.oneof(
    { weight: 6, arbitrary: fc.constant('rebalance' as const) },
    fc.constantFrom('buy_only' as const, 'sell_only' as const),
  ),
  trigger: anyTrigger,
  maintenanceBuffer: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    fc.integer({ min: 0, max: 20 }).map((percent) => asRatio(BigInt(percent) * 1_000_000n)),
  ),
  orderUnit: fc.oneof(
    { weight: 3, arbitrary: fc.constant(ONE_SHARE) },
    fc.constant(SMALLEST_FRACTION),
  ),
  minOrder: fc.constantFrom(usd('0'), usd('100'), usd('500')),
  cashBuffer: fc.oneof(
    fc
      .integer({ min: 0, max: 500 })
      .map((each) => ({ kind: 'pct' as const, share: asRatio(BigInt(each) * 10_000n) })),
    fc.constantFrom('0', '10', '1000').map((each) => ({ kind: 'abs' as const, amount: usd(each) })),
  ),
  maxLeverage: fc.constantFrom(ONE, ONE, asRatio(150_000_000n), asRatio(200_000_000n)),
  slippageReserve: fc.constantFrom(asRatio(0n), asRatio(200_000n), asRatio(1_000_000n)),
  unlistedEtfs: fc.constantFrom('sell' as const, 'hold' as const, undefined),
});

/** An account of about `size` dollars with holdings around their targets. */
export const anyExample: fc.Arbitrary<Example> = fc
  .record({
    rows: fc.array(anyRow, { minLength: 1, maxLength: 12 }),
    size: fc.integer({ min: 1_000, max: 500_000 }),
    // From a debt of a fifth to cash of half of it, in thousandths.
    cash: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -200, max: 500 })),
    cashWeight: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      fc.integer({ min: -40, max: 30 }),
    ),
    // The broker's figure, in thousandths of the size; none for an account that it says nothing of.
    excessLiquidity: fc.option(fc.integer({ min: -50, max: 900 }), { nil: undefined, freq: 10 }),
    unmanaged: fc.oneof(fc.constant(0), fc.integer({ min: -20_000, max: 40_000 })),
    style: fc.constantFrom('spread_aware' as const, 'off' as const),
    rebalance: anyRebalance,
  })
  .map(exampleOf);
