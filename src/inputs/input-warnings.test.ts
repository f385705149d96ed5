import { expect, it } from 'vitest';
import { blendTargets } from '../core/plan/blend-targets.ts';
import { inputWarnings } from './input-warnings.ts';
import { readPortfolios } from './read-portfolios.ts';
import { readSettings } from './read-settings.ts';

const warningsOf = (settingsText: string, portfoliosText: string) => {
  const calm = '[accounts]\nids = DU1\n[rebalance]\nunlisted_etfs = hold\n';
  const settings = readSettings(`${calm}${settingsText}`, 's');
  if (!settings.ok) throw new Error(JSON.stringify(settings.problems));
  const names = settings.value.modelMix.map(({ name }) => name);
  const portfolios = readPortfolios(portfoliosText, 'p', names);
  if (!portfolios.ok) throw new Error(JSON.stringify(portfolios.problems));
  const targets = blendTargets(portfolios.value, settings.value.modelMix);
  return inputWarnings(settings.value, portfolios.value, targets);
};

const MODELS = '\n[models]\na = 1\n';

it.each([
  ['per_holding_band_bps = 500', []],
  [
    'per_holding_band_bps = 500.0001',
    [
      'per_holding_band_bps = 500.0 is more than a tenth of the average target weight, which is 50.00%: small holdings may drift far before they are traded.',
    ],
  ],
])('a band above a tenth of the average target weight is warned of: %s', (band, expected) => {
  expect(warningsOf(band + MODELS, 'ETF,A\nVTI,60\nBND,40\nOLD,0\n')).toEqual(expected);
});

it('sums that are only nearly right are told', () => {
  const text = 'ETF,A,B\nVTI,33.33,100\nBND,33.33,\nGLD,33.33,\n';
  expect(warningsOf('[models]\na = 0.5\nb = 0.4995\n', text)).toEqual([
    'The model mix adds up to 0.9995: it is scaled to its exact sum.',
    'a adds up to 99.99%: it is scaled to its exact sum.',
  ]);
});

it('what has no default is asked for', () => {
  const settings = readSettings('[models]\na = 1\n', 's');
  const portfolios = readPortfolios('ETF,A\nVTI,100\n', 'p', ['a']);
  if (!settings.ok || !portfolios.ok) throw new Error('both are right');
  const targets = blendTargets(portfolios.value, settings.value.modelMix);
  expect(inputWarnings(settings.value, portfolios.value, targets)).toEqual([
    'No account is chosen: write [accounts] ids. rebalance doctor names those that the gateway shows.',
    'unlisted_etfs is not written: while an ETF is held that no model portfolio lists, nothing is sent.',
  ]);
});
