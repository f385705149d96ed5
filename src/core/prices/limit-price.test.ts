import { describe, expect, it } from 'vitest';
import type { Quote } from '../account/quote.ts';
import type { LimitSettings } from '../settings.ts';
import { EXAMPLE_LIMITS, exampleQuote, US_TICKS } from '../testing/example-account.ts';
import { formatPrice, price } from '../units/price.ts';
import { bps, ratio } from '../units/ratio.ts';
import {
  crossOrder,
  insideCollar,
  priceOrder,
  type PricedOrder,
  type PriceNote,
  type Side,
} from './limit-price.ts';

/** Offsets of a quarter of the spread, at most 10 bps from the middle, wide from 50 bps on. */
function order(side: Side, quote: Partial<Quote>, settings: Partial<LimitSettings> = {}) {
  return priceOrder(side, exampleQuote('100', quote), US_TICKS, { ...EXAMPLE_LIMITS, ...settings });
}

function market(bid: string, ask: string): Partial<Quote> {
  return { bid: price(bid), ask: price(ask) };
}

function limitOf(priced: PricedOrder) {
  return priced.kind === 'limit' ? priced.limit : priced;
}

describe('the limit starts a quarter of the spread past the middle, on the nearest tick', () => {
  it.each([
    ['100.00', '100.10', '100.08', '100.02', 'a tie goes toward the far side'],
    ['599.99', '600.00', '600.00', '599.99', 'a market of one tick is crossed, not joined'],
    ['99.95', '100.05', '100.03', '99.97', 'the sell is the mirror image of the buy'],
    ['100.00', '100.04', '100.03', '100.01', 'the offset ends on a tick'],
    ['100.00', '100.03', '100.02', '100.01', '100.0225 and 100.0075'],
    ['0.5000', '0.5010', '0.5008', '0.5002', 'below a dollar the ticks are finer'],
  ])('%s x %s buys at %s and sells at %s: %s', (bid, ask, buy, sell) => {
    expect(limitOf(order('BUY', market(bid, ask)))).toBe(price(buy));
    expect(limitOf(order('SELL', market(bid, ask)))).toBe(price(sell));
  });
});

describe('the limit is never further from the middle than max_offset', () => {
  it.each([
    ['1 bp', bps('1'), '100.06', '100.04'],
    ['10 bps', bps('10'), '100.15', '99.95'],
    ['none', bps('0'), '100.05', '100.05'],
  ])('%s, with the offset at the whole spread', (_, maxOffset, buy, sell) => {
    const whole = { buyOffset: ratio('1'), sellOffset: ratio('1'), capAtFarSide: false };
    expect(limitOf(order('BUY', market('100.00', '100.10'), { ...whole, maxOffset }))).toBe(
      price(buy),
    );
    expect(limitOf(order('SELL', market('100.00', '100.10'), { ...whole, maxOffset }))).toBe(
      price(sell),
    );
  });
});

describe('use_ask_bid_cap', () => {
  const eager = { buyOffset: ratio('1'), sellOffset: ratio('1') };

  it('on: a buy never above the ask, a sell never below the bid', () => {
    expect(limitOf(order('BUY', market('100.00', '100.10'), eager))).toBe(price('100.10'));
    expect(limitOf(order('SELL', market('100.00', '100.10'), eager))).toBe(price('100.00'));
  });

  it('off: only max_offset stands in the way', () => {
    const settings = { ...eager, capAtFarSide: false };
    expect(limitOf(order('BUY', market('100.00', '100.10'), settings))).toBe(price('100.15'));
    expect(limitOf(order('SELL', market('100.00', '100.10'), settings))).toBe(price('99.95'));
  });

  it('a far side between two ticks is rounded to the inside of the market', () => {
    const quote = { bid: price('100.0030'), ask: price('100.0170') };
    expect(limitOf(order('BUY', quote, eager))).toBe(price('100.01'));
    expect(limitOf(order('SELL', quote, eager))).toBe(price('100.01'));
  });
});

it('the offsets of buys and sells are two settings', () => {
  const settings = { buyOffset: ratio('0'), sellOffset: ratio('0.5') };
  expect(limitOf(order('BUY', market('100.00', '100.10'), settings))).toBe(price('100.05'));
  expect(limitOf(order('SELL', market('100.00', '100.10'), settings))).toBe(price('100.00'));
});

describe('a locked market is taken at its price', () => {
  it.each(['BUY', 'SELL'] as const)('%s', (side) => {
    const locked = { kind: 'limit', limit: price('100'), notes: ['locked'] };
    expect(order(side, market('100', '100'))).toEqual(locked);
    expect(order(side, market('100', '100'), { escalateAction: 'market' })).toEqual(locked);
  });

  it('between two ticks: a buy below it, a sell above it', () => {
    const between = { bid: price('100.0050'), ask: price('100.0050') };
    expect(limitOf(order('BUY', between))).toBe(price('100.00'));
    expect(limitOf(order('SELL', between))).toBe(price('100.01'));
  });
});

describe('a spread is wide when it is more than wide_spread_bps of the middle', () => {
  it.each([
    ['99.75', '100.25', [], 'exactly 50 bps'],
    ['99.75', '100.26', ['wide-spread'], 'one tick more'],
  ])('%s x %s: %j, %s', (bid, ask, notes) => {
    expect(order('BUY', market(bid, ask))).toMatchObject({ kind: 'limit', notes });
  });
});

describe('a wide market', () => {
  const wide = market('99.00', '101.00');
  const limit = (at: string, ...notes: string[]) => ({ kind: 'limit', limit: price(at), notes });

  it.each([
    ['BUY', 'keep', limit('100.10', 'wide-spread')],
    ['SELL', 'keep', limit('99.90', 'wide-spread')],
    ['BUY', 'cross', limit('101.00', 'wide-spread', 'crossed-to-far-side')],
    ['SELL', 'cross', limit('99.00', 'wide-spread', 'crossed-to-far-side')],
    ['BUY', 'market', { kind: 'market', notes: ['wide-spread'] }],
    ['SELL', 'market', { kind: 'market', notes: ['wide-spread'] }],
  ] as const)('%s with escalate_action = %s', (side, escalateAction, expected) => {
    expect(order(side, wide, { escalateAction })).toEqual(expected);
  });

  it('of a halted symbol never gets a market order', () => {
    expect(order('BUY', { ...wide, halted: true }, { escalateAction: 'market' })).toEqual({
      kind: 'denied',
      reason: 'halted',
    });
  });
});

describe('without a two-sided market there is no limit', () => {
  const unusable = [
    ['crossed', market('100.02', '100.01')],
    ['no bid', { bid: undefined }],
    ['no ask', { ask: undefined }],
    ['no side', { bid: undefined, ask: undefined }],
    ['a bid of zero', { bid: price('0') }],
    ['a bid below zero', { bid: price('-1') }],
  ] as const;

  it.each(unusable)('%s: keep and cross send nothing', (_, quote) => {
    for (const side of ['BUY', 'SELL'] as const) {
      for (const escalateAction of ['keep', 'cross'] as const) {
        const denied = { kind: 'denied', reason: 'no-market' };
        expect(order(side, quote, { escalateAction })).toEqual(denied);
      }
    }
  });

  it.each(unusable)('%s: market sends a market order, unless the symbol is halted', (_, quote) => {
    for (const side of ['BUY', 'SELL'] as const) {
      const settings = { escalateAction: 'market' } as const;
      expect(order(side, quote, settings)).toEqual({ kind: 'market', notes: ['unusable-quote'] });
      expect(order(side, { ...quote, halted: true }, settings).kind).toBe('denied');
    }
  });
});

describe('style static_bps: max_offset_bps from the middle, on the tick that does not pass it', () => {
  const statically = (bid: string, ask: string, settings: Partial<LimitSettings> = {}) =>
    (['BUY', 'SELL'] as const).map((side) =>
      limitOf(order(side, market(bid, ask), { style: 'static_bps', ...settings })),
    );

  it.each([
    ['99.80', '100.20', '100.10', '99.90', 'a middle of 100.00, 10 bps'],
    ['99.81', '100.20', '100.10', '99.91', '100.005 +/- 0.100005: down for a buy, up for a sell'],
    ['100.00', '100.10', '100.10', '100.00', 'no further than the far side'],
    ['599.99', '600.00', '600.00', '599.99', 'in a narrow market it is the far side'],
    ['0.9900', '0.9912', '0.9912', '0.9900', 'below a dollar too'],
  ])('%s x %s buys at %s and sells at %s: %s', (bid, ask, buy, sell) => {
    expect(statically(bid, ask)).toEqual([price(buy), price(sell)]);
  });

  it('past the far side when use_ask_bid_cap is off', () => {
    const uncapped = { capAtFarSide: false };
    expect(statically('100.00', '100.10', uncapped)).toEqual([price('100.15'), price('99.95')]);
  });

  it('the offsets within the spread do not matter', () => {
    const passive = { buyOffset: ratio('0'), sellOffset: ratio('0') };
    expect(statically('99.80', '100.20', passive)).toEqual([price('100.10'), price('99.90')]);
  });

  it('a tick coarser than the offset leaves the tick on the near side of the middle', () => {
    expect(statically('1.00', '1.01')).toEqual([price('1.00'), price('1.01')]);
  });
});

describe('an order that crosses takes the far side, whatever its offset and cap say', () => {
  const crossing = (side: Side, quote: Partial<Quote>) =>
    crossOrder(side, exampleQuote('100', quote), US_TICKS);

  it.each([
    ['BUY', '101.00'],
    ['SELL', '99.00'],
  ] as const)('%s at %s in a market of 99 x 101', (side, at) => {
    const crossed = { kind: 'limit', limit: price(at), notes: ['crossed-to-far-side'] };
    expect(crossing(side, market('99', '101'))).toEqual(crossed);
  });

  it('and is none without a two-sided market', () => {
    const denied = { kind: 'denied', reason: 'no-market' };
    expect(crossing('BUY', { bid: undefined })).toEqual(denied);
  });
});

describe('the collar: a limit is no further past the middle than 3% of it', () => {
  const kept = (side: Side, priced: PricedOrder, quote: Partial<Quote>) =>
    insideCollar(side, priced, {
      quote: exampleQuote('100', quote),
      ticks: US_TICKS,
      collar: ratio('0.03'),
    });
  const limit = (at: string, ...notes: PriceNote[]): PricedOrder => {
    return { kind: 'limit', limit: price(at), notes };
  };

  it.each([
    ['BUY', '103.00', '103.00'],
    ['BUY', '103.01', '103.00'],
    ['BUY', '50.00', '50.00'],
    ['SELL', '97.00', '97.00'],
    ['SELL', '96.99', '97.00'],
    ['SELL', '150.00', '150.00'],
  ] as const)('%s at %s becomes %s in a market of 99 x 101', (side, at, expected) => {
    expect(kept(side, limit(at), market('99', '101'))).toEqual(limit(expected));
  });

  it.each([
    ['BUY', '103.20', '103.01'],
    ['SELL', '96.80', '97.01'],
  ] as const)('%s: its edge is rounded to the inside, 103.0103 and 97.0097 here', (...row) => {
    const [side, at, expected] = row;
    const quote = market('100.00', '100.02');
    expect(kept(side, limit(at), quote)).toEqual(limit(expected));
  });

  it('who is kept from the far side is told that, and nothing else', () => {
    const crossed = limit('106', 'wide-spread', 'crossed-to-far-side');
    expect(kept('BUY', crossed, market('94', '106'))).toEqual(limit('103', 'wide-spread'));
  });

  it('has nothing to measure without a limit, or without a two-sided market', () => {
    const order: PricedOrder = { kind: 'market', notes: [] };
    expect(kept('BUY', order, market('99', '101'))).toBe(order);
    const unmeasured = limit('200');
    expect(kept('BUY', unmeasured, { bid: undefined })).toBe(unmeasured);
  });
});

describe('every state of a quote under every style and escalation', () => {
  const states = {
    normal: market('99.90', '100.10'),
    wide: market('99.00', '101.00'),
    locked: market('100.00', '100.00'),
    crossed: market('100.02', '100.01'),
    'one-sided': { bid: undefined },
    halted: { ...market('99.90', '100.10'), halted: true },
    'wide, halted': { ...market('99.00', '101.00'), halted: true },
    'one-sided, halted': { ask: undefined, halted: true },
  };
  const told = (side: Side, state: keyof typeof states, settings: Partial<LimitSettings>) => {
    const priced = order(side, states[state], settings);
    if (priced.kind === 'limit') return formatPrice(priced.limit);
    return priced.kind === 'market' ? 'MKT' : priced.reason;
  };

  it.each([
    // state, then buy and sell of: keep, cross, market
    ['spread_aware', 'normal', '100.05 99.95', '100.05 99.95', '100.05 99.95'],
    ['spread_aware', 'wide', '100.10 99.90', '101.00 99.00', 'MKT MKT'],
    ['spread_aware', 'locked', '100.00 100.00', '100.00 100.00', '100.00 100.00'],
    ['spread_aware', 'crossed', 'no-market no-market', 'no-market no-market', 'MKT MKT'],
    ['spread_aware', 'one-sided', 'no-market no-market', 'no-market no-market', 'MKT MKT'],
    ['spread_aware', 'halted', '100.05 99.95', '100.05 99.95', '100.05 99.95'],
    ['spread_aware', 'wide, halted', '100.10 99.90', '101.00 99.00', 'halted halted'],
    [
      'spread_aware',
      'one-sided, halted',
      'no-market no-market',
      'no-market no-market',
      'no-market no-market',
    ],
    ['static_bps', 'normal', '100.10 99.90', '100.10 99.90', '100.10 99.90'],
    ['static_bps', 'wide', '100.10 99.90', '101.00 99.00', 'MKT MKT'],
    ['static_bps', 'locked', '100.00 100.00', '100.00 100.00', '100.00 100.00'],
    ['static_bps', 'crossed', 'no-market no-market', 'no-market no-market', 'MKT MKT'],
    ['static_bps', 'one-sided', 'no-market no-market', 'no-market no-market', 'MKT MKT'],
    ['static_bps', 'halted', '100.10 99.90', '100.10 99.90', '100.10 99.90'],
    ['static_bps', 'wide, halted', '100.10 99.90', '101.00 99.00', 'halted halted'],
    [
      'static_bps',
      'one-sided, halted',
      'no-market no-market',
      'no-market no-market',
      'no-market no-market',
    ],
    ['off', 'normal', 'MKT MKT', 'MKT MKT', 'MKT MKT'],
    ['off', 'wide', 'MKT MKT', 'MKT MKT', 'MKT MKT'],
    ['off', 'locked', 'MKT MKT', 'MKT MKT', 'MKT MKT'],
    ['off', 'crossed', 'MKT MKT', 'MKT MKT', 'MKT MKT'],
    ['off', 'one-sided', 'MKT MKT', 'MKT MKT', 'MKT MKT'],
    ['off', 'halted', 'halted halted', 'halted halted', 'halted halted'],
    ['off', 'wide, halted', 'halted halted', 'halted halted', 'halted halted'],
    ['off', 'one-sided, halted', 'halted halted', 'halted halted', 'halted halted'],
  ] as const)('%s, %s: keep %s, cross %s, market %s', (style, state, keep, cross, toMarket) => {
    const pair = (escalateAction: LimitSettings['escalateAction']) =>
      (['BUY', 'SELL'] as const)
        .map((side) => told(side, state, { style, escalateAction }))
        .join(' ');
    expect([pair('keep'), pair('cross'), pair('market')]).toEqual([keep, cross, toMarket]);
  });
});

describe('style off', () => {
  it.each([
    ['a market', market('100.00', '100.10')],
    ['a wide market', market('90.00', '110.00')],
    ['one side', { bid: undefined }],
  ])('sends market orders into %s', (_, quote) => {
    expect(order('BUY', quote, { style: 'off' })).toEqual({ kind: 'market', notes: [] });
  });

  it('and none for a halted symbol', () => {
    const denied = { kind: 'denied', reason: 'halted' };
    expect(order('SELL', { halted: true }, { style: 'off' })).toEqual(denied);
  });
});
