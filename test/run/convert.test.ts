import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { price } from '../../simulator/engine/price.ts';
import { asUsd, formatUsd, sumUsd, usd, ZERO_USD } from '../../src/core/units/usd.ts';
import { runOnSimulator, type RunResult, type RunSetup } from './simulated-run.ts';

/** 500 US dollars and 20,000 Canadian ones; BND is too much, VTI too little. */
const gateway = ({
  base = 'USD',
  type = 'margin',
  dollars = '500.00',
  more = 'fills: { delay_ms: 1 }',
} = {}): string => `
accounts:
  - id: DU1
    base: ${base}
    type: ${type}
    cash: { USD: '${dollars}', CAD: '20000.00' }
    positions: [{ symbol: BND, shares: 400 }]
exchange_rates: { CAD: '0.73' }
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
  USD.CAD: { bid: '1.36980', ask: '1.36985', close: '1.36880' }
${more}
`;
const portfolios = 'ETF,MAIN\nVTI,50%\nBND,50%\n';
const fx = '[fx]\nenabled = true\n';

async function convert({ start = '500', ...setup }: Partial<RunSetup> & { start?: string } = {}) {
  const run = await runOnSimulator({ gateway: gateway(), portfolios, settings: fx, ...setup });
  const rows = parse<Record<string, string>>(run.reports.post ?? '', { columns: true, bom: true });
  const conversion = rows.find(({ symbol }) => symbol === 'USD.CAD');
  expect(run.audit.differences).toEqual([]);
  expect(cashByReport(rows, start)).toBe(inCents(run, 'USD'));
  return { ...run, rows, conversion, sent: sentOrders(run) };
}

/** What the rows say that every execution has brought and taken, on top of what there was. */
function cashByReport(rows: readonly Record<string, string>[], start: string): string {
  const effects = rows.map((row) => {
    const value = amountIn(row, 'exec_value_usd');
    const brings = row['action'] === 'SELL' || row['symbol'] === 'USD.CAD';
    return asUsd((brings ? value : 0n - value) - amountIn(row, 'commission_usd'));
  });
  const end = formatUsd(sumUsd([usd(start), ...effects]));
  // The account as it was read again says the same.
  expect(rows.find(({ symbol }) => symbol === 'CASH')?.['value_usd']).toBe(end);
  return end;
}

function amountIn(row: Record<string, string>, column: string) {
  const text = row[column] ?? '';
  return text === '' ? ZERO_USD : usd(text);
}

function inCents({ audit }: RunResult, currency: 'USD' | 'CAD'): string {
  return formatUsd(asUsd(audit.accounts[0]?.cash[currency] ?? 0n));
}

/** Every order in the order of sending: `BUY USD.CAD 14597`. */
function sentOrders({ screen }: RunResult): readonly string[] {
  const sent = /^((?:BUY|SELL) +\S+ +\d+) at .*: sent as order \d+$/gm;
  return [...screen.matchAll(sent)].map(([, order = '']) => order.replace(/ +/g, ' '));
}

describe('a conversion before the sells and buys of a plan', () => {
  it('at the market: filled, counted to the cent, and spent', async () => {
    const run = await convert();
    expect([run.exitCode, run.codes]).toEqual([0, []]);
    expect(run.sent).toEqual(['BUY USD.CAD 14380', 'SELL BND 127', 'BUY VTI 108']);
    expect(run.conversion).toMatchObject({
      status: 'Filled',
      exec_qty_shares: '14380',
      exec_price: '1.36995',
      exec_value_usd: '14380.00',
      commission_usd: '2.00',
      planned_qty_shares: '14380',
      order_ref: 'rb.TEST.DU1.0.1',
      notes: '19,699.88 CAD paid',
    });
    // 20,000 - 14,380 x 1.36995: an odd lot pays a pip more than is quoted.
    expect(inCents(run, 'CAD')).toBe('300.12');
    expect(run.screen).toContain('BUY  USD.CAD 14380 filled at 1.36995');
    expect(run.screen).toContain('Converted: 14,380 of 14,380 US dollars.\n3 of 3 orders filled.');
    expect(run.screen).toContain('3 orders (Convert $14,380 / Buy $27,000 / Sell $12,700).');
  });

  it('by a limit, in pieces: each with its own commission', async () => {
    const pieces = 'fills: { delay_ms: 1, max_shares_per_fill: 6000 }';
    const run = await convert({
      gateway: gateway({ more: pieces }),
      settings: `${fx}order_type = LMT\n`,
    });
    expect(run.exitCode).toBe(0);
    expect(run.sent[0]).toBe('BUY USD.CAD 14380');
    expect(run.screen).toContain('BUY  USD.CAD 14380 at 1.37050: sent as order 1');
    expect(run.conversion).toMatchObject({ status: 'Filled', commission_usd: '2.00' });
  });

  it('in an account based in Canadian dollars: the commission is charged in them', async () => {
    const run = await convert({ gateway: gateway({ base: 'CAD' }) });
    expect([run.exitCode, run.codes]).toEqual([0, []]);
    expect(run.sent).toEqual(['BUY USD.CAD 14380', 'SELL BND 127', 'BUY VTI 108']);
    expect(run.conversion).toMatchObject({
      commission_usd: '0.00',
      notes: '19,699.88 CAD paid; commission of 2.74 CAD',
    });
    expect(inCents(run, 'CAD')).toBe('297.38');
  });

  it('in a cash account: its dollars pay for the buys', async () => {
    const run = await convert({ gateway: gateway({ type: 'cash' }) });
    expect(run.sent[0]).toBe('BUY USD.CAD 14380');
    expect(run.conversion?.['status']).toBe('Filled');
  });

  it('up to the cash target, where nothing is bought or sold', async () => {
    const run = await convert({
      start: '-14100',
      gateway: gateway({ dollars: '-14100.00' }),
      portfolios: 'ETF,MAIN\nBND,100%\n',
      settings: `${fx}convert_mode = always_top_up\n`,
    });
    expect([run.exitCode, run.codes]).toEqual([0, []]);
    expect(run.sent).toEqual(['BUY USD.CAD 14534']);
  });
});

/** The conversion, and the buy that got less because of it. */
const lessConverted = ['orders.incomplete', 'orders.incomplete'];

describe('a conversion that brings less than was approved', () => {
  it('partly filled when its time is over: the rest is cancelled, and buys get what is there', async () => {
    const run = await convert({
      gateway: gateway({
        more: `fills: { delay_ms: 1 }
events: [{ on: { request: PLACE_ORDER, nth: 1 }, do: partial, shares: 5000 }]`,
      }),
      settings: `${fx}wait_for_fill_seconds = 1\n`,
    });
    expect([run.exitCode, run.codes]).toEqual([13, lessConverted]);
    expect(run.outcome.problems[0]).toMatchObject({
      where: 'USD.CAD BUY rb.TEST.DU1.0.1',
      found: 'cancelled, 5000 of 14380 filled',
    });
    // 500 + 4,998 + 12,697.73 dollars less the cash target are 70 shares of 250.
    expect(run.sent).toEqual(['BUY USD.CAD 14380', 'SELL BND 127', 'BUY VTI 70']);
    expect(run.requests['CANCEL_ORDER']).toBe(1);
    expect(run.conversion).toMatchObject({ status: 'PartiallyFilled', exec_qty_shares: '5000' });
    expect(inCents(run, 'CAD')).toBe('13150.25');
    expect(run.screen).toContain('Converted: 5,000 of 14,380 US dollars.');
  });

  it('a limit that the market has left rests, is cancelled, and brings nothing', async () => {
    const run = await convert({
      settings: `${fx}order_type = LMT\nwait_for_fill_seconds = 1\n`,
      whenAsked: (simulator) => {
        simulator.setQuote('USD.CAD', { bid: price('1.38000'), ask: price('1.38005') });
      },
    });
    expect([run.exitCode, run.codes]).toEqual([13, lessConverted]);
    expect(run.screen).toContain('BUY  USD.CAD 14380 at 1.37050: sent as order 1');
    expect(run.sent.slice(1)).toEqual(['SELL BND 127', 'BUY VTI 50']);
    expect(run.conversion).toMatchObject({ status: 'Cancelled', exec_qty_shares: '0' });
    expect(inCents(run, 'CAD')).toBe('20000.00');
  });

  it('refused by the broker: the same', async () => {
    const run = await convert({
      gateway: gateway({
        more: `fills: { delay_ms: 1 }
events: [{ on: { request: PLACE_ORDER, nth: 1 }, do: reject, code: 201, text: 'no currency' }]`,
      }),
    });
    expect([run.exitCode, run.codes]).toEqual([13, lessConverted]);
    expect(run.sent).toEqual(['BUY USD.CAD 14380', 'SELL BND 127', 'BUY VTI 50']);
    expect(run.conversion).toMatchObject({ status: 'Rejected', error: '201: no currency' });
    expect(inCents(run, 'CAD')).toBe('20000.00');
  });
});

it('a conversion that nobody knows the end of stops the run', async () => {
  const run = await runOnSimulator({
    gateway: gateway({
      more: `fills: { delay_ms: 60000 }
events: [{ on: { request: PLACE_ORDER, nth: 1 }, do: disconnect, when: after }]`,
    }),
    portfolios,
    settings: fx,
  });
  expect(run.exitCode).toBe(14);
  expect(run.requests['PLACE_ORDER']).toBe(1);
  expect(run.codes).toContain('orders.unknown');
  expect(run.reports.post).toContain('USD.CAD');
});

it('the sample converts, and ends inside every band', async () => {
  const sample = (name: string) =>
    readFileSync(new URL(`../../samples/${name}`, import.meta.url), 'utf8');
  const [, account = ''] = sample('scenarios/cad.yaml').split('gateway:\n');
  const run = await runOnSimulator({
    gateway: account.replaceAll('DU1234567', 'DU1'),
    portfolios: sample('portfolios-cad.csv'),
    settings: sample('settings-cad.ini').replaceAll('DU1234567', 'DU1'),
  });
  expect([run.exitCode, run.codes, run.audit.differences]).toEqual([0, [], []]);
  expect(run.screen).toContain('BUY  USD.CAD 13374 filled at 1.36995');
  expect(run.screen).toContain('3 of 3 holdings inside their band');
});
