import { expect, it } from 'vitest';
import { planBytes, shortDigest } from '../../src/core/approval/plan-bytes.ts';
import { planTrades } from '../../src/core/plan/plan-trades.ts';
import { readSettings } from '../../src/inputs/read-settings.ts';
import { digestOf } from '../../src/storage/digest.ts';
import { readSavedText, savedText } from '../../src/storage/snapshot-files.ts';
import { runOnSimulator } from './simulated-run.ts';

const gateway = `
accounts:
  - id: DU1
    cash: { USD: '10000.00', CAD: '12.50' }
    positions: [{ symbol: VTI, shares: 300 }, { symbol: GLD, shares: 3 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
`;
const portfolios = 'ETF,MAIN\nVTI,50%\nBND,50%\n';
const permission = { trade: false };

it('what a run saves is enough to plan it again, from the file alone, to the digest on its screen', async () => {
  const settings =
    '[rebalance]\nmin_order_usd = 750\ncash_buffer_pct = 2%\nunlisted_etfs = sell\n[pricing]\nprice_source = midpoint, last\n[symbol_overrides]\nVTI = SMART\n';
  const { saved, screen } = await runOnSimulator({ gateway, portfolios, settings, permission });
  if (saved === undefined) throw new Error('the run saved nothing');
  const read = readSavedText(savedText(saved), 'file');
  if (!read.ok) throw new Error('the file is damaged');
  const { targets, snapshot } = read.value;
  // A settings file in the words of the saved run, section after section.
  const ini = read.value.settings.map(
    ({ section, key, value }) => `[${section}]\n${key} = ${value}`,
  );
  const settingsThen = readSettings(ini.join('\n'), 'saved settings');
  if (!settingsThen.ok) throw new Error(settingsThen.problems.map(({ found }) => found).join('; '));
  const plan = planTrades(targets, snapshot, settingsThen.value);
  if (!plan.ok) throw new Error('there is no plan');
  expect(screen).toContain(`DU1  plan ${shortDigest(digestOf(planBytes(plan.value)))}`);
});

it('a run that cannot be planned is saved as well', async () => {
  const settings = '[rebalance]\ncash_buffer_type = abs\ncash_buffer_abs = 900000\n';
  const { saved, codes } = await runOnSimulator({ gateway, portfolios, settings, permission });
  expect(codes).toEqual(['data.no-base']);
  expect(saved?.snapshot.account.accountId).toBe('DU1');
});

it('a snapshot that cannot be saved is a warning and stops nothing', async () => {
  const { outcome, screen } = await runOnSimulator({
    gateway,
    portfolios,
    settings: '[rebalance]\nunlisted_etfs = hold\n',
    whenKept: () => {
      throw new Error('no room');
    },
  });
  expect(outcome.kind).toBe('traded');
  expect(screen).toMatch(/Warning: .* its snapshot was not saved: no room/);
});
