import { describe, expect, it } from 'vitest';
import {
  type Example,
  examplePosition,
  exampleQuote,
  NOW,
  perHolding,
  plannerInput,
} from '../testing/example-account.ts';
import { lineOf, planOf, tradesOf } from '../testing/example-plan.ts';
import { price } from '../units/price.ts';
import { bps, ratio } from '../units/ratio.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { planTrades } from './plan-trades.ts';

const absolute = (text: string) => ({ kind: 'abs', amount: usd(text) }) as const;

/** 99,850 and a buffer of 1%: VTI is over, BND under its target, QQQ is new, GLD in its band. */
const account: Example = {
  cash: '11000',
  etfs: [
    { symbol: 'VTI', weight: '40', held: '250', price: '200' },
    { symbol: 'BND', weight: '30', held: '300', price: '80' },
    { symbol: 'QQQ', weight: '15', price: '450' },
    { symbol: 'GLD', weight: '15', held: '74.25', price: '200' },
  ],
  rebalance: {
    trigger: perHolding('50'),
    minOrder: usd('500'),
    cashBuffer: { kind: 'pct', share: ratio('0.01') },
    slippageReserve: bps('20'),
  },
};

describe('a plan from the account to the orders', () => {
  const plan = planOf(account);

  it('sells what is over, then buys what is under, the largest drift first', () => {
    expect(tradesOf(plan)).toEqual(['SELL 52 VTI', 'BUY 33 QQQ', 'BUY 69 BND']);
  });

  it('has a line for every managed symbol, in alphabetical order', () => {
    expect(plan.lines.map(({ holding }) => holding.contract.symbol)).toEqual([
      'BND',
      'GLD',
      'QQQ',
      'VTI',
    ]);
  });

  it('shows each line before and after', () => {
    expect(lineOf(plan, 'VTI')).toMatchObject({
      target: usd('39540.60'),
      driftUsd: usd('10459.40'),
      drift: ratio('0.10580922'),
      heldAfter: shares('198'),
      valueAfter: usd('39600'),
      weight: ratio('0.50580922'),
      weightAfter: ratio('0.40060090'),
    });
  });

  it('leaves alone what is in its band', () => {
    expect(lineOf(plan, 'GLD')).toMatchObject({
      trade: undefined,
      heldAfter: shares('74.25'),
      reasons: [{ kind: 'in-band', band: bps('50') }],
    });
  });

  it('all drifts and the drift of the cash are exactly nothing together', () => {
    const drifts = plan.lines.reduce((sum, { driftUsd }) => sum + driftUsd, 0n);
    expect(drifts + plan.cashDriftUsd).toBe(0n);
    expect(plan.cashDriftUsd).toBe(usd('10001.5'));
  });

  it('weighs the cash without its buffer, like every holding', () => {
    // 10,001.50 of 98,851.50, and none of it wanted.
    expect(plan.cashWeight).toBe(ratio('0.10117702'));
    expect(plan.cashDrift).toBe(ratio('0.10117702'));
    expect(plan.cashTargetWeight).toBe(0n);
  });

  it('says how the cash goes from before to after', () => {
    const { before, sells, buys, commissions, reserve, after, floor } = plan.cash;
    expect(before + sells - buys - commissions - reserve).toBe(after);
    expect(after >= floor).toBe(true);
  });

  it('is dated by its quotes', () => {
    expect(plan.quotedAt).toBe(NOW);
  });
});

describe('an exposure that the sells cannot cure', () => {
  /** 15,000 of AAA on 10,000 of value, and AAA cannot be sold. */
  const geared: Example = {
    cash: '-5000',
    etfs: [
      { symbol: 'AAA', weight: '50', held: '150', price: '100', quote: { aliveAt: NOW - 60_000 } },
      { symbol: 'BBB', weight: '50', price: '100' },
    ],
  };

  it('stops all buys and is said', () => {
    const plan = planOf(geared);
    expect(plan.leverageUnresolved).toBe(true);
    expect(tradesOf(plan)).toEqual([]);
    expect(plan.before.leverage).toBe(ratio('1.5'));
  });

  it('is not when the sells cure it', () => {
    const etfs = geared.etfs.map(({ symbol, weight, held, price: at }) => ({
      symbol,
      weight: weight ?? '0',
      ...(held === undefined ? {} : { held }),
      price: at ?? '100',
    }));
    const plan = planOf({ ...geared, etfs });
    expect(plan.leverageUnresolved).toBe(false);
    expect(tradesOf(plan)).toEqual(['SELL 100 AAA', 'BUY 49 BBB']);
  });

  it('never blocks the sells themselves', () => {
    const options = [
      examplePosition('OPT1', { conId: 1, quantity: shares('1'), marketValue: usd('50000') }),
      examplePosition('OPT2', { conId: 2, quantity: shares('-1'), marketValue: usd('-50000') }),
    ];
    const plan = planOf({
      cash: '1000',
      etfs: [{ symbol: 'AAA', weight: '50', held: '90', price: '100' }],
      positions: options,
    });
    expect(tradesOf(plan)).toEqual(['SELL 40 AAA']);
    expect(plan.leverageUnresolved).toBe(true);
  });

  it('is said even when the costs of the sells exceed all that the targets want', () => {
    const options = [
      examplePosition('OPT1', { conId: 1, quantity: shares('1'), marketValue: usd('50000') }),
      examplePosition('OPT2', { conId: 2, quantity: shares('-1'), marketValue: usd('-50000') }),
    ];
    const plan = planOf({
      cash: '1000',
      etfs: [{ symbol: 'AAA', weight: '1', held: '90', price: '100' }],
      positions: options,
      rebalance: { slippageReserve: bps('200') },
    });
    expect(tradesOf(plan)).toEqual(['SELL 89 AAA']);
    expect(plan.after.leverage > ratio('10')).toBe(true);
    expect(plan.leverageUnresolved).toBe(true);
  });

  it('a debit of three dollars does not block buys that the sells pay for', () => {
    const plan = planOf({
      cash: '-3',
      etfs: [
        { symbol: 'AAA', weight: '50', held: '60', price: '100' },
        { symbol: 'BBB', weight: '50', held: '40', price: '100' },
      ],
      rebalance: { cashBuffer: absolute('10') },
    });
    expect(plan.leverageUnresolved).toBe(false);
    expect(tradesOf(plan)).toEqual(['SELL 10 AAA', 'BUY 9 BBB']);
  });
});

describe('cash below its target and nothing to sell', () => {
  it('buys nothing', () => {
    const plan = planOf({
      cash: '100',
      etfs: [
        { symbol: 'AAA', weight: '50', held: '55', price: '100', quote: { aliveAt: NOW - 60_000 } },
        { symbol: 'BBB', weight: '50', held: '44', price: '100' },
      ],
      rebalance: { cashBuffer: absolute('500') },
    });
    expect(tradesOf(plan)).toEqual([]);
    expect(plan.cash.after < plan.cash.floor).toBe(true);
    expect(lineOf(plan, 'BBB').reasons).toContainEqual({
      kind: 'cut',
      row: 'cash',
      wanted: shares('3'),
    });
  });
});

describe('a line that cannot be priced', () => {
  const over = (quote: Parameters<typeof exampleQuote>[1]): Example => ({
    cash: '1000',
    etfs: [{ symbol: 'AAA', weight: '50', held: '90', price: '100', ...(quote && { quote }) }],
  });

  it.each([
    ['no-price', { last: undefined, bid: undefined }],
    ['no-market', { bid: undefined }],
    ['no-market', { ask: undefined }],
    ['no-market', { bid: price('100.02'), ask: price('100.01') }],
    ['stale', { aliveAt: NOW - 60_000 }],
    ['gap', { close: price('130') }],
  ] as const)('%s: is not traded and says so', (why, quote) => {
    const example = over(quote);
    const etfs = example.etfs.map((etf) => ({ ...etf, marketPrice: '100' }));
    const line = lineOf(planOf({ ...example, etfs }), 'AAA');
    expect(line.trade).toBeUndefined();
    expect(line.reasons).toContainEqual({ kind: 'frozen', why });
  });

  it('inside its band it is in its band, and nothing more is said', () => {
    const example = over({ aliveAt: NOW - 60_000 });
    const plan = planOf({ ...example, rebalance: { trigger: perHolding('10000') } });
    expect(lineOf(plan, 'AAA').reasons).toEqual([{ kind: 'in-band', band: ratio('1') }]);
  });

  it('a halted symbol still gets its limit order, and never a market order', () => {
    expect(tradesOf(planOf(over({ halted: true })))).toEqual(['SELL 40 AAA']);
    expect(tradesOf(planOf({ ...over({ halted: true }), limits: { style: 'off' } }))).toEqual([]);
  });

  it('a wide spread is traded at its capped limit, with a note', () => {
    const line = lineOf(planOf(over({ bid: price('98'), ask: price('102') })), 'AAA');
    expect(line.trade?.order).toMatchObject({ limit: price('99.90') });
    expect(line.reasons).toContainEqual({ kind: 'price-note', note: 'wide-spread' });
  });
});

it('an account whose debts exceed its value shows no leverage rather than a negative one', () => {
  const plan = planOf({
    cash: '5000',
    otherCash: [{ currency: 'CAD', amount: usd('-99999'), worth: usd('-70000') }],
    etfs: [{ symbol: 'AAA', weight: '100', held: '10', price: '100' }],
  });
  expect(plan.before.leverage).toBe(0n);
  expect(plan.leverageUnresolved).toBe(true);
  expect(tradesOf(plan)).toEqual([]);
});

it('27: a plan is a pure function: planned twice it is the same, and its input is untouched', () => {
  const { targets, snapshot, settings } = plannerInput(account);
  const before = structuredClone(snapshot);
  const first = planTrades(targets, snapshot, settings);
  expect(planTrades(targets, snapshot, settings)).toEqual(first);
  expect(snapshot).toEqual(before);
});

it('a holding that nobody can value stops the plan', () => {
  const { targets, snapshot, settings } = plannerInput({
    cash: '1000',
    etfs: [{ symbol: 'VTI', weight: '100', held: '10', quote: 'none' }],
  });
  const planned = planTrades(targets, snapshot, settings);
  expect(planned).toMatchObject({ ok: false, problems: [{ code: 'data.no-price', where: 'VTI' }] });
});

it('convertible dollars weigh as cash', () => {
  // 20,000 CAD are 14,783 dollars: all of the base, and nothing is held yet.
  const plan = planOf({
    cash: '0',
    cad: '20000',
    etfs: [{ symbol: 'VTI', weight: '100', price: '100' }],
    fx: { enabled: true },
  });
  expect(plan.base.convertible).toBe(usd('14783'));
  expect(plan.cashWeight).toBe(ratio('1'));
});

it('the floor of ExcessLiquidity is rounded up', () => {
  const plan = planOf({
    cash: '1000',
    etfs: [{ symbol: 'VTI', weight: '100', price: '100' }],
    rebalance: { maintenanceBuffer: ratio('0.1') },
    netLiquidation: '1000.00000001',
    excessLiquidity: '1000',
  });
  expect(plan.maintenance?.floor).toBe(usd('100.00000001'));
});
