import { afterEach, describe, expect, it } from 'vitest';
import { TwsBroker } from '../../src/broker/tws-broker.ts';
import { SIMULATOR_MARK } from '../../src/broker/wait-until-ready.ts';
import { SIMULATOR_MARK as SHOWN_MARK } from '../../simulator/wire/handshake.ts';
import { startProxy, type Proxy } from './proxy.ts';
import { orderMessages, runOnSimulator } from './simulated-run.ts';

const quotes = `
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
`;
const account = `
accounts:
  - id: DU1
    cash: { USD: '900.00' }
    positions:
      - { symbol: VTI, shares: 300 }
      - { symbol: BND, shares: 240 }
`;
const drifted = `${account}${quotes}fills: { delay_ms: 1 }\n`;
const portfolios = 'ETF,MAIN\nVTI,50%\nBND,50%\n';
const clock = { now: () => Date.now() };

const proxies: Proxy[] = [];
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close();
});

describe('the gateway', () => {
  const withoutMark = async (port: number): Promise<number> => {
    const other = 'x'.repeat(SIMULATOR_MARK.length);
    const proxy = await startProxy(port, (data) =>
      Buffer.from(data.toString('latin1').replace(SIMULATOR_MARK, other), 'latin1'),
    );
    proxies.push(proxy);
    return proxy.port;
  };

  it('that shows no mark of the simulator gets nothing of --confirm alone', async () => {
    expect(SIMULATOR_MARK).toBe(SHOWN_MARK);
    const run = await runOnSimulator({
      gateway: drifted,
      portfolios,
      permission: { yes: true },
      through: withoutMark,
    });
    expect([run.codes, run.exitCode]).toEqual([['safety.account-kind'], 12]);
    expect(run.outcome.problems[0]?.fix).toBe('Use --paper instead of --confirm.');
    expect(orderMessages(run.requests)).toBe(0);
    expect(run.screen).toContain('PAPER  DU1');
  });

  it('that shows no mark is traded at with --paper and a paper account', async () => {
    const run = await runOnSimulator({
      gateway: drifted,
      portfolios,
      permission: { yes: true, accountKind: 'paper' },
      through: withoutMark,
    });
    expect(run.outcome).toEqual({ kind: 'traded', problems: [] });
    expect(run.screen).toContain('PAPER  DU1');
  });

  it.each([
    ['paper_only = true', 'true', 'live', 'safety.paper-only'],
    ['--paper and a live account', 'false', 'paper', 'safety.account-kind'],
  ] as const)('that shows no mark gets nothing with %s', async (_, paperOnly, kind, code) => {
    const run = await runOnSimulator({
      gateway: drifted.replace('DU1', 'U1'),
      portfolios,
      settings: `[ibkr]\nport = 5000\nread_only = false\n[accounts]\nids = U1\n[models]\nmain = 1\n[safety]\npaper_only = ${paperOnly}\n`,
      permission: { accountKind: kind },
      through: withoutMark,
    });
    expect([run.codes, run.exitCode]).toEqual([[code], 12]);
    expect([run.questions, orderMessages(run.requests)]).toEqual([[], 0]);
  });

  it('that shows no mark is traded at with --live, paper_only = false and a live account', async () => {
    const run = await runOnSimulator({
      gateway: drifted.replace('DU1', 'U1'),
      portfolios,
      settings:
        '[ibkr]\nport = 5000\nread_only = false\n[accounts]\nids = U1\n[models]\nmain = 1\n[safety]\npaper_only = false\n',
      permission: { accountKind: 'live' },
      through: withoutMark,
    });
    expect(run.outcome).toEqual({ kind: 'traded', problems: [] });
    expect(run.screen).toContain('LIVE  U1');
    expect(run.questions).toHaveLength(1);
  });

  it('that nobody started is named with its address and the fix', async () => {
    const run = await runOnSimulator({
      gateway: drifted,
      portfolios,
      through: () => Promise.resolve(1),
    });
    expect([run.codes, run.exitCode]).toEqual([['broker.connection'], 5]);
    expect(run.outcome.problems[0]?.fix).toContain('Start TWS');
  });

  it('whose client id is in use says so', async () => {
    let other: TwsBroker | undefined;
    const run = await runOnSimulator({
      gateway: drifted,
      portfolios,
      through: async (port) => {
        other = new TwsBroker({
          host: '127.0.0.1',
          port,
          clientId: 42,
          clock,
          fallbackToSnapshot: false,
        });
        await other.connect();
        return port;
      },
    });
    await other?.close();
    expect([run.codes, run.exitCode]).toEqual([['broker.connection'], 5]);
    expect(run.outcome.problems[0]?.found).toContain('client id 42 is in use');
  });

  it('that does not show the account of the settings is refused', async () => {
    const settings = '[ibkr]\nread_only = false\n[accounts]\nids = DU2\n[models]\nmain = 1\n';
    const run = await runOnSimulator({ gateway: drifted, portfolios, settings });
    expect([run.codes, run.exitCode]).toEqual([['settings.account'], 3]);
    expect(run.outcome.problems[0]?.expected).toContain('DU1');
  });
});

describe('a symbol', () => {
  it('that the broker does not know stops the run before anything is planned', async () => {
    const run = await runOnSimulator({
      gateway: drifted,
      portfolios: 'ETF,MAIN\nVTI,50%\nNOSUCH,50%\n',
    });
    expect([run.codes, run.exitCode]).toEqual([['contract.not-found'], 7]);
    expect(run.reports.pre).toBeUndefined();
  });

  it('that is no ETF is refused', async () => {
    const run = await runOnSimulator({
      gateway: drifted,
      portfolios: 'ETF,MAIN\nVTI,50%\nAAPL,50%\n',
    });
    expect([run.codes, run.exitCode]).toEqual([['contract.not-an-etf'], 7]);
  });

  it('without a market is frozen, and the others are traded', async () => {
    const gateway = drifted.replace("bid: '99.99'", 'bid: null');
    const run = await runOnSimulator({ gateway, portfolios });
    expect([run.codes, run.exitCode]).toEqual([['data.line-denied'], 8]);
    expect(run.screen).toContain('BND -');
    expect(run.audit.accounts[0]?.positions['BND']).toBe(2_400_000n);
    expect(run.audit.accounts[0]?.positions['VTI']).toBeLessThan(3_000_000n);
  });

  it('that may have been split is named as such, and --yes does not confirm it', async () => {
    const gateway = drifted.replace("close: '250.00'", "close: '1000.00'");
    const run = await runOnSimulator({ gateway, portfolios, permission: { yes: true } });
    expect([run.codes, run.exitCode]).toEqual([['data.line-denied'], 8]);
    expect(run.screen).toContain('possibly a split 4 for 1');
    expect(orderMessages(run.requests)).toBe(0);
  });
});

describe('an order', () => {
  it('that the broker refuses does not stop the others, and the report names it', async () => {
    const gateway = drifted.replace('- id: DU1\n', '- id: DU1\n    read_only_api: true\n');
    const run = await runOnSimulator({ gateway, portfolios });
    expect(run.exitCode).toBe(13);
    expect(run.codes.every((code) => code === 'orders.incomplete')).toBe(true);
    expect(run.reports.post).toContain('Rejected');
    expect(run.reports.post).toContain('321');
    expect(run.audit.accounts[0]?.positions).toEqual({ VTI: 3_000_000n, BND: 2_400_000n });
  });

  it('that rests longer than fill_timeout_seconds is cancelled and nothing replaces it', async () => {
    const gateway = drifted.replace("bid: '249.99', ask: '250.00'", "bid: '249.80', ask: '250.00'");
    const run = await runOnSimulator({
      gateway,
      portfolios,
      settings: '[execution]\nfill_timeout_seconds = 1\n',
    });
    expect(run.exitCode).toBe(13);
    expect(run.requests['PLACE_ORDER']).toBe(1);
    expect(run.requests['CANCEL_ORDER']).toBe(1);
    expect(run.reports.post).toContain('Cancelled');
    // Without the proceeds of the sell there is no cash for the buy.
    expect(run.reports.post).toContain('not sent: the cash that is left does not buy one share');
  });

  it('is not followed by another once the kill switch is pulled, and is cancelled', async () => {
    const gateway = drifted.replace("bid: '249.99', ask: '250.00'", "bid: '249.80', ask: '250.00'");
    const run = await runOnSimulator({
      gateway,
      portfolios,
      killSwitch: (simulator) => ({
        pulled: () =>
          (simulator.requestCounts()['PLACE_ORDER'] ?? 0) > 0 ? 'kill-switch' : undefined,
        guard: (work) => work(),
      }),
    });
    expect(run.codes).toContain('safety.kill-switch');
    expect(run.requests['PLACE_ORDER']).toBe(1);
    expect(run.requests['CANCEL_ORDER']).toBe(1);
    expect(run.audit.accounts[0]?.positions).toEqual({ VTI: 3_000_000n, BND: 2_400_000n });
    expect(run.exitCode).toBe(13);
  });

  it('is cancelled by Ctrl-C, and the run says that it was interrupted', async () => {
    const gateway = drifted.replace("bid: '249.99', ask: '250.00'", "bid: '249.80', ask: '250.00'");
    const run = await runOnSimulator({
      gateway,
      portfolios,
      killSwitch: (simulator) => ({
        pulled: () =>
          (simulator.requestCounts()['PLACE_ORDER'] ?? 0) > 0 ? 'interrupted' : undefined,
        guard: (work) => work(),
      }),
    });
    expect(run.exitCode).toBe(130);
    expect(run.requests['CANCEL_ORDER']).toBe(1);
    expect(run.reports.post).toContain('Skipped');
  });

  it('whose connection breaks is unknown, and the report is written all the same', async () => {
    const gateway = drifted.replace('delay_ms: 1 ', 'delay_ms: 60000 ');
    let proxy: Proxy | undefined;
    const run = await runOnSimulator({
      gateway,
      portfolios,
      through: async (port) => {
        proxy = await startProxy(port);
        proxies.push(proxy);
        return proxy.port;
      },
      killSwitch: (simulator) => ({
        pulled: () => {
          if ((simulator.requestCounts()['PLACE_ORDER'] ?? 0) > 0) proxy?.cut();
          return undefined;
        },
        guard: (work) => work(),
      }),
    });
    expect(run.exitCode).toBe(14);
    expect(run.codes).toContain('orders.unknown');
    expect(run.requests['PLACE_ORDER']).toBe(1);
    expect(run.reports.post).toContain('Unknown');
    expect(run.reports.post).toContain('Skipped');
  });
});

describe('an account in Canadian dollars', () => {
  it('is planned by its US dollars alone', async () => {
    const inUsd = await runOnSimulator({
      gateway: drifted,
      portfolios,
      permission: { trade: false },
    });
    const cad = drifted
      .replace('- id: DU1\n', '- id: DU1\n    base: CAD\n')
      .replace("{ USD: '900.00' }", "{ USD: '900.00', CAD: '25000.00' }");
    const inCad = await runOnSimulator({ gateway: cad, portfolios, permission: { trade: false } });
    const plan = (csv = ''): string => csv.replace(/^[^,]*|[0-9a-f]{12}(?=,TEST,)/gm, '');
    expect(plan(inCad.reports.pre)).toBe(plan(inUsd.reports.pre));
    expect(inCad.screen).toContain('Not counted: 25,000.00 CAD.');

    const traded = await runOnSimulator({ gateway: cad, portfolios });
    expect(traded.outcome.problems).toEqual([]);
    expect(traded.audit.accounts[0]?.cash.CAD).toBe(2_500_000_000_000n);
  });
});
