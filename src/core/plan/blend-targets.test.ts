import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelPortfolio } from '../account/model-portfolio.ts';
import type { ModelShare } from '../settings.ts';
import { BrokenInvariant } from '../units/assert.ts';
import { asRatio, ONE, ratio, type Ratio } from '../units/ratio.ts';
import { blendTargets } from './blend-targets.ts';

const options = { seed: 7_201, numRuns: 1000 };

/** A model portfolio in percent; CASH is its cash row. */
function model(name: string, rows: Record<string, string>): ModelPortfolio {
  const weights = Object.entries(rows).map(([symbol, text]) => ({
    symbol,
    weight: asRatio(ratio(text) / 100n),
  }));
  return {
    name,
    holdings: weights.filter(({ symbol }) => symbol !== 'CASH'),
    cash: weights.find(({ symbol }) => symbol === 'CASH')?.weight ?? asRatio(0n),
  };
}

function mix(shares: Record<string, string>): ModelShare[] {
  return Object.entries(shares).map(([name, share]) => ({ name, share: ratio(share) }));
}

function blend(portfolios: readonly ModelPortfolio[], shares: Record<string, string>) {
  const { weights, cash } = blendTargets(portfolios, mix(shares));
  return { ...Object.fromEntries(weights), CASH: cash };
}

describe('the blend of model portfolios by the model mix', () => {
  it('multiplies and adds: a symbol of several models is summed', () => {
    const smurf = model('SMURF', { VTI: '60', BND: '40' });
    const badass = model('BADASS', { VTI: '50', QQQ: '50' });
    const gltr = model('GLTR', { GLD: '100' });
    expect(blend([smurf, badass, gltr], { smurf: '0.5', badass: '0.3', gltr: '0.2' })).toEqual({
      BND: ratio('0.2'),
      GLD: ratio('0.2'),
      QQQ: ratio('0.15'),
      VTI: ratio('0.45'),
      CASH: 0n,
    });
  });

  it('lists the symbols in alphabetical order', () => {
    const { weights } = blendTargets(
      [model('one', { ZZZ: '50', AAA: '20', MMM: '30' })],
      mix({ one: '1' }),
    );
    expect([...weights.keys()]).toEqual(['AAA', 'MMM', 'ZZZ']);
  });

  it('holds cash where a model does', () => {
    const careful = model('careful', { VTI: '70', CASH: '30' });
    const bold = model('bold', { VTI: '100' });
    expect(blend([careful, bold], { careful: '0.4', bold: '0.6' })).toEqual({
      VTI: ratio('0.88'),
      CASH: ratio('0.12'),
    });
  });

  it('borrows where a model does', () => {
    const geared = model('geared', { VTI: '150', CASH: '-50' });
    expect(blend([geared], { geared: '1' })).toEqual({ VTI: ratio('1.5'), CASH: ratio('-0.5') });
  });

  it('manages a symbol of weight 0, and does not want it', () => {
    expect(blend([model('one', { VTI: '100', OLD: '0' })], { one: '1' })).toEqual({
      OLD: 0n,
      VTI: ONE,
      CASH: 0n,
    });
  });

  it('finds the model whatever the case of its name', () => {
    expect(blend([model('SmUrF', { VTI: '100' })], { sMuRf: '1' })).toEqual({ VTI: ONE, CASH: 0n });
  });

  it.each(['99.99', '100.01'])('the slack of a model that sums to %s never becomes cash', (sum) => {
    expect(blend([model('one', { VTI: sum })], { one: '1' })).toEqual({ VTI: ONE, CASH: 0n });
  });

  it.each(['0.999', '1.001'])('nor does the slack of a mix that sums to %s', (sum) => {
    const one = model('one', { VTI: '100' });
    expect(blend([one], { one: sum })).toEqual({ VTI: ONE, CASH: 0n });
    const careful = model('careful', { VTI: '70', CASH: '30' });
    expect(blend([careful], { careful: sum })).toEqual({ VTI: ratio('0.7'), CASH: ratio('0.3') });
  });

  it('thirds add up to exactly 1; the alphabet settles who gets the last 1e-8', () => {
    const thirds = model('thirds', { CCC: '33.33', AAA: '33.33', BBB: '33.33' });
    expect(blend([thirds], { thirds: '1' })).toEqual({
      AAA: ratio('0.33333334'),
      BBB: ratio('0.33333333'),
      CCC: ratio('0.33333333'),
      CASH: 0n,
    });
  });

  it.each([
    ['a model that was not read', [model('one', { VTI: '100' })], { other: '1' }],
    ['a model that sums to nothing', [model('one', { VTI: '0' })], { one: '1' }],
    ['a mix that sums to nothing', [model('one', { VTI: '100' })], { one: '0' }],
  ])('%s is a bug of the reader', (_, portfolios, shares) => {
    expect(() => blend(portfolios, shares)).toThrow(BrokenInvariant);
  });
});

/** Models that sum to 100 +/- 0.01 percent, with overlapping symbols, and a mix of them. */
const anyBlend = fc
  .array(
    fc.record({
      weights: fc.array(fc.bigInt(0n, 1_000n), { minLength: 5, maxLength: 5 }),
      cash: fc.bigInt(-300n, 300n),
      slack: fc.bigInt(-10_000n, 10_000n),
      share: fc.bigInt(1n, 1_000n),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .filter((models) =>
    models.every(({ weights, cash }) => weights.reduce((a, b) => a + b, cash) > 400n),
  )
  .map((models) => {
    const portfolios = models.map(({ weights, cash, slack }, at): ModelPortfolio => {
      const sum = weights.reduce((a, b) => a + b, cash);
      const scaled = [...weights, cash].map((weight) => (weight * ONE) / sum);
      const missing = ONE + slack - scaled.reduce((a, b) => a + b, 0n);
      const largest = weights.indexOf(weights.reduce((a, b) => (b > a ? b : a)));
      return {
        name: `M${at}`,
        holdings: ['AA', 'BB', 'CC', 'DD', 'EE'].map((symbol, row) => ({
          symbol,
          weight: asRatio((scaled[row] ?? 0n) + (row === largest ? missing : 0n)),
        })),
        cash: asRatio(scaled[5] ?? 0n),
      };
    });
    const total = models.reduce((sum, { share }) => sum + share, 0n);
    const shares = models.map(({ share }, at): ModelShare => ({
      name: `m${at}`,
      share: asRatio((share * ONE) / total),
    }));
    return { portfolios, shares };
  });

describe('for any models and mix', () => {
  it('weights and cash are exactly 1 together, and no weight is negative', () => {
    fc.assert(
      fc.property(anyBlend, ({ portfolios, shares }) => {
        const { weights, cash } = blendTargets(portfolios, shares);
        expect([...weights.values()].reduce<bigint>((sum, weight) => sum + weight, cash)).toBe(ONE);
        expect([...weights.values()].every((weight) => weight >= 0n)).toBe(true);
      }),
      options,
    );
  });

  it('each weight is the exact blend, to less than 2e-8', () => {
    fc.assert(
      fc.property(anyBlend, ({ portfolios, shares }) => {
        const { weights, cash } = blendTargets(portfolios, shares);
        const exact = (pick: (portfolio: ModelPortfolio) => Ratio): number => {
          const mixSum = shares.reduce((sum, { share }) => sum + Number(share), 0);
          return portfolios.reduce((sum, portfolio, at) => {
            const whole = portfolio.holdings.reduce(
              (all, { weight }) => all + Number(weight),
              Number(portfolio.cash),
            );
            return sum + (Number(shares[at]?.share) / mixSum) * (Number(pick(portfolio)) / whole);
          }, 0);
        };
        for (const [symbol, weight] of weights) {
          const held = exact(
            ({ holdings }) => holdings.find((row) => row.symbol === symbol)?.weight ?? asRatio(0n),
          );
          expect(Math.abs(Number(weight) / 1e8 - held)).toBeLessThan(2e-8);
        }
        expect(Math.abs(Number(cash) / 1e8 - exact((portfolio) => portfolio.cash))).toBeLessThan(
          2e-8,
        );
      }),
      { ...options, numRuns: 300 },
    );
  });

  it('the order of rows and of models does not matter', () => {
    fc.assert(
      fc.property(anyBlend, ({ portfolios, shares }) => {
        const turned = portfolios
          .map((portfolio) => ({ ...portfolio, holdings: [...portfolio.holdings].reverse() }))
          .reverse();
        const { weights, cash } = blendTargets(turned, [...shares].reverse());
        const plain = blendTargets(portfolios, shares);
        expect([...weights]).toEqual([...plain.weights]);
        expect(cash).toBe(plain.cash);
      }),
      { ...options, numRuns: 300 },
    );
  });
});
