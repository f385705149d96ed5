import { describe, expect, it } from 'vitest';
import { describeProblem } from '../core/units/problem.ts';
import { readSettings } from './read-settings.ts';

const problemsOf = (text: string) => {
  const result = readSettings(text, 'settings.ini');
  return result.ok ? [] : result.problems;
};

const styleOf = (text: string) => {
  const result = readSettings(text, 'settings.ini');
  return result.ok ? result.value.limits.style : result.problems.map(describeProblem);
};

/** The text with the model mix that every file needs, below it so that lines stay as they are. */
const withModels = (text: string) => `${text}\n[models]\nall = 1\n`;

describe('market orders', () => {
  it.each([
    '[execution]\norder_type = market',
    '[execution]\norder_type = MKT',
    '[rebalance]\norder_type = mkt',
    '[limits]\nsmart_limit = false',
    '[limits]\nstyle = off',
    '[limits]\nstyle = off\nsmart_limit = false\n[execution]\norder_type = market',
  ])('come from %j', (text) => {
    expect(styleOf(withModels(text))).toBe('off');
  });

  it.each(['[execution]\norder_type = LMT', '[limits]\nsmart_limit = true\nstyle = spread_aware'])(
    'do not come from %j',
    (text) => {
      expect(styleOf(withModels(text))).toBe('spread_aware');
    },
  );
});

describe('two spellings that contradict each other', () => {
  it.each([
    ['[execution]\norder_type = limit\n[rebalance]\norder_type = MKT', '4 [rebalance] order_type'],
    ['[execution]\norder_type = market\n[limits]\nsmart_limit = true', '4 [limits] smart_limit'],
    ['[limits]\nsmart_limit = false\n[execution]\norder_type = LMT', '4 [execution] order_type'],
    ['[limits]\nsmart_limit = true\n[rebalance]\norder_type = MKT', '4 [rebalance] order_type'],
    ['[limits]\nstyle = off\n[execution]\norder_type = limit', '4 [execution] order_type'],
    ['[limits]\nstyle = spread_aware\nsmart_limit = false', '3 [limits] smart_limit'],
    ['[safety]\nprefer_rth = true\n[rebalance]\nprefer_rth = false', '4 [rebalance] prefer_rth'],
    ['[rebalance]\nprefer_rth = true\ntrading_hours = eth', '3 [rebalance] trading_hours'],
  ])('%j', (text, where) => {
    const contradictions = problemsOf(withModels(text)).filter(
      ({ code }) => code === 'settings.contradiction',
    );
    expect(contradictions).toMatchObject([{ where: `settings.ini:${where}` }]);
  });

  it('are named with both lines', () => {
    const text = withModels('[limits]\nsmart_limit = false\n[execution]\norder_type = limit');
    expect(problemsOf(text).map(describeProblem)).toEqual([
      'settings.ini:4 [execution] order_type: "limit", but line 2 says [limits] smart_limit = "false"; expected two settings about one thing to agree. Delete line 2 or line 4.',
    ]);
  });

  it('are no trouble while they agree', () => {
    const text = '[safety]\nprefer_rth = yes\n[rebalance]\ntrading_hours = RTH\nprefer_rth = 1';
    expect(problemsOf(withModels(text))).toEqual([]);
  });
});
