import { describe, expect, it } from 'vitest';
import { SETTING_FLAGS } from '../inputs/setting-flags.ts';
import { readArguments } from './arguments.ts';

const read = (...args: readonly string[]) => readArguments(args, '1', () => undefined);

describe('flags that change settings', () => {
  it('are handed on as they are written', () => {
    expect(read('--min-order-usd', '250', '--account', 'DU1')).toMatchObject({
      command: 'rebalance',
      flags: new Map([
        ['account', 'DU1'],
        ['min-order-usd', '250'],
      ]),
    });
    expect(read()).toMatchObject({ command: 'rebalance', flags: new Map() });
  });

  it('--log-json needs no value', () => {
    expect(read('--kill-switch', 'STOP')).toMatchObject({ killSwitch: 'STOP' });
    expect(read('--log-json')).toMatchObject({ flags: new Map([['log-json', 'json']]) });
  });

  const valued = SETTING_FLAGS.filter(({ value }) => value !== undefined);
  it.each(valued)('--$flag is one of them and needs a value', ({ flag }) => {
    expect(read(`--${flag}`, 'x')).toMatchObject({ flags: new Map([[flag, 'x']]) });
    expect(read(`--${flag}`)).toMatchObject({ command: 'misused' });
  });

  it('are told in the help', () => {
    let help = '';
    readArguments(['--help'], '1', (text) => (help += text));
    for (const { flag } of valued) expect(help).toContain(`--${flag} <`);
    expect(help).toContain('validate');
  });
});

describe('flags that trade', () => {
  const nothing = { trade: false, dryRun: false, readOnly: false, yes: false };

  it.each([
    [[], { ...nothing }],
    [['--confirm'], { ...nothing, trade: true }],
    [['--paper'], { ...nothing, trade: true, accountKind: 'paper' }],
    [['--live'], { ...nothing, trade: true, accountKind: 'live' }],
    [['--live', '--yes'], { ...nothing, trade: true, accountKind: 'live', yes: true }],
    [['--paper', '--dry-run'], { ...nothing, trade: true, accountKind: 'paper', dryRun: true }],
    [['--confirm', '--read-only'], { ...nothing, trade: true, readOnly: true }],
  ])('%j', (args, permission) => {
    expect(read(...args)).toMatchObject({ command: 'rebalance', permission });
    expect(read('recover', ...args)).toMatchObject({ command: 'recover', permission });
  });

  it.each([
    [['--paper', '--live'], '--paper'],
    [['--yes'], '--confirm, --paper or --live'],
    [['--yes', '--dry-run'], '--confirm, --paper or --live'],
    [['explain', 'VTI', '--live'], 'explain trades nothing'],
    [['history', '--paper'], 'history trades nothing'],
    [['history', 'RUN1', '--html'], '--html shows all runs'],
  ])('%j is a mistake', (args, message) => {
    expect(read(...args)).toMatchObject({
      command: 'misused',
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('--report-only', () => {
  const files = ['--positions', 'a', '--cash', 'b', '--prices', 'c'];

  it('takes no files or all three, and stands beside the flags that trade', () => {
    expect(read('--report-only')).toMatchObject({ command: 'report-only', statement: undefined });
    expect(
      read('--report-only', ...files, '--live', '--yes', '--min-order-usd', '5'),
    ).toMatchObject({
      command: 'report-only',
      statement: { positions: 'a', cash: 'b', prices: 'c' },
      permission: { trade: true, yes: true },
      flags: new Map([['min-order-usd', '5']]),
    });
  });

  it.each([
    [files, 'need --report-only'],
    [['--report-only', '--cash', 'b'], 'all of --positions, --cash and --prices'],
    [['--report-only', ...files.slice(0, 4)], 'all of --positions, --cash and --prices'],
    [['--report-only', '--yes'], '--confirm, --paper or --live'],
    [['recover', '--report-only'], 'recover has no --report-only'],
    [['drift', '--report-only'], 'drift has no --report-only'],
    [['explain', 'VTI', '--prices', 'c'], 'explain has no --report-only'],
    [['demo', '--report-only'], 'no other flag'],
  ])('%j is a mistake', (args, message) => {
    expect(read(...args)).toMatchObject({
      command: 'misused',
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('--json', () => {
  it.each([
    [[]],
    [['--dry-run', '--paper']],
    [['--report-only', '--live']],
    [['--paper', '--yes']],
  ])('goes with %j', (args) => {
    expect(read('--json', ...args)).toMatchObject({ json: true });
  });

  it('goes with recover, and with drift on either side of its name', () => {
    expect(read('recover', '--json')).toMatchObject({ command: 'recover', json: true });
    expect(read('drift', '--json')).toMatchObject({ command: 'drift', json: true });
    expect(read('--json', 'drift')).toMatchObject({ command: 'drift', json: true });
    expect(read('drift')).toMatchObject({ command: 'drift', json: false });
  });

  it.each([
    [['--confirm'], 'add --yes'],
    [['--paper'], 'add --yes'],
    [['recover', '--live'], 'add --yes'],
    [['--read-only'], 'use --dry-run'],
    [['validate'], 'validate has no --json'],
    [['demo'], 'no other flag'],
  ])('does not go with %j', (args, message) => {
    expect(read('--json', ...args)).toMatchObject({
      command: 'misused',
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('validate', () => {
  it('takes the files and the settings of a run', () => {
    expect(read('validate')).toEqual({
      command: 'validate',
      settingsPath: 'settings.ini',
      portfoliosPath: undefined,
      flags: new Map(),
      show: false,
    });
    const args = ['validate', '--show', '--ini', 'a', '--csv', 'b', '--port', '1'];
    expect(read(...args)).toEqual({
      command: 'validate',
      settingsPath: 'a',
      portfoliosPath: 'b',
      flags: new Map([['port', '1']]),
      show: true,
    });
  });

  it.each([['--confirm'], ['--paper'], ['--yes'], ['--nonsense'], ['more']])(
    'does not take %s',
    (arg) => {
      expect(read('validate', arg)).toMatchObject({ command: 'misused' });
    },
  );
});
