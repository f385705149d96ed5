import { describe, expect, it } from 'vitest';
import type { InputFiles } from '../../ports.ts';
import { validate } from './validate.ts';

const SETTINGS = `[ibkr]
read_only = no
[accounts]
ids = DU1
[models]
core = 0.75
gold = 0.25
[rebalance]
unlisted_etfs = hold
`;
const PORTFOLIOS = 'ETF,CORE,GOLD\nVTI,60%,\nBND,40%,\nGLD,,98%\nCASH,,2%\n';

const run = (settings: string, portfolios: string, show = false, environment = {}) => {
  const files: InputFiles = {
    read: (path) => Buffer.from(path.endsWith('.ini') ? settings : portfolios),
    environment,
  };
  const written = { out: '', err: '' };
  const code = validate({ settingsPath: 'settings.ini', portfoliosPath: undefined, show }, files, {
    out: (text) => (written.out += text),
    err: (text) => (written.err += text),
  });
  return { code, ...written };
};

describe('validate', () => {
  it('sums up two right files', () => {
    expect(run(SETTINGS, PORTFOLIOS)).toEqual({
      code: 0,
      err: '',
      out: `settings.ini and portfolios.csv are right.

Model mix       core 75.00%, gold 25.00%
ETFs            3 listed, 3 with a target above 0%
Target weights  VTI 45.00%, BND 30.00%, GLD 24.50%, CASH 0.50%
Cash buffer     1.00% of NetLiquidation, set aside before anything is invested
Band            50.0 bps around each target
Accounts        DU1
Orders          may be sent: read_only = false
`,
    });
  });

  it('shows a buffer in dollars, and many ETFs by their weight', () => {
    const settings =
      '[models]\na = 1\n[rebalance]\ncash_buffer_type = abs\ncash_buffer_abs = 2500\n';
    const rows = Array.from({ length: 20 }, (_, at) => `S${at + 10},5`).join('\n');
    const { code, out } = run(settings, `ETF,A\n${rows}\nOLD,0\n`);
    expect(code).toBe(0);
    expect(out).toContain('ETFs            21 listed, 20 with a target above 0%');
    expect(out).toContain('Target weights  S10 5.00%, S11 5.00%,');
    expect(out).toContain('S17 5.00%, 12 more 60.00%\n');
    expect(out).toContain('Cash buffer     $2,500.00, set aside');
    expect(out).toContain('Accounts        not chosen');
    expect(out).toContain('Orders          none are sent: read_only = true');
    expect(out).toContain('Warning: No account is chosen: ');
    expect(out).not.toContain('Warning: per_holding_band_bps');
  });

  it('warns of a band that is wide for the targets', () => {
    const { out } = run(`${SETTINGS}per_holding_band_bps = 400\n`, PORTFOLIOS);
    expect(out).toContain('Warning: per_holding_band_bps = 400.0 is more than a tenth');
  });

  it('prints every problem of both files and the worse exit code', () => {
    const { code, out, err } = run(`${SETTINGS}mode = x\n`, 'ETF,CORE\nVTI,99\n');
    expect([code, out]).toEqual([4, '']);
    expect(err.split('\n').map((line) => line.split(': ')[0])).toEqual([
      'settings.ini:10 [rebalance] mode',
      'portfolios.csv:1',
      'portfolios.csv:1 core',
      '3 problems.',
      '',
    ]);
    expect(run(`${SETTINGS}mode = x\n`, PORTFOLIOS)).toMatchObject({ code: 3 });
    expect(run(`${SETTINGS}mode = x\n`, PORTFOLIOS).err).toMatch(/\n1 problem\.\n$/);
  });

  it('shows the settings as they count, right or wrong', () => {
    const environment = { REBALANCE__REBALANCE__MIN_ORDER_USD: '750' };
    const { out } = run(SETTINGS, PORTFOLIOS, true, environment);
    expect(out).toContain('[ibkr]\nhost ');
    expect(out).toMatch(/^read_only {20}= no {11} ; settings.ini:2$/m);
    expect(out).toMatch(
      /^min_order_usd += 750 +; environment REBALANCE__REBALANCE__MIN_ORDER_USD$/m,
    );
    expect(out).toMatch(/^max_order_usd += \(not set\) +; default$/m);
    expect(out).toMatch(/^gold += 0\.25 +; settings.ini:7$/m);
    expect(out).toContain('\n\nsettings.ini and portfolios.csv are right.');
    expect(run(`${SETTINGS}mode = x\n`, PORTFOLIOS, true).out).toContain('[ibkr]\nhost ');
    expect(run(SETTINGS, PORTFOLIOS, true).out).toBe(run(SETTINGS, PORTFOLIOS, true).out);
  });
});
