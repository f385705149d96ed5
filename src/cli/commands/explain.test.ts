import { describe, expect, it } from 'vitest';
import { blendTargets } from '../../core/plan/blend-targets.ts';
import { ACCOUNT_ID, NOW, plannerInput } from '../../core/testing/example-account.ts';
import { failure, success } from '../../core/units/result.ts';
import { settingsInWords } from '../../inputs/effective-settings.ts';
import { readInputs } from '../../inputs/read-inputs.ts';
import type { InputFiles, SavedRun } from '../../ports.ts';
import { digestOf } from '../../storage/digest.ts';
import { explain, type Explained } from './explain.ts';

const settingsThen = `[accounts]\nids = ${ACCOUNT_ID}\n[models]\nmain = 1\n`;
const portfoliosThen = 'ETF,MAIN\nAA,50%\nBB,50%\n';
const paths = { settingsPath: 'settings.ini', portfoliosPath: undefined };

function filesOf(settings: string, portfolios: string): InputFiles {
  const text = { 'settings.ini': settings, 'portfolios.csv': portfolios };
  return { read: (path) => Buffer.from(text[path as keyof typeof text]), environment: {} };
}

/** What a run with these files would have saved of an account with 60 AA and 3,000 in cash. */
function savedRun(): SavedRun {
  const inputs = readInputs(paths, filesOf(settingsThen, portfoliosThen));
  if (!inputs.ok) throw new Error('the files are right');
  const [{ portfolios, settings, effective }] = inputs.value.accounts;
  const { snapshot } = plannerInput({
    etfs: [
      { symbol: 'AA', weight: '50', held: '60' },
      { symbol: 'BB', weight: '50' },
    ],
    cash: '3000',
  });
  const targets = blendTargets(portfolios, settings.modelMix);
  return { runId: 'R', simulated: false, targets, settings: settingsInWords(effective), snapshot };
}

function explained(
  symbol: string,
  { settings = settingsThen, portfolios = portfoliosThen, later = 0, none = false } = {},
): Explained {
  return explain(
    { ...paths, symbol },
    {
      files: filesOf(settings, portfolios),
      snapshots: {
        keep: () => undefined,
        newest: (id) => (none || id !== ACCOUNT_ID ? failure([]) : success(savedRun())),
      },
      clock: { now: () => NOW + later },
      digestOf,
    },
  );
}

describe('explain', () => {
  it('says of which moment and which account it speaks, and that the files are the same', () => {
    const { text, problems } = explained(' aa ', { later: 26 * 60 * 60 * 1000 });
    expect(problems).toEqual([]);
    expect(text).toMatch(
      /^Snapshot {3}2023-11-14 22:13:20 UTC, 1 day old; DU1234567\nFiles {6}as they were in that run\nPlan {7}[0-9a-f]{12}\n\nAA {2}The AA fund\n/,
    );
  });

  it('names the settings and weights that are not as they were, also those that are gone', () => {
    const now = settingsThen.replace('main = 1', 'other = 1') + '[rebalance]\nmin_order_usd = 5\n';
    const { text } = explained('AA', { settings: now, portfolios: 'ETF,OTHER\nAA,70%\nBB,30%\n' });
    expect(text.replace(/\s+/g, ' ')).toContain(
      'counted as they are now: target weights, [rebalance] min_order_usd, [models] other, [models] main',
    );
  });

  it.each([
    ['the settings are wrong', { settings: '[accounts]\nids = DU1\n' }, ['settings.missing-key']],
    ['no account is chosen', { settings: '[models]\nmain = 1\n' }, ['settings.account']],
    ['a symbol is new', { portfolios: 'ETF,MAIN\nAA,50%\nCC,50%\n' }, ['data.old-snapshot']],
    [
      'an override is new',
      { settings: `${settingsThen}[symbol_overrides]\nAA = ARCA\n` },
      ['data.old-snapshot'],
    ],
    [
      'nothing is left to invest',
      { settings: `${settingsThen}[rebalance]\ncash_buffer_type = abs\ncash_buffer_abs = 90000\n` },
      ['data.no-base'],
    ],
    ['nothing was saved', { none: true }, []],
  ])('explains nothing when %s', (_what, given, codes) => {
    const { text, problems } = explained('AA', given);
    expect(text).toBe('');
    expect(problems.map(({ code }) => code)).toEqual(codes);
  });

  it('speaks of every account of the settings that was seen, and of the others', () => {
    const settings = settingsThen.replace('ids = ', 'ids = DU5, ');
    const { text, problems } = explained('AA', { settings });
    expect(text).toMatch(/^Snapshot .*; DU1234567\n/);
    // What nothing was saved of has a problem of its own, where the store says so.
    expect(problems).toEqual([]);
  });

  it('suggests the nearest symbol, or lists them all', () => {
    expect(explained('AAA').problems).toMatchObject([
      { code: 'usage.unknown-symbol', fix: 'Did you mean AA?' },
    ]);
    expect(explained('QQQQ').problems).toMatchObject([{ fix: 'There are: AA, BB, CASH.' }]);
  });
});
