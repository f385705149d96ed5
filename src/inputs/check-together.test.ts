import { describe, expect, it } from 'vitest';
import { describeProblem } from '../core/units/problem.ts';
import { readSettings } from './read-settings.ts';

/** What is wrong besides what this version does not support yet. */
const sentences = (text: string) => {
  const result = readSettings(`${text}\n[models]\nall = 1\n`, 'settings.ini');
  const problems = result.ok ? [] : result.problems;
  return problems.filter(({ code }) => code === 'settings.contradiction').map(describeProblem);
};

describe('extended hours', () => {
  it.each([
    '[execution]\norder_type = market',
    '[rebalance]\norder_type = MKT',
    '[limits]\nsmart_limit = false',
    '[limits]\nstyle = off',
    '[execution]\nalgo_preference = midprice',
    '[execution]\nalgo_preference = adaptive',
    '[execution]\non_timeout = market',
    '[limits]\nescalate_action = market',
  ])('take plain limit orders only: %j', (text) => {
    const problems = sentences(`[rebalance]\ntrading_hours = eth\n${text}`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('expected plain limit orders outside of regular hours.');
    expect(sentences(text)).toEqual([]);
  });

  it('may be written in the other spelling', () => {
    expect(sentences('[safety]\nprefer_rth = no\n[execution]\non_timeout = market')).toEqual([
      'settings.ini:4 [execution] on_timeout: "market", but line 2 says [safety] prefer_rth = "no"; expected plain limit orders outside of regular hours. Delete line 2 or line 4.',
    ]);
  });

  it('take limits that cross', () => {
    const text =
      '[rebalance]\ntrading_hours = eth\n[execution]\non_timeout = cross\norder_type = limit';
    expect(sentences(text)).toEqual([]);
  });
});

describe('the wait for an algorithm', () => {
  const algorithm = '[execution]\nalgo_preference = adaptive\n';
  it.each([
    ['wait_before_fallback_seconds = 119', []],
    ['fill_timeout_seconds = 61', []],
    ['', []],
    [
      'fill_timeout_seconds = 60',
      [
        'settings.ini:3 [execution] fill_timeout_seconds: "60", but [execution] wait_before_fallback_seconds is 60 by default; expected [execution] wait_before_fallback_seconds below [execution] fill_timeout_seconds. Correct it, or write [execution] wait_before_fallback_seconds too.',
      ],
    ],
    [
      'wait_before_fallback_seconds = 120',
      [
        'settings.ini:3 [execution] wait_before_fallback_seconds: "120", but [execution] fill_timeout_seconds is 120 by default; expected [execution] wait_before_fallback_seconds below [execution] fill_timeout_seconds. Correct it, or write [execution] fill_timeout_seconds too.',
      ],
    ],
    [
      'fill_timeout_seconds = 30\nwait_before_fallback_seconds = 30',
      [
        'settings.ini:4 [execution] wait_before_fallback_seconds: "30", but line 3 says [execution] fill_timeout_seconds = "30"; expected [execution] wait_before_fallback_seconds below [execution] fill_timeout_seconds. Delete line 3 or line 4.',
      ],
    ],
  ])('ends before the order does: %j', (text, expected) => {
    expect(sentences(algorithm + text)).toEqual(expected);
  });

  it('does not matter without one', () => {
    expect(sentences('[execution]\nfill_timeout_seconds = 30')).toEqual([]);
  });
});

it('idle cash is counted once', () => {
  expect(sentences('[rebalance]\ntrigger_mode = total_drift\nidle_cash_band_bps = 100')).toEqual([
    'settings.ini:3 [rebalance] idle_cash_band_bps: "100", but line 2 says [rebalance] trigger_mode = "total_drift"; expected it in per_holding only; total_drift counts cash already. Delete line 2 or line 3.',
  ]);
  expect(sentences('[rebalance]\nidle_cash_band_bps = 100')).toEqual([]);
});

it('the largest conversion is not below the smallest', () => {
  expect(sentences('[fx]\nmax_fx_order_usd = 999')).toHaveLength(1);
  expect(sentences('[fx]\nmax_fx_order_usd = 1000')).toEqual([]);
  expect(sentences('[fx]\nmin_fx_order_usd = 50\nmax_fx_order_usd = 49')).toHaveLength(1);
});
