import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyExample } from '../core/testing/any-account.ts';
import {
  examplePosition,
  NOW,
  perHolding,
  plannerInput,
  type Example,
} from '../core/testing/example-account.ts';
import { planIfAny, planOf } from '../core/testing/example-plan.ts';
import { price } from '../core/units/price.ts';
import { asRatio, bps, ONE, ratio } from '../core/units/ratio.ts';
import { ONE_SHARE, shares } from '../core/units/shares.ts';
import { usd } from '../core/units/usd.ts';
import { explainSymbol, knownSymbols } from './explain-symbol.ts';

/** What is said about a symbol of an example, without line breaks. */
function told(symbol: string, example: Example): string {
  const { snapshot, settings } = plannerInput(example);
  const texts = explainSymbol(symbol, { plan: planOf(example), snapshot, settings });
  return texts.join('\n\n').replace(/\s+/g, ' ');
}

const swap: Example = {
  etfs: [
    { symbol: 'BB', weight: '60', held: '40' },
    { symbol: 'VV', weight: '40', held: '60' },
  ],
};

it('every line of every plan can be explained, within 80 columns, with a limit that adds up', () => {
  let lines = 0;
  fc.assert(
    fc.property(anyExample, (example) => {
      const plan = planIfAny(example);
      if (plan === undefined) return;
      const { snapshot, settings } = plannerInput(example);
      for (const symbol of knownSymbols(plan, snapshot)) {
        const texts = explainSymbol(symbol, { plan, snapshot, settings });
        expect(texts.length).toBeGreaterThan(0);
        for (const text of texts.flatMap((each) => each.split('\n'))) {
          expect(text.length).toBeLessThanOrEqual(80);
        }
        lines += 1;
      }
    }),
    { seed: 88_012, numRuns: 150 },
  );
  expect(lines).toBeGreaterThan(500);
});

describe('a line', () => {
  it('that goes to the market says that it has no limit', () => {
    expect(told('VV', { ...swap, limits: { style: 'off' } })).toContain(
      'SELL 20 at the market, about $2,000.00.',
    );
    expect(told('VV', { ...swap, limits: { style: 'off' } })).toContain('Order a market order');
  });

  it('whose shares divide exactly is not said to be rounded', () => {
    expect(told('VV', swap)).toContain('= 20.0000 shares; in whole shares: 20 Min order');
  });

  it('that is not held yet, or without a price, says so', () => {
    const example: Example = {
      etfs: [{ symbol: 'AA', weight: '100', quote: 'none' }],
      cash: '1000',
    };
    const text = told('AA', example);
    expect(text).toContain('Now none held');
    expect(text).toContain('Price none (price_source = last)');
    expect(text).toContain('Quote none');
  });

  it('that is valued by the broker says so', () => {
    const etfs = [
      { symbol: 'AA', weight: '100', held: '1', marketPrice: '90', quote: 'none' as const },
    ];
    expect(told('AA', { etfs, cash: '1000' })).toContain("90.00 from the broker's own valuation");
  });

  it('shows a quote that was down, old or halted', () => {
    const of = (quote: object): string =>
      told('VV', { etfs: [swap.etfs[0]!, { ...swap.etfs[1]!, quote }] });
    expect(of({ aliveAt: 0 })).toContain('the stream was down');
    expect(of({ aliveAt: NOW - 60_000 })).toContain('60 s old when read');
    expect(of({ halted: true })).toContain('when read, halted');
  });

  it('with a limit at the collar, at a locked market or across the spread shows that term', () => {
    const of = (quote: object, more: Partial<Example> = {}): string =>
      told('BB', { ...more, etfs: [{ ...swap.etfs[0]!, quote }, swap.etfs[1]!] });
    const wide = { bid: price('90'), ask: price('110') };
    expect(of({ bid: price('100'), ask: price('100') })).toMatch(
      /bid and ask are the same 100\.00 -> 100\.00 \*/,
    );
    expect(
      of(wide, { limits: { escalateAction: 'cross' }, safety: { collar: bps('200') } }),
    ).toMatch(/mid 100\.00 \+ collar 200 bps 102\.00 -> 102\.00 \*/);
    expect(
      of(wide, { limits: { escalateAction: 'cross' }, safety: { collar: bps('2000') } }),
    ).toMatch(/the ask 110\.00 -> 110\.00 \*/);
    expect(of(wide)).toMatch(/mid 100\.00 \+ cap 10 bps 100\.10 -> 100\.10 \*/);
  });
});

describe('the rule that decides', () => {
  it('is the total of all drifts, with trigger_mode = total_drift', () => {
    const trigger = { kind: 'total_drift' as const, band: bps('100') };
    expect(told('BB', { ...swap, rebalance: { trigger } })).toContain(
      'Band 100 bps of the base = $100.00 for all drifts together, cash included; they come to 4000 bps = $4,000.00',
    );
  });

  it('may be a band for idle cash too', () => {
    const trigger = { ...perHolding('50'), idleCashBand: bps('200') };
    expect(told('BB', { ...swap, rebalance: { trigger } })).toContain('; 200 bps for idle cash');
  });

  it('names the steps of fractional orders', () => {
    expect(told('BB', { ...swap, rebalance: { orderUnit: shares('0.0001') } })).toContain(
      'in steps of 0.0001 shares',
    );
    expect(plannerInput(swap).settings.rebalance.orderUnit).toBe(ONE_SHARE);
  });
});

describe('a buy that was cut', () => {
  const short: Example = {
    etfs: [
      { symbol: 'AA', weight: '50', held: '70', quote: { bid: undefined } },
      { symbol: 'BB', weight: '30' },
      { symbol: 'CC', weight: '20' },
    ],
    cash: '3000',
  };

  it('by cash shows the floor, and who was served first', () => {
    const text = told('CC', short);
    expect(text).toContain('Not traded: cut by cash: wanted 20 shares.');
    expect(text).toMatch(
      /The plan ends with \$[\d,.]+ of cash, and must keep \$[\d.-]+\. Larger drifts are served first: BB\./,
    );
  });

  it('by leverage shows the leverage', () => {
    const borrowed = { ...short, cash: '3000', rebalance: { maxLeverage: ratio('0.8') } };
    expect(told('BB', borrowed)).toMatch(
      /leverage is short for .* times the account's value, and max_leverage is 0\.8\./,
    );
  });

  it('by maintenance shows ExcessLiquidity, or that nobody knows it', () => {
    const kept = { ...short, rebalance: { maintenanceBuffer: ratio('0.5') } };
    expect(told('BB', kept)).toContain('The broker does not say what ExcessLiquidity is');
    const known = { ...kept, netLiquidation: '10000', excessLiquidity: '5100' };
    expect(told('BB', known)).toContain(
      'ExcessLiquidity is $5,100.00 before the plan, and must stay at $5,000.00 or more.',
    );
  });
});

describe('what is not managed', () => {
  const etfs = [...swap.etfs, { symbol: 'UU', held: '5', price: '50' }];

  it.each([
    [undefined, 'unlisted_etfs is not written: nothing is sent until it says hold or sell.'],
    ['hold' as const, 'unlisted_etfs = hold leaves it alone.'],
    ['abort' as const, 'unlisted_etfs = abort: nothing is sent while it is held.'],
  ])('an unlisted ETF under unlisted_etfs = %s', (unlistedEtfs, words) => {
    expect(told('UU', { etfs, rebalance: { unlistedEtfs } })).toContain(words);
  });

  it('an unlisted ETF that is to be sold has a line like any other', () => {
    expect(told('UU', { etfs, rebalance: { unlistedEtfs: 'sell' } })).toContain(
      'SELL 5 at a limit',
    );
  });

  it('options, and positions in other currencies', () => {
    const positions = [
      examplePosition('BB', {
        conId: 4,
        secType: 'OPT',
        quantity: shares('2'),
        marketValue: usd('80'),
      }),
      examplePosition('ZZ', { conId: 5, currency: 'CAD', quantity: shares('2') }),
    ];
    const both = told('BB', { ...swap, positions });
    expect(both).toContain('BUY 19 at a limit');
    expect(both).toContain('Never traded: it is no ETF (OPT). Now 2 held; $80.00 by the broker');
    expect(told('ZZ', { ...swap, positions })).toContain(
      'Never traded and not counted: a position in CAD.',
    );
  });

  it('nothing is said about what nobody knows', () => {
    const { snapshot, settings } = plannerInput(swap);
    const plan = planOf(swap);
    expect(explainSymbol('XX', { plan, snapshot, settings })).toEqual([]);
    expect(knownSymbols(plan, snapshot)).toEqual(['BB', 'CASH', 'VV']);
  });

  it('a debt in cash is written with its sign before the dollar', () => {
    const margin: Example = { ...swap, cash: '-50', rebalance: { maxLeverage: asRatio(2n * ONE) } };
    expect(told('CASH', margin)).toContain('Now -$50.00');
  });
});
