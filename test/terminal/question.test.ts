import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSlowBroker, type SlowBroker } from './slow-broker.ts';
import { Terminal, type TerminalOptions } from './terminal.ts';

const program = join(import.meta.dirname, '../../dist/rebalance.js');

let broker: SlowBroker;
let terminal: Terminal;

beforeEach(async () => {
  broker = await startSlowBroker('{ delay_ms: 20 }');
});

afterEach(async () => {
  terminal.close();
  await broker.close();
});

function open(args: string, options: Partial<TerminalOptions> = {}): Terminal {
  const { folder, environment } = broker;
  const command = `'${process.execPath}' '${program}' ${args}`;
  terminal = Terminal.open(command, {
    cwd: folder,
    ...options,
    environment: { ...environment, ...options.environment },
  });
  return terminal;
}

const orders = (): number => broker.simulator.requestCounts()['PLACE_ORDER'] ?? 0;

const TABLE = `Symbol  Target %  Now %  Drift %         Action  Shares   Limit  Value $
VTI        20.00  50.51   +30.51  over   SELL       121  250.00   30,250
QQQ        20.00  40.40   +20.40  over   SELL        40  500.00   20,000
BND        20.00   0.00   -20.00  under  BUY        264   75.02   19,800
GLD        20.00   0.00   -20.00  under  BUY         99  200.02   19,800
TLT        10.00   0.00   -10.00  under  BUY        110   90.02    9,900
VEA        10.00   0.00   -10.00  under  BUY        195   50.02    9,750`;

const WIDE_TABLE_HEAD = /^Symbol +Target % +Now % +Drift % +Drift \$ +Action/;

describe('the preview', () => {
  it('fits into 80 columns, and no word is broken', async () => {
    const { all, ended } = bound(open(''));
    expect(await ended()).toBe(0);
    expect(all().join('\n')).toContain(TABLE);
    expect(all().filter((line) => line.length > 80)).toEqual([]);
    expect(all().slice(-4)).toEqual([
      'Est. gross exposure: $99,000 | Est. leverage: 0.99x | Cash buffer: 1.0% ($1,000)',
      'Nothing was sent. To trade: rebalance --confirm on the simulator, --paper or',
      '  --live at the broker',
      expect.stringMatching(/^Report: reports\/\w+\/pre-trade\.html$/),
    ]);
  });

  it('says more in 120 columns', async () => {
    const { all, ended } = bound(open('', { columns: 120, rows: 40 }));
    expect(await ended()).toBe(0);
    expect(all()[0]).toMatch(WIDE_TABLE_HEAD);
    expect(all().filter((line) => line.length > 120)).toEqual([]);
  });

  it('is coloured, but not with NO_COLOR', async () => {
    await open('', { rows: 40 }).ended();
    expect(terminal.coloured()).toContain('\u001b[');
    terminal.close();
    await open('', { rows: 40, environment: { NO_COLOR: '1' } }).ended();
    expect(terminal.coloured()).not.toContain('\u001b[3');
  });
});

describe('the question', () => {
  it('answered with no sends nothing', async () => {
    const { all, ended, until, press } = bound(open('--paper'));
    await until(/Proceed\? \[y\/N\]:$/);
    press('n', 'Enter');
    expect(await ended()).toBe(0);
    expect(all().slice(-3)).toEqual([
      'Proceed? [y/N]: n',
      'Nothing was sent.',
      expect.stringMatching(/^Report: /),
    ]);
    expect(orders()).toBe(0);
  });

  it('answered with yes sends, and last words stay as lines', async () => {
    const { all, ended, until, press } = bound(open('--paper', { rows: 50 }));
    await until(/Proceed/);
    press('y', 'Enter');
    expect(await ended()).toBe(0);
    const text = all().join('\n');
    expect(text).toContain('SELL QQQ   40 filled at 500.00');
    expect(text).toContain('\n6 of 6 orders filled.\n');
    expect(text).not.toMatch(/have ended|working/);
    expect(orders()).toBe(6);
  });

  it('is not answered by what was typed before it was there', async () => {
    // The shell holds what is typed before the program reads it.
    const { ended, until, press } = bound(open('--paper'));
    press('y', 'Enter', 'y', 'Enter');
    await until(/Proceed\? \[y\/N\]:$/);
    press('Enter');
    expect(await ended()).toBe(0);
    expect(orders()).toBe(0);
  });

  it('is ended by Ctrl-C, with nothing sent', async () => {
    const { all, ended, until, press } = bound(open('--paper'));
    await until(/Proceed/);
    press('C-c');
    expect(await ended()).toBe(130);
    expect(all().join('\n')).toContain('Nothing was sent.');
    expect(orders()).toBe(0);
  });

  it('asked of a closed input is answered by nobody', async () => {
    const { all, ended } = bound(open('--paper < /dev/null'));
    expect(await ended()).toBe(2);
    expect(all().join('\n')).toContain('Nothing was sent.');
    expect(orders()).toBe(0);
  });
});

/** Its methods by themselves. */
function bound(of: Terminal) {
  return {
    all: () => of.all(),
    ended: () => of.ended(),
    until: (pattern: RegExp) => of.until(pattern),
    press: (...keys: string[]) => {
      of.press(...keys);
    },
  };
}
