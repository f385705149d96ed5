import { describe, expect, it } from 'vitest';
import { orderMessages, runOnSimulator } from './simulated-run.ts';

/** 100,000 dollars: VTI too heavy, BND too light. The exchange keeps its hours. */
const gateway = `
accounts:
  - id: DU1
    cash: { USD: '10000.00' }
    positions: [{ symbol: VTI, shares: 300 }, { symbol: BND, shares: 150 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
fills: { delay_ms: 1 }
hours: exchange
`;
const portfolios = 'ETF,MAIN\nVTI,60%\nBND,40%\n';

describe('while the exchange is', () => {
  it.each([
    ['open on a half day', '2026-11-27T17:30:00Z'],
    ['open in summer', '2026-07-15T13:35:00Z'],
  ])('%s, an approved plan is traded', async (_, at) => {
    const run = await runOnSimulator({ gateway, portfolios, at });
    expect(run.outcome).toEqual({ kind: 'traded', problems: [] });
  });

  it.each([
    [
      'closed after a half day',
      '2026-11-27T18:30:00Z',
      'Mon 2026-11-30 09:30 America/New_York (Mon 2026-11-30 14:30 Europe/London)',
    ],
    [
      'closed for a holiday',
      '2026-11-26T16:00:00Z',
      'Fri 2026-11-27 09:30 America/New_York (Fri 2026-11-27 14:30 Europe/London)',
    ],
    [
      'closed over the change of the clocks',
      '2026-03-06T22:30:00Z',
      'Mon 2026-03-09 09:30 America/New_York (Mon 2026-03-09 13:30 Europe/London)',
    ],
    [
      'closed before the open',
      '2026-07-15T13:25:00Z',
      'Wed 2026-07-15 09:30 America/New_York (Wed 2026-07-15 14:30 Europe/London)',
    ],
  ])('%s, nothing is sent and the next opening is named', async (_, at, opening) => {
    const run = await runOnSimulator({ gateway, portfolios, at, permission: { yes: true } });
    expect([run.codes, run.exitCode]).toEqual([['market.closed'], 10]);
    expect(run.outcome.problems[0]?.fix).toContain(opening);
    expect([run.questions, orderMessages(run.requests)]).toEqual([[], 0]);
    expect(run.reports.pre).toContain('VTI');
  });

  it('open in extended hours only, an order is filled when trading_hours = eth asks for it', async () => {
    const at = '2026-11-25T22:00:00Z';
    const settings = '[rebalance]\ntrading_hours = eth\n';
    const patient = await runOnSimulator({ gateway, portfolios, at });
    expect([patient.codes, patient.exitCode]).toEqual([['market.closed'], 10]);
    const extended = await runOnSimulator({ gateway, portfolios, at, settings });
    expect(extended.outcome).toEqual({ kind: 'traded', problems: [] });
  });

  it('closed, a preview is shown at any hour, with what stands in the way', async () => {
    const at = '2026-11-28T12:00:00Z';
    const run = await runOnSimulator({ gateway, portfolios, at, permission: { trade: false } });
    expect(run.exitCode).toBe(0);
    expect(run.reports.pre).toContain('VTI');
    expect(run.screen).toMatch(/^VTI .* SELL +\d+ +250\.00 +250\.00 /m);
    expect(run.screen).toContain(
      'Warning: The market is closed: the plan and its limits are made of',
    );
    expect(run.screen).toMatch(/Nothing can be sent now:\n {2}DU1 VTI, BND: the market is closed/);
  });

  it('closed, orders that need no prices wait for the open as well', async () => {
    const at = '2026-11-28T12:00:00Z';
    const settings = '[execution]\norder_type = market\n';
    const run = await runOnSimulator({ gateway, portfolios, at, settings });
    expect([run.codes, run.exitCode]).toEqual([['market.closed'], 10]);
    expect(run.screen).toMatch(/Nothing can be sent now:\n {2}DU1 VTI, BND: the market is closed/);
    expect([run.questions, orderMessages(run.requests)]).toEqual([[], 0]);
  });

  it('closed when the prices were taken, a plan is not sent when it opens a moment later', async () => {
    let ahead = Date.parse('2026-07-15T13:29:59Z') - Date.now();
    const run = await runOnSimulator({
      gateway,
      portfolios,
      clock: { now: () => Date.now() + ahead },
      whenKept: () => {
        ahead += 60_000;
      },
    });
    expect([run.codes, run.exitCode]).toEqual([['market.closed'], 10]);
    expect(orderMessages(run.requests)).toBe(0);
  });

  it('open until the question stands and closed when it is answered, a yes sends nothing', async () => {
    const run = await runOnSimulator({
      gateway,
      portfolios,
      at: '2026-11-25T20:58:00Z',
      whenAsked: (_simulator, time) => {
        time.pass(121_000);
      },
    });
    expect([run.codes, run.exitCode]).toEqual([['market.closed'], 10]);
    expect([run.questions.length, orderMessages(run.requests)]).toEqual([1, 0]);
  });
});
