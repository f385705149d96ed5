import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ratio } from '../core/units/ratio.ts';
import { usd } from '../core/units/usd.ts';
import { readPortfolios } from './read-portfolios.ts';
import { readSettings } from './read-settings.ts';
import { perHolding } from '../core/testing/example-account.ts';

const sample = (name: string) =>
  readFileSync(new URL(`../../samples/${name}`, import.meta.url), 'utf8');

it('the sample settings are those that the tutorial speaks of', () => {
  expect(readSettings(sample('settings.ini'), 'settings.ini')).toMatchObject({
    ok: true,
    value: {
      ibkr: { port: 4002, clientId: 42, readOnly: false },
      accountIds: ['DU1234567'],
      modelMix: [
        { name: 'smurf', share: ratio('0.5') },
        { name: 'badass', share: ratio('0.3') },
        { name: 'gltr', share: ratio('0.2') },
      ],
      rebalance: {
        trigger: perHolding('50'),
        minOrder: usd('500'),
        cashBuffer: { kind: 'pct', share: ratio('0.01') },
        unlistedEtfs: 'hold',
      },
      reportDir: 'reports',
    },
  });
});

it('the sample portfolios add up to exactly 100%, over 16 ETFs', () => {
  const names = ['smurf', 'badass', 'gltr'];
  const result = readPortfolios(sample('portfolios.csv'), 'portfolios.csv', names);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  for (const { holdings, cash } of result.value) {
    expect(holdings).toHaveLength(16);
    const sum = holdings.reduce<bigint>((total, { weight }) => total + weight, 0n) + cash;
    expect(sum).toBe(ratio('1'));
  }
  expect(result.value.map(({ cash }) => cash)).toEqual(['0', '0.02', '0'].map(ratio));
});

it('the sample in the long shape has the same ETFs, with the cash of one model portfolio invested', () => {
  const names = ['smurf', 'badass', 'gltr'];
  const result = readPortfolios(sample('portfolios-long.csv'), 'portfolios-long.csv', names);
  const wide = readPortfolios(sample('portfolios.csv'), 'portfolios.csv', names);
  if (!result.ok || !wide.ok) throw new Error('both samples are right');
  const bought = (at: number, of: typeof result) =>
    of.value[at]?.holdings.filter(({ weight }) => weight > 0n);
  expect(bought(0, result)).toEqual(bought(0, wide));
  expect(bought(2, result)).toEqual(bought(2, wide));
  expect(bought(1, result)?.find(({ symbol }) => symbol === 'QQQ')?.weight).toBe(ratio('0.3'));
});
