import { describe, expect, it } from 'vitest';
import { describeProblem } from '../core/units/problem.ts';
import { ratio } from '../core/units/ratio.ts';
import { readSettings } from './read-settings.ts';

const problemsOf = (text: string) => {
  const result = readSettings(text, 'settings.ini');
  return result.ok ? [] : result.problems;
};

describe('the model mix', () => {
  it.each([
    ['three models', 'smurf = 0.50\nbadass = 0.30\ngltr = 0.20'],
    ['one model', 'mine = 1'],
    ['percentages', 'a = 60%\nb = 40 %'],
    ['a model that is switched off', 'a = 1\nb = 0'],
    ['thirds in percent', 'a = 33.333333%\nb = 33.333333%\nc = 33.333333%'],
    ['exactly 1.001', 'a = 0.501\nb = 0.5'],
    ['exactly 0.999', 'a = 0.499\nb = 0.5'],
  ])('may be %s', (_, models) => {
    expect(problemsOf(`[models]\n${models}`)).toEqual([]);
  });

  it.each([
    ['0.50100001', '1.00100001'],
    ['0.49899999', '0.99899999'],
    ['0', '0.5'],
  ])('0.5 and %s add up to %s', (other, sum) => {
    expect(problemsOf(`[models]\nA = 0.5\nb = ${other}`).map(describeProblem)).toEqual([
      `settings.ini:1 [models]: weights that add up to ${sum}; expected 1 +/- 0.001. Correct the weights of A, b.`,
    ]);
  });

  it.each(['nan', 'inf', '-0.5', '50', '1e-1', '0,5', '', '0.333333333'])(
    'has no weight of "%s", and then no sum',
    (weight) => {
      expect(problemsOf(`[models]\na = ${weight}\nb = 0.5`)).toMatchObject([
        { code: 'settings.bad-value', where: 'settings.ini:2 [models] a' },
      ]);
    },
  );

  it.each([
    ['', 'settings.ini [models]'],
    ['\n[models]\n', 'settings.ini:2 [models]'],
  ])('has to be there: %j', (text, where) => {
    expect(problemsOf(text)).toMatchObject([{ code: 'settings.missing-key', where }]);
  });

  it('compares names without case', () => {
    expect(problemsOf('[models]\nSMURF = 0.5\nsmurf = 0.5')).toMatchObject(
      [{ code: 'settings.duplicate-key' }, { code: 'settings.model-mix' }].toReversed(),
    );
  });

  it('has no model portfolio named like the column of the symbols', () => {
    expect(problemsOf('[models]\nETF = 1')).toMatchObject([
      { code: 'settings.bad-value', where: 'settings.ini:2 [models] ETF' },
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('may have a model named %s', (name) => {
    expect(readSettings(`[models]\n${name} = 1`, 'settings.ini')).toMatchObject({
      ok: true,
      value: { modelMix: [{ name, share: ratio('1') }] },
    });
  });
});
