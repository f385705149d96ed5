import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TickLadder } from '../account/contract.ts';
import type { LimitSettings } from '../settings.ts';
import { EXAMPLE_LIMITS, exampleQuote, US_TICKS } from '../testing/example-account.ts';
import { asPrice } from '../units/price.ts';
import { asRatio, ONE } from '../units/ratio.ts';
import { priceOrder, type Side } from './limit-price.ts';

const options = { seed: 7_101, numRuns: 2000 };

/** Any market on the grid of the tick, from 1 tick to about a thousand dollars, up to 3,000 ticks wide. */
interface Case {
  readonly tick: bigint;
  readonly bid: bigint;
  readonly ask: bigint;
  readonly offset: bigint;
  readonly cap: bigint;
}

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    tick: fc.constantFrom(1n, 50n, 100n, 500n),
    bidTicks: fc.bigInt(1n, 100_000n),
    spreadTicks: fc.oneof(fc.bigInt(1n, 12n), fc.bigInt(1n, 3_000n)),
    offset: fc.bigInt(0n, ONE),
    cap: fc.oneof(fc.bigInt(0n, 2_000_000n), fc.bigInt(0n, ONE)),
  })
  .map(({ tick, bidTicks, spreadTicks, offset, cap }) => {
    const bid = bidTicks * tick;
    return { tick, bid, ask: bid + spreadTicks * tick, offset, cap };
  });

/** The spread-aware limit, whatever the width of the market. */
function limit(side: Side, each: Case, different: Partial<LimitSettings> = {}): bigint {
  const ticks: TickLadder = [{ from: asPrice(0n), increment: asPrice(each.tick) }];
  const quote = exampleQuote('1', { bid: asPrice(each.bid), ask: asPrice(each.ask) });
  const offset = asRatio(each.offset);
  const priced = priceOrder(side, quote, ticks, {
    ...EXAMPLE_LIMITS,
    buyOffset: offset,
    sellOffset: offset,
    maxOffset: asRatio(each.cap),
    ...different,
  });
  if (priced.kind !== 'limit') throw new Error(`a limit was expected, not ${priced.kind}`);
  return priced.limit;
}

describe('for every market on the grid, offset and cap', () => {
  it('the limit is on the grid', () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        expect(limit('BUY', each) % each.tick).toBe(0n);
        expect(limit('SELL', each) % each.tick).toBe(0n);
      }),
      options,
    );
  });

  it('a buy and a sell stay inside the market', () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        for (const side of ['BUY', 'SELL'] as const) {
          expect(limit(side, each) >= each.bid && limit(side, each) <= each.ask).toBe(true);
        }
      }),
      options,
    );
  });

  it('neither passes the middle by more than the cap, with or without the cap at the far side', () => {
    fc.assert(
      fc.property(anyCase, fc.boolean(), (each, capAtFarSide) => {
        const twiceMid = each.bid + each.ask;
        const buy = limit('BUY', each, { capAtFarSide });
        const sell = limit('SELL', each, { capAtFarSide });
        expect((2n * buy - twiceMid) * ONE <= each.cap * twiceMid).toBe(true);
        expect((twiceMid - 2n * sell) * ONE <= each.cap * twiceMid).toBe(true);
      }),
      options,
    );
  });

  it('a buy is at least the tick below the middle, a sell at most the tick above it', () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        const belowMid = ((each.bid + each.ask) / 2n / each.tick) * each.tick;
        const onTick = (each.bid + each.ask) % (2n * each.tick) === 0n;
        const aboveMid = onTick ? belowMid : belowMid + each.tick;
        expect(limit('BUY', each) >= belowMid).toBe(true);
        expect(limit('SELL', each) <= aboveMid).toBe(true);
      }),
      options,
    );
  });

  it('a larger offset or a larger cap never makes a buy cheaper or a sell dearer', () => {
    fc.assert(
      fc.property(anyCase, fc.bigInt(0n, ONE), fc.bigInt(0n, ONE), (each, offset, cap) => {
        const bolder = {
          ...each,
          offset: offset > each.offset ? offset : each.offset,
          cap: cap > each.cap ? cap : each.cap,
        };
        expect(limit('BUY', bolder) >= limit('BUY', each)).toBe(true);
        expect(limit('SELL', bolder) <= limit('SELL', each)).toBe(true);
      }),
      options,
    );
  });

  it('a market that moves up by a tick never makes an order cheaper', () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        const higher = { ...each, bid: each.bid + each.tick, ask: each.ask + each.tick };
        expect(limit('BUY', higher) >= limit('BUY', each)).toBe(true);
        expect(limit('SELL', higher) >= limit('SELL', each)).toBe(true);
      }),
      options,
    );
  });

  it('reflected in a tick, a buy becomes the sell exactly', () => {
    fc.assert(
      fc.property(anyCase, fc.bigInt(1n, 200_000n), (each, pivotTicks) => {
        // The cap is a part of the middle, which reflection changes: 100% keeps it out of the way.
        const uncapped = { ...each, cap: ONE };
        const pivot = pivotTicks * each.tick + each.ask;
        const reflected = { ...uncapped, bid: 2n * pivot - each.ask, ask: 2n * pivot - each.bid };
        expect(limit('SELL', reflected)).toBe(2n * pivot - limit('BUY', uncapped));
        expect(limit('BUY', reflected)).toBe(2n * pivot - limit('SELL', uncapped));
      }),
      options,
    );
  });

  it('reflected in the middle of the market itself, the cap is mirrored as well', () => {
    fc.assert(
      fc.property(anyCase, fc.boolean(), (each, capAtFarSide) => {
        const buy = limit('BUY', each, { capAtFarSide });
        const sell = limit('SELL', each, { capAtFarSide });
        expect(sell).toBe(each.bid + each.ask - buy);
      }),
      options,
    );
  });

  it('escalated across, the far side is met to the tick', () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        const cross = { escalateAction: 'cross', wideSpread: asRatio(0n) } as const;
        expect(limit('BUY', each, cross)).toBe(each.ask);
        expect(limit('SELL', each, cross)).toBe(each.bid);
      }),
      options,
    );
  });
});

it('every market of up to 12 ticks around one dollar, where the ticks change, gets a valid limit', () => {
  // The grid of US stocks: 0.0001 below a dollar, 0.01 from there on.
  const grid: bigint[] = [];
  for (let at = 9_990n; at < 10_000n; at += 1n) grid.push(at);
  for (let at = 10_000n; at <= 10_400n; at += 100n) grid.push(at);
  const valid = (at: bigint): boolean => at < 10_000n || at % 100n === 0n;
  const markets = grid.flatMap((bid) =>
    grid.filter((ask) => ask >= bid).map((ask) => ({ bid: asPrice(bid), ask: asPrice(ask) })),
  );
  for (const { bid, ask } of markets) {
    for (const side of ['BUY', 'SELL'] as const) {
      const priced = priceOrder(side, exampleQuote('1', { bid, ask }), US_TICKS, EXAMPLE_LIMITS);
      const at = priced.kind === 'limit' ? priced.limit : 0n;
      if (!valid(at) || at < bid || at > ask) expect({ side, bid, ask, at }).toBe('valid');
    }
  }
});
