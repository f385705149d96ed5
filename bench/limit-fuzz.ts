import type { TickLadder } from '../src/core/account/contract.ts';
import { priceOrder, type PricedOrder, type Side } from '../src/core/prices/limit-price.ts';
import type { LimitSettings } from '../src/core/settings.ts';
import { asPrice } from '../src/core/units/price.ts';
import { asRatio } from '../src/core/units/ratio.ts';

/** A market on one grid, and the settings that a limit is made with. */
export interface LimitCase {
  readonly tick: bigint;
  readonly bid: bigint;
  readonly ask: bigint;
  readonly settings: LimitSettings;
}

const ONE = 100_000_000n;
const TICKS = [1n, 50n, 100n, 500n] as const;
const STYLES = ['spread_aware', 'static_bps'] as const;
const ACTIONS = ['keep', 'cross'] as const;

/** Numbers that look random and are the same for the same seed and case (mulberry32). */
function randomOf(seed: number, caseNumber: number): (below: number) => number {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(caseNumber + 1, 0x85ebca6b)) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** The case of a seed and a number: narrow and wide markets from one tick up, any offset and cap. */
export function limitCase(seed: number, caseNumber: number): LimitCase {
  const random = randomOf(seed, caseNumber);
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[random(values.length)] ?? values[0];
  const tick = pick(TICKS);
  const bid = BigInt(1 + random(random(2) === 0 ? 300 : 100_000)) * tick;
  const spread = BigInt(1 + random(random(3) === 0 ? 3_000 : 12)) * tick;
  const share = (most: number): bigint => BigInt(random(most + 1));
  return {
    tick,
    bid,
    ask: bid + spread,
    settings: {
      style: pick(STYLES),
      buyOffset: asRatio(share(100_000_000)),
      sellOffset: asRatio(share(100_000_000)),
      maxOffset: asRatio(share(random(2) === 0 ? 2_000_000 : 100_000_000)),
      wideSpread: asRatio(share(10_000_000)),
      escalateAction: pick(ACTIONS),
      staleQuoteSeconds: 10,
      capAtFarSide: random(4) !== 0,
    },
  };
}

/** Every law of PLANNING A.9-31 to 35 that a case breaks, in words. */
export function brokenLimitLaws(each: LimitCase): readonly string[] {
  const { tick, bid, ask, settings } = each;
  const broken: string[] = [];
  const must = (holds: boolean, law: string): void => {
    if (!holds) broken.push(law);
  };
  const twice = bid + ask;
  const below = (twice / (2n * tick)) * tick;
  const above = twice % (2n * tick) === 0n ? below : below + tick;
  const bolder = {
    ...settings,
    buyOffset: asRatio(settings.buyOffset + (ONE - settings.buyOffset) / 2n),
    sellOffset: asRatio(settings.sellOffset + (ONE - settings.sellOffset) / 2n),
  };
  for (const side of ['BUY', 'SELL'] as const) {
    const sign = side === 'BUY' ? 1n : -1n;
    const { limit, crossed } = limitOf(side, each);
    must(limit % tick === 0n, `31: a ${side} on the grid`);
    if (settings.capAtFarSide) {
      must(limit >= bid && limit <= ask, `32: a ${side} inside of the market`);
    }
    const past = (2n * limit - twice) * sign;
    must(crossed || past * ONE <= settings.maxOffset * twice, `33: a ${side} inside of the cap`);
    must(side === 'BUY' ? limit >= below : limit <= above, `34: a ${side} not behind the middle`);
    const up = { ...each, bid: bid + tick, ask: ask + tick };
    const moved = limitOf(side, up);
    // A wide market that becomes narrow is no longer crossed, which is another rule, not the law.
    if (moved.crossed === crossed)
      must(moved.limit >= limit, `35: a ${side} monotone in the middle`);
    const offered = limitOf(side, { ...each, settings: bolder });
    must((offered.limit - limit) * sign >= 0n, `35: a ${side} monotone in the offset`);
  }
  return broken;
}

function limitOf(
  side: Side,
  { tick, bid, ask, settings }: LimitCase,
): { readonly limit: bigint; readonly crossed: boolean } {
  const ticks: TickLadder = [{ from: asPrice(0n), increment: asPrice(tick) }];
  const quote = {
    bid: asPrice(bid),
    ask: asPrice(ask),
    last: undefined,
    close: undefined,
    halted: false,
    aliveAt: 0,
  };
  const priced: PricedOrder = priceOrder(side, quote, ticks, settings);
  if (priced.kind !== 'limit') throw new Error(`a ${priced.kind} order in a two-sided market`);
  return { limit: priced.limit, crossed: priced.notes.includes('crossed-to-far-side') };
}
