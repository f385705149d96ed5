import { realClock } from '../../simulator/engine/clock.ts';
import { runOnSimulator, type RunResult, type RunSetup } from '../run/simulated-run.ts';

/** The moment of every golden run, a Thursday morning in New York. */
const NOW = Date.parse('2026-01-15T15:30:00.000Z');

/** 100,000 dollars: VTI too heavy, BND too light, QQQ not held yet. Spreads of one cent. */
const drifted = `
accounts:
  - id: DU1
    cash: { USD: '10000.00', CAD: '500.00' }
    positions:
      - { symbol: VTI, shares: 300 }
      - { symbol: BND, shares: 150 }
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
  QQQ: { bid: '499.99', ask: '500.00', last: '500.00', close: '500.00' }
fills: { delay_ms: 1 }
`;
const mixed = 'ETF,MAIN\nVTI,50%\nBND,30%\nQQQ,20%\n';
const onlyVti = 'ETF,MAIN\nVTI,60%\nBND,15%\nCASH,25%\n';
const canadian = `
accounts:
  - id: DU1
    cash: { USD: '500.00', CAD: '20000.00' }
    positions: [{ symbol: BND, shares: 400 }]
exchange_rates: { CAD: '0.73' }
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
  USD.CAD: { bid: '1.36980', ask: '1.36985', close: '1.36880' }
fills: { delay_ms: 1 }
`;

function events(...lines: readonly string[]): string {
  return `${drifted}events:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
}

/** Text that would be a formula in a spreadsheet and a script in a page. */
export const HOSTILE = `=HYPERLINK("http://x.example")<script>alert('1')</script>|**&amp;`;

/** A run for each kind of report, by its name. */
export const GOLDEN_RUNS: Readonly<Record<string, RunSetup & { readonly jumpAfter?: RegExp }>> = {
  'no-trade': {
    gateway: drifted
      .replace('shares: 300', 'shares: 198')
      .replace('shares: 150', 'shares: 297')
      .replace("'10000.00'", "'20800.00'"),
    portfolios: 'ETF,MAIN\nVTI,50%\nBND,30%\nCASH,20%\n',
  },
  'total-drift': {
    gateway: drifted,
    portfolios: mixed,
    settings: '[rebalance]\ntrigger_mode = total_drift\n',
    permission: { trade: false },
  },
  blocked: {
    gateway: drifted,
    portfolios: mixed,
    settings: '[ibkr]\nread_only = true\n[accounts]\nids = DU1\n[models]\nmain = 1.0\n',
  },
  swap: { gateway: drifted, portfolios: mixed },
  'sells-only': { gateway: drifted, portfolios: onlyVti },
  margin: {
    gateway: drifted,
    portfolios: 'ETF,MAIN\nVTI,90%\nBND,35%\nCASH,-25%\n',
    settings: '[rebalance]\nallow_margin = true\nmax_leverage = 1.3\n',
  },
  fx: {
    gateway: canadian,
    portfolios: 'ETF,MAIN\nVTI,50%\nBND,50%\n',
    settings: '[fx]\nenabled = true\n',
  },
  partial: {
    gateway: events('{ on: { request: PLACE_ORDER, nth: 2 }, do: partial, shares: 20 }'),
    portfolios: mixed,
    settings: '[execution]\nbatch_orders = false\nfill_timeout_seconds = 40\n',
    // The rest of the second order never comes: its time runs out at once.
    jumpAfter: /20 of \d+ filled/,
  },
  'rest-at-market': {
    gateway: events('{ on: { request: PLACE_ORDER, nth: 2 }, do: partial, shares: 20 }'),
    portfolios: mixed,
    settings: '[execution]\nbatch_orders = false\nfill_timeout_seconds = 40\non_timeout = market\n',
    jumpAfter: /20 of \d+ filled/,
  },
  rejected: {
    gateway: events(
      "{ on: { request: PLACE_ORDER, nth: 2 }, do: reject, code: 201, text: 'Order rejected - reason: no trading permission for DU1' }",
    ),
    portfolios: mixed,
  },
  unknown: {
    gateway: events('{ on: { request: PLACE_ORDER, nth: 2 }, do: disconnect, when: after }'),
    portfolios: mixed,
    settings: '[execution]\nbatch_orders = false\n',
  },
  'several-accounts': {
    gateway: drifted
      .replace(
        'quotes:',
        `  - id: DU2
    cash: { USD: '30000.00' }
    positions: [{ symbol: VTI, shares: 40 }, { symbol: SPY, shares: 3 }]
  - id: DU3
    cash: { USD: '500.00' }
    positions: [{ symbol: BND, shares: 90 }]
quotes:`,
      )
      .concat(
        "events:\n  - { on: { request: PLACE_ORDER, nth: 4 }, do: reject, code: 201, text: 'Order rejected - reason: no trading permission for DU3' }\n",
      ),
    portfolios: mixed,
    settings: `[ibkr]
read_only = false
[accounts]
ids = DU1, DU2, DU3
[models]
main = 1.0
[rebalance]
unlisted_etfs = hold
[safety]
require_whatif = false
[account:DU3]
per_holding_band_bps = 200
`,
    answers: ['yes', 'no', 'yes'],
  },
  hostile: {
    gateway: `${drifted}contracts:\n  - { symbol: VTI, name: ${JSON.stringify(HOSTILE)} }\n`.concat(
      `events:\n  - { on: { request: PLACE_ORDER, nth: 2 }, do: reject, code: 201, text: ${JSON.stringify(HOSTILE)} }\n`,
    ),
    portfolios: mixed,
  },
};

/** A golden run on a simulator of its own, with a clock that stands still. */
export async function goldenRun(name: string): Promise<RunResult> {
  const setup = GOLDEN_RUNS[name];
  if (setup === undefined) throw new Error(`${name} is no golden run`);
  const { jumpAfter, ...rest } = setup;
  let now = NOW;
  return runOnSimulator({
    ...rest,
    clock: { now: () => now },
    // Its time stands still too; only what it means to do later still comes.
    simulatorClock: { now: () => NOW, after: (delayMs, run) => realClock.after(delayMs, run) },
    onScreen: (text) => {
      if (jumpAfter?.test(text) === true) now += 50_000;
    },
  });
}
