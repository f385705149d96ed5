import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startSlowBroker, type SlowBroker } from './slow-broker.ts';
import { Terminal, type TerminalOptions } from './terminal.ts';

const program = join(import.meta.dirname, '../../dist/rebalance.js');
/** Nothing fills while a test looks. */
const NEVER = '{ delay_ms: 600000 }';
/** Each order takes some seconds. */
const SLOWLY = '{ delay_ms: 500, max_shares_per_fill: 25 }';
/** 250 ms a fill: the whole plan within seconds. */
const SOON = '{ delay_ms: 250, max_shares_per_fill: 60 }';

let broker: SlowBroker;
let terminal: Terminal;

afterEach(async () => {
  terminal.close();
  await broker.close();
});

/** A run that has been answered with yes, when the picture stands. */
async function trading(
  fills: string,
  options: Partial<TerminalOptions> & { readonly behind?: string } = {},
): Promise<Terminal> {
  broker = await startSlowBroker(fills);
  const { folder, environment } = broker;
  const { behind = '', ...rest } = options;
  terminal = Terminal.open(`'${process.execPath}' '${program}' --paper${behind}`, {
    cwd: folder,
    ...rest,
    environment: { ...environment, ...rest.environment },
  });
  await terminal.until(/Proceed/);
  terminal.press('y', 'Enter');
  return terminal;
}

const openOrders = (): number => broker.simulator.engine.openOrders().length;
/** The lines of the picture: its headline and what is below. */
function picture(): readonly string[] {
  const lines = terminal.screen();
  const head = lines.findIndex((line) => /have ended, \d/.test(line));
  return head < 0 ? [] : lines.slice(head).map((line) => line.replace(/\d:\d\d/g, 'm:ss'));
}

describe('the picture of an execution', () => {
  it('at 80 columns', async () => {
    await trading(NEVER);
    await terminal.until(/VTI +working/);
    expect(picture()).toEqual([
      'Selling: 0 of 2 sells and 0 of 4 buys have ended, m:ss',
      '  SELL VTI  working  0 of 121  at 250.00  m:ss',
      '  SELL QQQ  working   0 of 40  at 500.00  m:ss',
      '  BUY  BND  waiting       264',
      '  BUY  GLD  waiting        99',
      '  BUY  TLT  waiting       110',
      '  BUY  VEA  waiting       195',
    ]);
    expect(terminal.cursorIsVisible()).toBe(true);
  });

  it('at 120 columns, with prices and names', async () => {
    await trading(SLOWLY, { columns: 120 });
    await terminal.until(/VTI +partly filled/);
    expect(picture()[1]).toMatch(
      /^ {2}SELL VTI {2}partly filled +(25|50|75|100) of 121 {2}at 250\.00 {2}250\.00 {2}m:ss {2}VANGUARD TOTAL STOCK MARKET ETF$/,
    );
  });

  it('with more orders than rows', async () => {
    await trading(NEVER, { rows: 8 });
    await terminal.until(/and \d more/);
    expect(picture().at(-1)).toMatch(/^ {2}and [12] more$/);
    expect(terminal.screen().length).toBeLessThanOrEqual(8);
  });

  it('is gone at the end; every order has left one line', async () => {
    await trading(SOON, { rows: 60 });
    await terminal.until(/have ended/);
    expect(await terminal.ended()).toBe(0);
    expect(picture()).toEqual([]);
    const lines = terminal.all().filter((line) => /^(SELL|BUY) /.test(line));
    expect([...lines].sort()).toEqual([
      'BUY  BND   264 filled at 75.02',
      'BUY  GLD   99 filled at 200.02',
      'BUY  TLT   110 filled at 90.02',
      'BUY  VEA   195 filled at 50.02',
      'SELL QQQ   40 filled at 500.00',
      'SELL VTI   121 filled at 250.00',
    ]);
    expect(terminal.cursorIsVisible()).toBe(true);
  });

  it('stands right after the window has become wider, narrower and small', async () => {
    await trading(NEVER, { rows: 30 });
    await terminal.until(/VTI +working/);
    for (const [columns, rows] of [
      [120, 30],
      [60, 16],
      [100, 40],
      [80, 24],
    ] as const) {
      await terminal.resize(columns, rows);
      const isWide = columns >= 100;
      await vi.waitFor(() => {
        expect(picture()[1]).toMatch(isWide ? /VANGUARD/ : /m:ss$/);
        expect(picture()).toHaveLength(7);
      }, 10_000);
      // Nothing of an earlier picture is left above it.
      expect(terminal.all().filter((line) => line.includes('have ended'))).toHaveLength(1);
    }
  });

  it('survives what is typed into it', async () => {
    await trading(NEVER);
    await terminal.until(/VTI +working/);
    terminal.press('h', 'Enter', 'Enter');
    await vi.waitFor(() => {
      expect(picture()).toHaveLength(7);
      expect(terminal.all().filter((line) => line.includes('have ended'))).toHaveLength(1);
    }, 10_000);
  });

  it('has no colours with NO_COLOR', async () => {
    await trading(NEVER, { environment: { NO_COLOR: '1' } });
    await terminal.until(/VTI +working/);
    expect(terminal.coloured()).not.toContain('\u001b[');
  });

  it.each([
    ['on a dumb terminal', { environment: { TERM: 'dumb' } }, ''],
    ['in a pipe', { environment: {} }, ' | cat'],
  ])('is a line for every change %s', async (_, options, behind) => {
    broker = await startSlowBroker(SOON);
    const { folder, environment } = broker;
    const variables = Object.entries({ ...environment, ...options.environment });
    const prefix = variables.map((pair) => pair.join('=')).join(' ');
    const command = `env ${prefix} '${process.execPath}' '${program}' --paper --yes${behind}`;
    terminal = Terminal.open(command, { cwd: folder, rows: 60 });
    expect(await terminal.ended()).toBe(0);
    const text = terminal.all().join('\n');
    expect(text).toMatch(/SELL VTI {3}121 at 250\.00: sent as order \d/);
    expect(text).toContain('SELL VTI   working at 250.00');
    expect(text).not.toContain('have ended');
  });
});

describe('Ctrl-C in the middle of it', () => {
  it('asks, in a place of its own; yes leaves the orders', async () => {
    await trading(NEVER, { rows: 50 });
    await terminal.until(/VTI +working/);
    terminal.press('C-c');
    await terminal.until(/at the broker\? \[y\/N\]:$/);
    // Nothing is drawn over the question or below it.
    expect(terminal.screen().at(-1)).toBe(
      'Nothing more is sent. Leave our open orders working at the broker? [y/N]:',
    );
    expect(picture()).toEqual([]);
    terminal.press('y', 'Enter');
    expect(await terminal.ended()).not.toBe(0);
    expect(openOrders()).toBe(2);
    expect(terminal.all().join('\n')).toMatch(/SELL VTI +working at 250\.00/);
    expect(terminal.cursorIsVisible()).toBe(true);
  });

  it('once more cancels them', async () => {
    await trading(NEVER, { rows: 50 });
    await terminal.until(/VTI +working/);
    terminal.press('C-c');
    await terminal.until(/at the broker\? \[y\/N\]:$/);
    terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(openOrders()).toBe(0);
    const text = terminal.all().join('\n');
    expect(text).toContain('Stopping: our open orders are cancelled, then the report is written.');
    expect(text).toContain('SELL VTI   cancelled, 0 of 121 filled');
    expect(text).toContain('Post-trade report: ');
    expect(terminal.cursorIsVisible()).toBe(true);
  });

  it('that nobody answers gives way to the kill switch', async () => {
    await trading(NEVER, { rows: 50 });
    await terminal.until(/VTI +working/);
    terminal.press('C-c');
    await terminal.until(/at the broker\? \[y\/N\]:$/);
    writeFileSync(join(broker.folder, 'KILL_SWITCH'), '');
    expect(await terminal.ended()).toBe(13);
    expect(openOrders()).toBe(0);
  });
});

describe('other ways out', () => {
  it('the kill switch', async () => {
    await trading(NEVER, { rows: 50 });
    await terminal.until(/VTI +working/);
    writeFileSync(join(broker.folder, 'KILL_SWITCH'), '');
    expect(await terminal.ended()).toBe(13);
    expect(picture()).toEqual([]);
    expect(openOrders()).toBe(0);
    expect(terminal.cursorIsVisible()).toBe(true);
  });

  it('a terminal that is closed: the orders are cancelled all the same', async () => {
    await trading(NEVER);
    await terminal.until(/VTI +working/);
    terminal.close();
    await vi.waitFor(() => {
      expect(openOrders()).toBe(0);
    }, 20_000);
    terminal = Terminal.open('true', { cwd: broker.folder });
  });

  it('a terminal that is stopped with Ctrl-S does not stop the run', async () => {
    await trading(SOON);
    await terminal.until(/have ended/);
    terminal.press('C-s');
    const held = terminal.screen();
    await vi.waitFor(
      () => {
        expect(broker.simulator.engine.executions().length).toBeGreaterThan(10);
        expect(openOrders()).toBe(0);
      },
      { timeout: 30_000, interval: 100 },
    );
    expect(terminal.screen()).toEqual(held);
    terminal.press('C-q');
    expect(await terminal.ended()).toBe(0);
    expect(terminal.all().join('\n')).toContain('6 of 6 orders filled.');
  });
});
