import { describe, expect, it } from 'vitest';
import { checkPlan } from './check-plan.ts';
import { NOW, plannerInput, type Example } from '../testing/example-account.ts';
import { lineOf, planOf, tradesOf } from '../testing/example-plan.ts';
import { asRatio, ratio } from '../units/ratio.ts';
import { asShares, shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';

const buffer = { kind: 'abs', amount: usd('100') } as const;

/**
 * AAA lacks 98 dollars at 100 a share, BBB 243 at 6; ZZZ is stuck. 338 dollars lie above the floor.
 */
const tight: Example = {
  cash: '438',
  etfs: [
    { symbol: 'AAA', weight: '9.8', price: '100' },
    { symbol: 'BBB', weight: '24.3', price: '6' },
    { symbol: 'ZZZ', weight: '65.9', held: '662', price: '1', quote: { aliveAt: NOW - 60_000 } },
  ],
  rebalance: { cashBuffer: buffer },
};

describe('phase 3', () => {
  it('lets one give up a share where another then comes closer by more', () => {
    // 40 shares of BBB cost 240 and leave 98, which is no share of AAA; 39 leave 104.
    const plan = planOf(tight);
    expect(tradesOf(plan)).toEqual(['BUY 39 BBB', 'BUY 1 AAA']);
    expect(lineOf(plan, 'BBB').reasons).toContainEqual({ kind: 'yielded', wanted: shares('40') });
    expect(lineOf(plan, 'AAA').reasons).toContainEqual({ kind: 'rounded-up' });
    expect(plan.certificate).toMatchObject({ cut: false, gap: 0n, capped: false, starved: [] });
    // 2 of AAA, 9 of BBB and 3 of ZZZ are left.
    expect(plan.certificate.residual).toBe(usd('14'));
    expect(plan.certificate.residualShare).toBe(ratio('0.01272727'));
    expect(checkPlan(plan, plannerInput(tight).settings)).toEqual([]);
  });

  it('does not when the one share more would not be worth what is given up', () => {
    const [, bbb, zzz] = tight.etfs;
    const etfs = [
      { symbol: 'AAA', weight: '5.2', price: '100' },
      bbb!,
      { ...zzz!, weight: '70.5' },
    ];
    // 52 of 100 lack: a gain of 4 for a share of 6.
    const plan = planOf({ ...tight, cash: '438', etfs });
    expect(lineOf(plan, 'BBB').trade?.quantity).toBe(shares('40'));
  });
});

describe('when a row cuts a buy', () => {
  const short: Example = {
    cash: '1100',
    etfs: [
      { symbol: 'AAA', weight: '50', held: '41', price: '100' },
      { symbol: 'BBB', weight: '20', held: '50', price: '30' },
      { symbol: 'CCC', weight: '30', held: '34', price: '100', quote: { aliveAt: NOW - 60_000 } },
    ],
    rebalance: { cashBuffer: buffer },
  };

  it('priority decides, no gap is claimed, and who went short is named with what is missing', () => {
    expect(planOf(short).certificate).toMatchObject({
      cut: true,
      gap: undefined,
      gapShare: undefined,
      starved: [{ symbol: 'BBB', row: 'cash', missing: shares('13'), missingUsd: usd('390') }],
    });
  });

  it('maintenance margin that is not known starves everybody', () => {
    const rebalance = { ...short.rebalance, maintenanceBuffer: asRatio(1n) };
    const { certificate, buys } = planOf({ ...short, rebalance });
    expect(buys).toEqual([]);
    expect(certificate.starved.map(({ symbol, row }) => [symbol, row])).toEqual([
      ['AAA', 'maintenance'],
      ['BBB', 'maintenance'],
    ]);
  });
});

it('all-equal prices: the gap closes to nothing, although fractions would leave one', () => {
  const etfs = Array.from({ length: 40 }, (_, at) => ({
    symbol: `E${String(at + 10)}`,
    weight: (2.4 + (at % 7) / 100).toFixed(4),
    price: '100',
  }));
  const { certificate } = planOf({ etfs, cash: '12345', rebalance: { cashBuffer: buffer } });
  expect(certificate).toMatchObject({ cut: false, gap: 0n, capped: false });
});

it('numbers too large for the search: the plan is made without it, and says what it cannot prove', () => {
  const etfs = ['AAA', 'BBB'].map((symbol, at) => ({
    symbol,
    weight: '50',
    price: String(70_000_000 + at * 9_000_000),
  }));
  const { certificate, buys } = planOf({
    etfs,
    cash: '130000100',
    rebalance: { cashBuffer: buffer },
  });
  // One of them fits and comes 60 millions closer; the other would, by 51, if there were room.
  expect(buys).toHaveLength(1);
  expect(certificate).toMatchObject({ cut: false, gap: usd('51000000'), nodes: 0 });
});

it('parts of a share are rounded to the nearest and need no search', () => {
  const plan = planOf({
    cash: '1000',
    etfs: [
      { symbol: 'AAA', weight: '60', price: '333.33' },
      { symbol: 'BBB', weight: '40', price: '41.07' },
    ],
    rebalance: { orderUnit: asShares(1n), cashBuffer: buffer },
  });
  expect(plan.certificate.nodes).toBe(0);
  expect(plan.certificate.residual < usd('0.05')).toBe(true);
});

it('an early share for a small order is not taken where whole shares of others help more', () => {
  // AAA lacks 300 at 590 (no: less than half); at 500 one share is more than half and an order.
  const plan = planOf({
    cash: '600',
    etfs: [
      { symbol: 'AAA', weight: '26', price: '500' },
      { symbol: 'BBB', weight: '25', price: '125' },
      { symbol: 'ZZZ', weight: '49', held: '500', price: '1', quote: { aliveAt: NOW - 60_000 } },
    ],
    rebalance: { cashBuffer: buffer, minOrder: usd('250') },
  });
  // 500 to spend. AAA first would leave nothing for BBB: 26 closer. BBB alone comes 250 closer.
  expect(tradesOf(plan)).toEqual(['BUY 2 BBB']);
});
