import { describe, expect, it } from 'vitest';
import { describeProblem } from '../core/units/problem.ts';
import { readScenarioFile } from './scenario-file.ts';

const gateway = 'gateway: { accounts: [{ cash: { USD: 1000 } }] }\n';
const portfolios = '  portfolios: { VTI: 100% }\n';

function problems(text: string): readonly string[] {
  const file = readScenarioFile('my.yaml', text);
  return file.ok ? [] : file.problems.map(describeProblem);
}

describe('a scenario file', () => {
  it('has usual values for what it does not say', () => {
    const file = readScenarioFile('my.yaml', `${gateway}run:\n${portfolios}`);
    if (!file.ok) throw new Error('it is right');
    expect(file.value.run).toMatchObject({
      command: 'rebalance --paper',
      answer: 'yes',
      at: '2026-01-15T15:30:00Z',
      socket: 'same',
      after: 0,
      happens: [],
    });
    expect(file.value.expected).toEqual({});
    expect(file.value.lineOf(['run', 'portfolios', 'VTI'])).toBe('my.yaml:3');
    expect(file.value.lineOf(['expect', 'orders'])).toBe('my.yaml:1');
  });

  it.each([
    [
      'an unknown key near a known one',
      `${gateway}run:\n${portfolios}  setings: {}\n`,
      /^my\.yaml:4: the key setings; expected one of at, .*\. Did you mean settings\?$/,
    ],
    [
      'an unknown key near none',
      `${gateway}run:\n${portfolios}expect:\n  zebra: 1\n`,
      /^my\.yaml:5: the key zebra; expected one of exit, .*\. docs\/scenario-files\.md shows/,
    ],
    [
      'a word that is none of those there are',
      `${gateway}run:\n${portfolios}  answer: perhaps\n`,
      /^my\.yaml:4: run\.answer is "perhaps"; expected one of yes, no, nobody, ctrl_c\./,
    ],
    [
      'something that happens at no time',
      `${gateway}run:\n${portfolios}  happens:\n    - { do: die }\n`,
      /^my\.yaml:5: run\.happens\[0\]; expected one of at:, order: and question:\./,
    ],
    ['no portfolios', `${gateway}run:\n  answer: no\n`, /^my\.yaml:3: run\.portfolios; expected /],
    [
      'a mistake in the part of the gateway',
      `gateway:\n  accounts: [{ positions: { ZZZ: 1 } }]\nrun:\n${portfolios}`,
      /^my\.yaml:2: gateway\.accounts\[0\]\.positions\[0\]: no contract is called that;/,
    ],
    ['what is no YAML', 'gateway: [\nrun:', /^my\.yaml:\d: .*; expected a YAML document\./],
  ])('%s is a mistake with its line', (_, text, message) => {
    const [first, ...others] = problems(text);
    expect(first).toMatch(message);
    expect(others).toEqual([]);
  });

  it('all mistakes are told at once, in the order of the parts', () => {
    const text = `gateway: { accounts: [] }\nrun:\n${portfolios}  at: noon\nexpect: { exit: high }\n`;
    expect(problems(text).map((each) => each.split(';')[0])).toEqual([
      'my.yaml:1: gateway.accounts',
      'my.yaml:4: run.at is "noon"',
      'my.yaml:5: expect.exit is "high"',
    ]);
  });
});
