import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ONE, ratio } from '../core/units/ratio.ts';
import type { Result } from '../core/units/result.ts';
import { readPortfolios } from './read-portfolios.ts';
import { readSettings } from './read-settings.ts';

const seed = 20_240_229;

const settings = `[ibkr]
host = 127.0.0.1
read_only = true ; nothing is sent
[accounts]
ids = DU1234567
[models]
smurf = 0.50
badass = 30%
gltr = "0.20"
[rebalance]
min_order_usd = 500
cash_buffer_pct = 1%
order_type = LMT
[symbol_overrides]
VTI = conId:756733
`;

const portfolios = `ETF,SMURF,BADASS,GLTR
VTI,60%,"50",
# bonds
BND,40%,,98 %
QQQ,,48.5%,
CASH,,1.5,2%
`;

const names = ['smurf', 'badass', 'gltr'];

/** Pieces that have upset readers of such files before. */
const pieces = fc.oneof(
  fc.constantFrom(
    ...[
      '"',
      '""',
      '=',
      '[',
      ']',
      '[]',
      ';',
      '#',
      ',',
      ',,',
      '%',
      '-',
      '.',
      '\n',
      '\r',
      '\r\n',
      '\t',
    ],
    ...['\u0000', '\uFEFF', '\u2028', '\ud800', 'NaN', 'inf', '1e9', '99.99', '__proto__', 'CASH'],
    ...['ETF', '[models]', 'port = ', '0.2', 'target_pct', '9'.repeat(500), ' '.repeat(500)],
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

/** A file with some of its pieces deleted, replaced, repeated, or others put in. */
const mutated = (text: string) =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(12), fc.oneof(pieces, fc.constant(''))), {
      minLength: 1,
      maxLength: 6,
    })
    .map((edits) =>
      edits.reduce(
        (current, [at, length, piece]) => current.slice(0, at) + piece + current.slice(at + length),
        text,
      ),
    );

const anyText = (text: string) =>
  fc.oneof(
    { arbitrary: mutated(text), weight: 4 },
    fc.array(pieces).map((all) => all.join('')),
  );

/** Every problem says all it has to, in characters that a terminal can take. */
function checkProblems(result: Result<unknown>): void {
  if (result.ok) return;
  expect(result.problems.length).toBeGreaterThan(0);
  for (const { where, found, expected, fix } of result.problems) {
    for (const words of [where, found, expected, fix]) {
      expect(words).not.toBe('');
      expect(words).not.toMatch(/\p{Cc}/u);
    }
  }
}

describe('whatever a file says', () => {
  it('settings are read, or there are problems that say what is wrong', () => {
    fc.assert(
      fc.property(anyText(settings), (text) => {
        const result = readSettings(text, 'settings.ini');
        checkProblems(result);
        if (!result.ok) return;
        const { modelMix, rebalance, ibkr } = result.value;
        const sum = modelMix.reduce<bigint>((total, { share }) => total + share, 0n);
        expect(sum >= ratio('0.999') && sum <= ratio('1.001')).toBe(true);
        expect(modelMix.every(({ share }) => share >= 0n)).toBe(true);
        expect(rebalance.maxLeverage >= ONE).toBe(true);
        expect(ibkr.clientId).toBeGreaterThan(0);
      }),
      { seed, numRuns: 2000 },
    );
  });

  it('portfolios are whole, or there are problems that say what is wrong', () => {
    fc.assert(
      fc.property(anyText(portfolios), (text) => {
        const result = readPortfolios(text, 'portfolios.csv', names);
        checkProblems(result);
        if (!result.ok) return;
        expect(result.value.map(({ name }) => name)).toEqual(names);
        for (const { holdings, cash } of result.value) {
          const sum = holdings.reduce((total, { weight }) => total + weight, 0n) + cash;
          expect(sum >= ratio('0.9999') && sum <= ratio('1.0001')).toBe(true);
          expect(holdings.some(({ weight }) => weight > 0n)).toBe(true);
          expect(cash >= 0n && holdings.every(({ weight }) => weight >= 0n)).toBe(true);
          expect(new Set(holdings.map(({ symbol }) => symbol)).size).toBe(holdings.length);
        }
      }),
      { seed, numRuns: 2000 },
    );
  });

  it('the files that are mutated here are right before that', () => {
    expect(readSettings(settings, 'settings.ini').ok).toBe(true);
    expect(readPortfolios(portfolios, 'portfolios.csv', names).ok).toBe(true);
  });
});

describe('what does not change what a file means', () => {
  const result = (text: string) => readPortfolios(text, 'portfolios.csv', names);
  const lines = portfolios.trimEnd().split('\n');

  it('blank lines and comments between the rows', () => {
    const filler = fc.constantFrom('', '   ', '# a "comment', ',,,');
    fc.assert(
      fc.property(fc.array(fc.array(filler, { maxLength: 3 }), { maxLength: 6 }), (fillers) => {
        const text = lines.flatMap((line, at) => [...(fillers[at] ?? []), line]).join('\r\n');
        expect(result(text)).toEqual(result(portfolios));
      }),
      { seed, numRuns: 300 },
    );
  });

  it('the order of the sections of a settings file', () => {
    const sections = settings.split(/(?=^\[)/m);
    fc.assert(
      fc.property(fc.shuffledSubarray(sections, { minLength: sections.length }), (shuffled) => {
        expect(readSettings(shuffled.join(''), 's')).toEqual(readSettings(settings, 's'));
      }),
      { seed, numRuns: 100 },
    );
  });
});
