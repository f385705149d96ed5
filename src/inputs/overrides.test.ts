import { describe, expect, it } from 'vitest';
import type { Settings } from '../core/settings.ts';
import { describeProblem } from '../core/units/problem.ts';
import { ratio } from '../core/units/ratio.ts';
import { usd } from '../core/units/usd.ts';
import { variableOf } from './environment-entries.ts';
import { inspectSettings, readSettings } from './read-settings.ts';
import { SETTING_FLAGS } from './setting-flags.ts';
import { isSettingName, SETTING_KEYS, settingNames, type SettingName } from './settings-keys.ts';
import { onlyTightens } from './tightening.ts';
import { meantBy } from './written-settings.ts';

interface Outside {
  readonly file?: string;
  readonly environment?: Record<string, string>;
  readonly flags?: Record<string, string>;
}

const read = ({ file = '', environment = {}, flags = {} }: Outside) =>
  readSettings(`${file}\n[models]\nsmurf = 0.5\nGltr = 0.5\n`, 'settings.ini', {
    environment,
    flags: new Map(Object.entries(flags)),
  });

const settingsOf = (outside: Outside): Settings => {
  const result = read(outside);
  if (!result.ok) throw new Error(result.problems.map(describeProblem).join('\n'));
  return result.value;
};

const problemsOf = (outside: Outside) => {
  const result = read(outside);
  return result.ok ? [] : result.problems;
};

describe('a later source wins', () => {
  const file = '[rebalance]\nmin_order_usd = 100';
  const environment = { REBALANCE__REBALANCE__MIN_ORDER_USD: '200' };
  it('the file, then the environment, then the flag', () => {
    const minOrder = (outside: Outside) => settingsOf(outside).rebalance.minOrder;
    expect(minOrder({})).toBe(usd('500'));
    expect(minOrder({ file })).toBe(usd('100'));
    expect(minOrder({ file, environment })).toBe(usd('200'));
    expect(minOrder({ file, environment, flags: { 'min-order-usd': '300' } })).toBe(usd('300'));
  });

  it('in another spelling too', () => {
    const style = (outside: Outside) => settingsOf(outside).limits.style;
    const limit = '[execution]\norder_type = limit';
    expect(style({ file: limit, environment: { REBALANCE__LIMITS__SMART_LIMIT: 'no' } })).toBe(
      'off',
    );
    expect(style({ file: limit, environment: { REBALANCE__LIMITS__STYLE: 'off' } })).toBe('off');
    const off = '[limits]\nstyle = off';
    expect(style({ file: off, flags: { 'order-type': 'LMT' } })).toBe('spread_aware');
    expect(style({ file: off, flags: { 'order-type': 'market' } })).toBe('off');
  });

  it('replaces the accounts of the file, in either spelling', () => {
    const file = '[ibkr]\naccount_id = DU1\n[accounts]\nids = DU2';
    const environment = { REBALANCE__ACCOUNTS__IDS: 'DU3' };
    expect(settingsOf({ file }).accountIds).toEqual(['DU2', 'DU1']);
    expect(settingsOf({ file, environment }).accountIds).toEqual(['DU3']);
    expect(settingsOf({ file, flags: { account: 'du1' } }).accountIds).toEqual(['DU1']);
  });

  it('changes the weights of model portfolios, which keep their names', () => {
    const environment = { REBALANCE__MODELS__SMURF: '0.3', REBALANCE__MODELS__GLTR: '70%' };
    expect(settingsOf({ environment }).modelMix).toEqual([
      { name: 'smurf', share: ratio('0.3') },
      { name: 'Gltr', share: ratio('0.7') },
    ]);
  });

  it('changes how a symbol is found', () => {
    const environment = { REBALANCE__SYMBOL_OVERRIDES__VTI: 'ARCA' };
    const { symbolOverrides } = settingsOf({
      file: '[symbol_overrides]\nvti = SMART',
      environment,
    });
    expect([...symbolOverrides]).toEqual([['VTI', { kind: 'exchange', exchange: 'ARCA' }]]);
  });
});

describe('the environment', () => {
  it.each([
    ['REBALANCE__IBKR__PROT', 'Did you mean REBALANCE__IBKR__PORT?'],
    ['REBALANCE__PORT', 'Did you mean REBALANCE__IBKR__PORT?'],
    ['REBALANCE__SAFETY__PORT', 'Did you mean REBALANCE__IBKR__PORT?'],
    ['REBALANCE__MODELS__SMURFF', 'Did you mean REBALANCE__MODELS__SMURF?'],
    ['REBALANCE__MODELS__OTHER', 'Unset it.'],
    ['REBALANCE____PROTO__', 'Unset it.'],
    ['REBALANCE__CONSTRUCTOR__NAME', 'Unset it.'],
    ['REBALANCE__', 'Unset it.'],
    ['REBALANCE__SYMBOL_OVERRIDES__', 'Unset it.'],
  ])('knows no %s', (variable, fix) => {
    expect(problemsOf({ environment: { [variable]: '1' } })).toMatchObject([
      { code: 'settings.unknown-key', where: `environment ${variable}`, fix },
    ]);
  });

  it('of other programs is left alone', () => {
    const environment = { PATH: '/bin', REBALANCE_IBKR_PORT: '1', REBALANCER: 'x' };
    expect(problemsOf({ environment })).toEqual([]);
  });

  it('is read without case, and says a key once', () => {
    expect(settingsOf({ environment: { rebalance__ibkr__Port: ' 7497 ' } }).ibkr.port).toBe(7497);
    const environment = { REBALANCE__IBKR__PORT: '1', rebalance__ibkr__port: '2' };
    expect(problemsOf({ environment })).toMatchObject([
      { code: 'settings.duplicate-key', where: 'environment rebalance__ibkr__port' },
    ]);
  });

  it('is checked as the file is', () => {
    const environment = { REBALANCE__IBKR__PORT: '', REBALANCE__PRICING__ALLOW_DELAYED: 'true' };
    expect(problemsOf({ environment }).map(describeProblem)).toEqual([
      'environment REBALANCE__IBKR__PORT: no value; expected a whole number from 1 to 65535. Correct the value.',
      'environment REBALANCE__PRICING__ALLOW_DELAYED: "true"; expected "false"; only the default is supported by this version. Take it back.',
    ]);
  });

  it('can reach every key of the table', () => {
    const reached = settingNames().map((name) => {
      const [, section = '', ...key] = variableOf(name).toLowerCase().split('__');
      return `${section}.${key.join('__')}`;
    });
    expect(reached).toEqual(settingNames());
  });

  it('contradicts itself as a file can', () => {
    const environment = {
      REBALANCE__LIMITS__STYLE: 'off',
      REBALANCE__EXECUTION__ORDER_TYPE: 'LMT',
    };
    const [problem] = problemsOf({ environment });
    expect(problem?.code).toBe('settings.contradiction');
    expect(problem?.fix).toContain('REBALANCE__LIMITS__STYLE');
    expect(problem?.fix).toContain('REBALANCE__EXECUTION__ORDER_TYPE');
  });
});

describe('what is safer may come from outside, and what is less safe may not', () => {
  const name = (variable: string) => `REBALANCE__${variable}`;
  it.each([
    ['', 'IBKR__READ_ONLY', 'true'],
    ['[ibkr]\nread_only = false', 'IBKR__READ_ONLY', 'true'],
    ['[ibkr]\nread_only = false', 'IBKR__READ_ONLY', 'false'],
    ['', 'SAFETY__PAPER_ONLY', 'true'],
    ['', 'SAFETY__COLLAR_BPS', '299'],
    ['', 'SAFETY__MAX_GAP_PCT', '20%'],
    ['', 'SAFETY__KILL_SWITCH_FILE', 'KILL_SWITCH'],
    ['', 'SAFETY__PREFER_RTH', 'yes'],
  ])('after %j, %s = %s is taken', (file, variable, value) => {
    expect(problemsOf({ file, environment: { [name(variable)]: value } })).toEqual([]);
  });

  it.each([
    ['', 'IBKR__READ_ONLY', 'false', 'the default of read_only is true'],
    ['[ibkr]\nread_only = true', 'IBKR__READ_ONLY', 'no', 'settings.ini:2 says "true"'],
    ['', 'SAFETY__COLLAR_BPS', '300.5', 'the default of collar_bps is 300'],
    ['[safety]\ncollar_bps = 100', 'SAFETY__COLLAR_BPS', '200', 'settings.ini:2 says "100"'],
    ['', 'SAFETY__MAX_GAP_PCT', '21%', 'the default of max_gap_pct is 20%'],
    ['', 'SAFETY__KILL_SWITCH_FILE', 'OTHER', 'the default of kill_switch_file is KILL_SWITCH'],
  ])('after %j, %s = %s is refused', (file, variable, value, says) => {
    const problems = problemsOf({ file, environment: { [name(variable)]: value } });
    expect(problems).toMatchObject([
      {
        code: 'settings.contradiction',
        where: `environment ${name(variable)}`,
        found: `"${value}", but ${says}`,
        expected: 'the same or safer: only the settings file can make a run less safe',
      },
    ]);
  });

  it.each([
    ['SAFETY__PAPER_ONLY', 'false'],
    ['SAFETY__REQUIRE_CONFIRM', 'false'],
    ['SAFETY__REQUIRE_WHATIF', 'false'],
    ['SAFETY__PREFER_RTH', 'false'],
    ['REBALANCE__TRADING_HOURS', 'eth'],
  ])('%s = %s is less safe than the default', (variable, value) => {
    const codes = problemsOf({ environment: { [name(variable)]: value } }).map(({ code }) => code);
    expect(codes).toContain('settings.contradiction');
  });

  it('SAFETY__MAX_RUN_MINUTES may be lower than the file says, and not higher', () => {
    const codesOf = (minutes: string): readonly string[] =>
      problemsOf({ environment: { [name('SAFETY__MAX_RUN_MINUTES')]: minutes } }).map(
        ({ code }) => code,
      );
    expect(codesOf('29')).toEqual([]);
    expect(codesOf('31')).toEqual(['settings.contradiction']);
  });

  it.each([
    ['SAFETY__REQUIRE_WHATIF', 'true'],
    ['SAFETY__MAX_ORDERS', '5'],
    ['SAFETY__MAX_ORDER_USD', '5000'],
    ['SAFETY__MAX_TURNOVER_PCT', '5%'],
    ['SAFETY__MAX_DAILY_USD', '5000'],
  ])('%s = %s is safer than the default', (variable, value) => {
    const codes = problemsOf({ environment: { [name(variable)]: value } }).map(({ code }) => code);
    expect(codes).not.toContain('settings.contradiction');
  });

  it('holds for flags too, against what the environment has tightened', () => {
    const environment = { REBALANCE__SAFETY__COLLAR_BPS: '100' };
    expect(problemsOf({ environment, flags: { 'collar-bps': '90' } })).toEqual([]);
    expect(problemsOf({ environment, flags: { 'collar-bps': '150' } })).toMatchObject([
      {
        where: 'flag --collar-bps',
        found: '"150", but environment REBALANCE__SAFETY__COLLAR_BPS says "100"',
      },
    ]);
  });

  it('is known for read_only and every key of [safety]', () => {
    const safety = settingNames('safety').map(meantBy);
    expect(
      [...safety, 'ibkr.read_only' as SettingName].filter((key) => !onlyTightens(key)),
    ).toEqual([]);
  });
});

describe('a flag', () => {
  it.each(SETTING_FLAGS)('--$flag stands for a key that this version has', ({ flag, name }) => {
    expect(isSettingName(name)).toBe(true);
    expect(SETTING_KEYS[name].built).toBe(true);
    expect(problemsOf({ flags: { [flag]: '?' } })).toMatchObject([
      { code: 'settings.bad-value', where: `flag --${flag}` },
    ]);
  });

  it('chooses among the accounts that are listed', () => {
    const file = '[accounts]\nids = DU1, DU2';
    expect(problemsOf({ file, flags: { account: 'DU7' } }).map(describeProblem)).toEqual([
      'flag --account: "DU7"; expected one of the accounts that the settings list: DU1, DU2. Correct the flag, or add the account to [accounts] ids.',
    ]);
    expect(settingsOf({ flags: { account: 'DU7' } }).accountIds).toEqual(['DU7']);
  });
});

it('the settings as they count are told with their origins', () => {
  const { effective } = inspectSettings(
    '[models]\nall = 100%\n[limits]\nsmart_limit = no\n[symbol_overrides]\nvoo = conId:7\nVTI = arca',
    'settings.ini',
    {
      environment: { REBALANCE__IBKR__PORT: '7497', REBALANCE__MODELS__ALL: '1' },
      flags: new Map([['min-order-usd', '250']]),
    },
  );
  const lines = effective
    .filter(({ origin }) => origin !== 'default')
    .map(({ section, key, value = '', origin }) => `${section}.${key} = ${value} (${origin})`);
  expect(lines).toEqual([
    'ibkr.port = 7497 (environment REBALANCE__IBKR__PORT)',
    'rebalance.min_order_usd = 250 (flag --min-order-usd)',
    'limits.style = off (settings.ini:4, as [limits] smart_limit = no)',
    'execution.order_type = market (settings.ini:4, as [limits] smart_limit = no)',
    'models.all = 1 (environment REBALANCE__MODELS__ALL)',
    'symbol_overrides.VOO = conId:7 (settings.ini:6)',
    'symbol_overrides.VTI = ARCA (settings.ini:7)',
  ]);
  const defaults = effective.filter(({ origin }) => origin === 'default');
  expect(defaults).toContainEqual({
    section: 'rebalance',
    key: 'unlisted_etfs',
    value: undefined,
    origin: 'default',
  });
});
