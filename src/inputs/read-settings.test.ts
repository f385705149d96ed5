import { describe, expect, it } from 'vitest';
import type { Settings } from '../core/settings.ts';
import { describeProblem, exitCodeOf, type Problem } from '../core/units/problem.ts';
import { bps, ratio } from '../core/units/ratio.ts';
import { usd } from '../core/units/usd.ts';
import { readSettings } from './read-settings.ts';
import {
  EXAMPLE_EXECUTION,
  EXAMPLE_FX,
  EXAMPLE_SAFETY,
  perHolding,
} from '../core/testing/example-account.ts';
import { ONE_SHARE } from '../core/units/shares.ts';

const settingsOf = (text: string): Settings => {
  const result = readSettings(text, 'settings.ini');
  if (!result.ok) throw new Error(result.problems.map(describeProblem).join('\n'));
  return result.value;
};

const problemsOf = (text: string): readonly Problem[] => {
  const result = readSettings(text, 'settings.ini');
  return result.ok ? [] : result.problems;
};

/** The text with the model mix that every file needs, below it so that lines stay as they are. */
const withModels = (text: string) => `${text}\n[models]\nall = 1\n`;

describe('the sample of the detailed requirements', () => {
  const sample = `[ibkr]
host = 127.0.0.1
port = 4002
client_id = 42
read_only = true      ; force read-only API until explicitly disabled

[accounts]
ids = UXXXXXX         ; or DUXXXXXX for paper

[models]
smurf = 0.50
badass = 0.30
gltr  = 0.20          ; must sum to 1.00 (±0.001)

[rebalance]
trigger_mode = per_holding        ; per_holding | total_drift
per_holding_band_bps = 50         ; trade if |drift| > 0.50%
portfolio_total_band_bps = 100    ; used when trigger_mode=total_drift
min_order_usd = 500               ; ignore smaller trades
cash_buffer_type = pct            ; pct | abs
cash_buffer_pct = 0.01            ; when pct: reserve 1% of NetLiq as cash
cash_buffer_abs = 0               ; when abs: reserve this USD amount
allow_fractional = false          ; set true only if account supports it
max_leverage = 1.50               ; hard cap on gross (e.g., 150%)
trading_hours = rth               ; rth or eth (extended trading hours)

[pricing]
price_source = last               ; used for sizing/preview valuations
fallback_to_snapshot = true

[execution]
order_type = market               ; market only
algo_preference = none            ; none | adaptive | midprice
fallback_plain_market = true      ; fallback if algo unsupported
batch_orders = true               ; send in batches

[io]
report_dir = reports              ; CSVs & logs
log_level = INFO
`;

  it('loads unchanged, with exactly these values', () => {
    expect(settingsOf(sample)).toEqual({
      ibkr: { host: '127.0.0.1', port: 4002, clientId: 42, readOnly: true },
      accountIds: ['UXXXXXX'],
      portfoliosPath: undefined,
      modelMix: [
        { name: 'smurf', share: ratio('0.5') },
        { name: 'badass', share: ratio('0.3') },
        { name: 'gltr', share: ratio('0.2') },
      ],
      rebalance: {
        mode: 'rebalance',
        trigger: perHolding('50'),
        maintenanceBuffer: undefined,
        orderUnit: ONE_SHARE,
        minOrder: usd('500'),
        cashBuffer: { kind: 'pct', share: ratio('0.01') },
        maxLeverage: ratio('1.5'),
        slippageReserve: bps('20'),
        unlistedEtfs: undefined,
      },
      pricing: { priceSources: ['last'], fallbackToSnapshot: true },
      limits: {
        style: 'off',
        buyOffset: ratio('0.25'),
        sellOffset: ratio('0.25'),
        maxOffset: bps('10'),
        wideSpread: bps('50'),
        escalateAction: 'keep',
        staleQuoteSeconds: 10,
        capAtFarSide: true,
      },
      fx: EXAMPLE_FX,
      execution: EXAMPLE_EXECUTION,
      safety: EXAMPLE_SAFETY,
      confirmMode: 'per_account',
      symbolOverrides: new Map(),
      reportDir: 'reports',
      maskAccounts: false,
      log: { level: 'INFO', format: 'text' },
    } satisfies Settings);
  });

  it('loads the same with CRLF line ends and a byte order mark', () => {
    const fromWindows = `\uFEFF${sample.replaceAll('\n', '\r\n')}`;
    expect(settingsOf(fromWindows)).toEqual(settingsOf(sample));
  });
});

describe('the defaults', () => {
  const settings = settingsOf('[models]\nall = 1');
  it('send nothing until the file says so', () => {
    expect(settings.ibkr.readOnly).toBe(true);
  });
  it('name no account and no portfolios file', () => {
    expect(settings.accountIds).toEqual([]);
    expect(settings.portfoliosPath).toBeUndefined();
  });
  it('sell nothing that no model portfolio lists', () => {
    expect(settings.rebalance.unlistedEtfs).toBeUndefined();
  });
  it('use limit orders and no leverage', () => {
    expect(settings.limits.style).toBe('spread_aware');
    expect(settings.rebalance.maxLeverage).toBe(ratio('1'));
  });
});

it('reads every key that this version has built', () => {
  const settings = settingsOf(`
[ibkr]
host = gateway.lan
port = 7497
client_id = 7
account_id = DU2
read_only = no
[accounts]
ids = DU1, DU2
path = my models.csv
[models]
Core = 60%
satellite = 0.4
[rebalance]
mode = rebalance
per_holding_band_bps = 25.5
min_order_usd = 99.95
cash_buffer_type = abs
cash_buffer_abs = 1234.56
allow_margin = false
max_leverage = 1
unlisted_etfs = SELL
slippage_reserve_bps = 0
order_type = LMT
prefer_rth = true
[pricing]
price_source = midpoint, last, close
fallback_to_snapshot = off
[limits]
smart_limit = on
style = spread_aware
buy_offset_frac = 0.1
sell_offset_frac = .2
max_offset_bps = 5
wide_spread_bps = 80
escalate_action = cross
stale_quote_seconds = 30
use_ask_bid_cap = false
[fx]
enabled = true
base_currency = USD
funding_currencies = cad
convert_mode = always_top_up
use_mid_for_planning = false
min_fx_order_usd = 2500
max_fx_order_usd = 50000
fx_buffer_bps = 30
order_type = LMT
limit_slippage_bps = 6.5
route = IDEALPRO
wait_for_fill_seconds = 20
prefer_market_hours = true
[execution]
max_open_orders = 12
fill_timeout_seconds = 45
algo_preference = adaptive
adaptive_priority = urgent
fallback_plain_market = no
wait_before_fallback_seconds = 44
reprice_seconds = 10
on_timeout = market
max_move_bps = 75
[safety]
paper_only = false
require_confirm = no
max_order_usd = 10000
max_turnover_pct = 150%
max_orders = 20
require_whatif = true
max_daily_usd = 25000.50
kill_switch_file = "stop #1"
collar_bps = 250
max_gap_pct = 12.5%
max_run_minutes = 12
[symbol_overrides]
vti = ARCA
VOO = conId:136155102
BRK B = SMART
[io]
report_dir = C:\\reports
mask_accounts = yes
log_level = debug
log_format = json
`);
  expect(settings).toEqual({
    ibkr: { host: 'gateway.lan', port: 7497, clientId: 7, readOnly: false },
    accountIds: ['DU1', 'DU2'],
    confirmMode: 'per_account',
    portfoliosPath: 'my models.csv',
    modelMix: [
      { name: 'Core', share: ratio('0.6') },
      { name: 'satellite', share: ratio('0.4') },
    ],
    rebalance: {
      mode: 'rebalance',
      trigger: perHolding('25.5'),
      maintenanceBuffer: undefined,
      orderUnit: ONE_SHARE,
      minOrder: usd('99.95'),
      cashBuffer: { kind: 'abs', amount: usd('1234.56') },
      maxLeverage: ratio('1'),
      slippageReserve: bps('0'),
      unlistedEtfs: 'sell',
    },
    pricing: { priceSources: ['midpoint', 'last', 'close'], fallbackToSnapshot: false },
    limits: {
      style: 'spread_aware',
      buyOffset: ratio('0.1'),
      sellOffset: ratio('0.2'),
      maxOffset: bps('5'),
      wideSpread: bps('80'),
      escalateAction: 'cross',
      staleQuoteSeconds: 30,
      capAtFarSide: false,
    },
    fx: {
      enabled: true,
      convertMode: 'always_top_up',
      useMidForPlanning: false,
      minOrder: usd('2500'),
      maxOrder: usd('50000'),
      buffer: bps('30'),
      orderType: 'LMT',
      limitSlippage: bps('6.5'),
      waitForFillSeconds: 20,
      preferMarketHours: true,
    },
    execution: {
      tradingHours: 'rth',
      algo: { kind: 'adaptive', priority: 'urgent' },
      fallbackPlainMarket: false,
      waitBeforeFallbackSeconds: 44,
      maxOpenOrders: 12,
      fillTimeoutSeconds: 45,
      repriceSeconds: 10,
      onTimeout: 'market',
      maxMove: bps('75'),
    },
    safety: {
      requireWhatIf: 'true',
      ...{ paperOnly: false, requireConfirm: false },
      ...{ maxOrder: usd('10000'), maxDaily: usd('25000.50') },
      ...{ maxOrders: 20, maxTurnover: ratio('1.5') },
      killSwitchFile: 'stop #1',
      collar: bps('250'),
      maxGap: ratio('0.125'),
      maxRunMinutes: 12,
    },
    symbolOverrides: new Map<string, unknown>([
      ['VTI', { kind: 'exchange', exchange: 'ARCA' }],
      ['VOO', { kind: 'conId', conId: 136_155_102 }],
      ['BRK B', { kind: 'exchange', exchange: 'SMART' }],
    ]),
    reportDir: 'C:\\reports',
    maskAccounts: true,
    log: { level: 'DEBUG', format: 'json' },
  });
});

describe('the accounts', () => {
  it.each([
    ['[ibkr]\naccount_id = DU1', ['DU1']],
    ['[accounts]\nids = DU1, DU2', ['DU1', 'DU2']],
    ['[accounts]\nids = DU1, DU2\n[ibkr]\naccount_id = DU2', ['DU1', 'DU2']],
    ['[ibkr]\naccount_id = DU3\n[accounts]\nids = DU1', ['DU1', 'DU3']],
  ])('%j are the union of both spellings', (text, ids) => {
    expect(settingsOf(withModels(text)).accountIds).toEqual(ids);
  });
});

it('one order at a time without batches, whatever max_open_orders says', () => {
  const text = withModels('[execution]\nbatch_orders = false\nmax_open_orders = 9');
  expect(settingsOf(text).execution.maxOpenOrders).toBe(1);
});

describe('a name that the tool does not know', () => {
  const keysOfIo =
    'Delete the line. The keys of this section are report_dir, mask_accounts, log_level, log_format.';
  it.each([
    ['[ibkr]\nprot = 4002', 'the key "prot"', 'Did you mean port?'],
    ['[rebalance]\nmax_leverge = 1', 'the key "max_leverge"', 'Did you mean max_leverage?'],
    ['[rebalance]\nmin_order = 1', 'the key "min_order"', 'Did you mean min_order_usd?'],
    [
      '[safety]\nmax_leverage = 1',
      'the key "max_leverage"',
      'It belongs into the section [rebalance].',
    ],
    ['[io]\n__proto__ = 1', 'the key "__proto__"', keysOfIo],
    ['[io]\nconstructor = 1', 'the key "constructor"', keysOfIo],
  ])('%j', (text, found, fix) => {
    expect(problemsOf(withModels(text))).toMatchObject([
      { code: 'settings.unknown-key', where: 'settings.ini:2', found, fix },
    ]);
  });

  it.each([
    ['[ibrk]\nport = 1', 'Did you mean [ibkr]?'],
    ['[rebalancing]', 'Delete the section.'],
    ['[__proto__]\nx = 1\ny = 2', 'Delete the section.'],
  ])('%j is one problem, however many keys it has', (text, fix) => {
    expect(problemsOf(withModels(text))).toMatchObject([
      { code: 'settings.unknown-section', where: 'settings.ini:1', fix },
    ]);
  });
});

describe('a value that its key cannot have', () => {
  it.each([
    ['[ibkr]\nport = 70000', 'a whole number from 1 to 65535'],
    ['[ibkr]\nport = 4002.0', 'a whole number from 1 to 65535'],
    ['[ibkr]\nread_only = maybe', 'true or false'],
    ['[ibkr]\nhost =', 'a host name or an IP address'],
    ['[accounts]\nids = DU1,,DU2', 'an account id such as DU1234567'],
    ['[accounts]\nids = DU1, DU1', 'each one once'],
    ['[rebalance]\nper_holding_band_bps = -50', 'basis points (50 is 0.50%) from 0 to 10000'],
    ['[rebalance]\nper_holding_band_bps = 0.5%', 'basis points (50 is 0.50%) from 0 to 10000'],
    ['[rebalance]\nmin_order_usd = 1,000', 'US dollars as a plain number, 0 or more'],
    ['[rebalance]\nmin_order_usd = nan', 'US dollars as a plain number, 0 or more'],
    [
      '[rebalance]\nmax_leverage = nan',
      'a multiple of NetLiquidation from 1 to 10, such as 1.50 for 150%',
    ],
    [
      '[rebalance]\nmax_leverage = 0.5',
      'a multiple of NetLiquidation from 1 to 10, such as 1.50 for 150%',
    ],
    ['[rebalance]\ntrigger_mode = per_symbol', 'per_holding or total_drift'],
    ['[rebalance]\nunlisted_etfs = keep', 'sell, hold or abort'],
    ['[pricing]\nprice_source = open', 'last, midpoint, bidask or close'],
    ['[limits]\nbuy_offset_frac = 25', 'a fraction from 0 to 1, such as 0.25'],
    ['[limits]\nstale_quote_seconds = 0', 'a whole number of seconds from 1 to 3600'],
    ['[execution]\nmax_open_orders = 0', 'a whole number of orders from 1 to 100'],
    ['[safety]\nmax_gap_pct = 20', 'a percentage with its sign, such as 20%'],
    [
      '[symbol_overrides]\nVTI = conId:x',
      'SMART, an exchange such as ARCA, or a contract such as conId:756733',
    ],
  ])('%j', (text, expected) => {
    const [problem, ...others] = problemsOf(withModels(text));
    expect(others).toEqual([]);
    expect(problem?.code).toBe('settings.bad-value');
    expect(problem?.expected).toContain(expected);
    expect(problem?.where).toMatch(/^settings\.ini:2 \[/);
  });

  it('reads as one sentence with the way out', () => {
    const text = withModels('[ibkr]\nclient_id = 0\n[rebalance]\ncash_buffer_pct = 1.0');
    expect(problemsOf(text).map(describeProblem)).toEqual([
      'settings.ini:2 [ibkr] client_id: "0"; expected a whole number from 1 to 2147483647: 0 is special, it can take over the orders that are typed into TWS by hand. Correct the value, or delete the line to get 42.',
      'settings.ini:4 [rebalance] cash_buffer_pct: "1.0"; expected a percentage below 100 such as 1%, or a fraction below 0.20 such as 0.01. 1.0 may mean 1.0% or 100%: write the one that is meant with its percent sign.',
    ]);
  });

  it.each(['CASH', 'A/B', 'ABCDEFGHIJKLM'])('%s is no symbol to override', (symbol) => {
    expect(problemsOf(withModels(`[symbol_overrides]\n${symbol} = SMART`))).toMatchObject([
      { code: 'settings.unknown-key' },
    ]);
  });
});

it('tells all problems of a file at once, from its top to its end', () => {
  const problems = problemsOf(`[ibkr]
port = x
hello
[models]
a = 0.5
[io]
port = 1
[nowhere]
[execution]
order_type = limit
order_type = market
[symbol_overrides]
VTI = ?`);
  expect(problems.map(({ code, where }) => `${where} ${code}`)).toEqual([
    'settings.ini:2 [ibkr] port settings.bad-value',
    'settings.ini:3 settings.syntax',
    'settings.ini:4 [models] settings.model-mix',
    'settings.ini:7 settings.unknown-key',
    'settings.ini:8 settings.unknown-section',
    'settings.ini:11 [execution] order_type settings.duplicate-key',
    'settings.ini:13 [symbol_overrides] VTI settings.bad-value',
  ]);
  expect(exitCodeOf(problems)).toBe(3);
});
