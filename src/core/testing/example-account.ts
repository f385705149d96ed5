/*
 * A small account for tests of the planner, written in plain text: `held: '10'`, `price: '100'`,
 * `weight: '60'` (percent). What an example does not write is as plain as can be: no buffer, no
 * band, no minimum order, no slippage reserve, leverage 1, a market one cent wide on each side.
 */
import type { Contract, TickLadder } from '../account/contract.ts';
import type { FxMarket } from '../account/fx-market.ts';
import type { MarketHours } from '../account/market-hours.ts';
import type { Quote } from '../account/quote.ts';
import type { OpenOrder, OtherCash, Position, Snapshot } from '../account/snapshot.ts';
import type { TargetWeights } from '../plan/blend-targets.ts';
import type {
  ExecutionSettings,
  FxSettings,
  LimitSettings,
  PriceSource,
  RebalanceSettings,
  SafetySettings,
  Settings,
  Trigger,
} from '../settings.ts';
import { asPrice, price } from '../units/price.ts';
import { asRatio, bps, ONE, ratio, ZERO_RATIO } from '../units/ratio.ts';
import { rate } from '../units/rate.ts';
import { ONE_SHARE, shares, valueOf, ZERO_SHARES } from '../units/shares.ts';
import { asUsd, usd, ZERO_USD } from '../units/usd.ts';

export const ACCOUNT_ID = 'DU1234567';
export const NOW = 1_700_000_000_000;
export const DAY_MS = 24 * 60 * 60 * 1000;

/** The grid of a US stock: a hundredth of a cent below one dollar, a cent from there on. */
export const US_TICKS: TickLadder = [
  { from: asPrice(0n), increment: price('0.0001') },
  { from: price('1'), increment: price('0.01') },
];

/** A market that was open the day before and is open the day after. */
export const ALWAYS_OPEN: MarketHours = hoursOpen(NOW - DAY_MS, NOW + DAY_MS);

/** The hours of a market with one session, regular and extended, and nothing known beyond its days. */
export function hoursOpen(opens: number, closes: number): MarketHours {
  const [knownFrom, knownUntil] = [NOW - 2 * DAY_MS, NOW + 4 * DAY_MS];
  const session = [{ opens, closes }];
  const timeZone = 'America/New_York';
  return { timeZone, knownFrom, knownUntil, regular: session, extended: session };
}

export interface ExampleEtf {
  readonly symbol: string;
  /** In percent of the investable base; none for an ETF that no model lists. */
  readonly weight?: string;
  readonly held?: string;
  /** The last trade, the close before it, and a cent inside of bid and ask. */
  readonly price?: string;
  /** What is different about the quote; `none` for no quote at all. */
  readonly quote?: Partial<Quote> | 'none';
  /** The broker's own valuation of the position. */
  readonly marketPrice?: string;
  readonly contract?: Partial<Contract>;
}

/** An account and its market; everything but the ETFs has a plain default. */
export interface Example {
  readonly etfs: readonly ExampleEtf[];
  readonly cash?: string;
  readonly otherCash?: readonly OtherCash[];
  /** Positions that are no ETFs of the example: options, bonds, other currencies. */
  readonly positions?: readonly Position[];
  readonly brokerNetLiq?: string;
  readonly netLiquidation?: string;
  readonly excessLiquidity?: string;
  readonly openOrders?: readonly OpenOrder[];
  readonly rebalance?: Partial<RebalanceSettings>;
  readonly limits?: Partial<LimitSettings>;
  readonly priceSources?: readonly PriceSource[];
  readonly execution?: Partial<ExecutionSettings>;
  readonly safety?: Partial<SafetySettings>;
  readonly ibkr?: Partial<Settings['ibkr']>;
  readonly fx?: Partial<FxSettings>;
  /** Canadian dollars, beside `otherCash`. */
  readonly cad?: string;
  /** What is different about a USD.CAD of 1.3499 x 1.3501 in an open market. */
  readonly fxMarket?: Partial<FxMarket>;
}

/** What the planner is given. */
export interface PlannerInput {
  readonly targets: TargetWeights;
  readonly snapshot: Snapshot;
  readonly settings: Settings;
}

export const EXAMPLE_LIMITS: LimitSettings = {
  style: 'spread_aware',
  buyOffset: ratio('0.25'),
  sellOffset: ratio('0.25'),
  maxOffset: bps('10'),
  wideSpread: bps('50'),
  escalateAction: 'keep',
  staleQuoteSeconds: 10,
  capAtFarSide: true,
};

/** Off; and what the settings say when nothing else about it is written. */
export const EXAMPLE_FX: FxSettings = {
  enabled: false,
  convertMode: 'just_in_time',
  useMidForPlanning: true,
  minOrder: usd('1000'),
  maxOrder: undefined,
  buffer: bps('20'),
  orderType: 'MKT',
  limitSlippage: bps('5'),
  waitForFillSeconds: 5,
  preferMarketHours: false,
};

/** What the settings say about these when nothing is written. */
export const EXAMPLE_EXECUTION: ExecutionSettings = {
  algo: undefined,
  fallbackPlainMarket: true,
  waitBeforeFallbackSeconds: 60,
  tradingHours: 'rth',
  maxOpenOrders: 5,
  fillTimeoutSeconds: 120,
  repriceSeconds: 20,
  onTimeout: 'cancel',
  maxMove: bps('50'),
};
export const EXAMPLE_SAFETY: SafetySettings = {
  requireWhatIf: 'warn',
  paperOnly: true,
  requireConfirm: true,
  maxOrder: undefined,
  maxTurnover: undefined,
  maxOrders: undefined,
  maxDaily: undefined,
  killSwitchFile: 'KILL_SWITCH',
  collar: bps('300'),
  maxGap: ratio('0.20'),
  maxRunMinutes: 30,
};

export function exampleSettings(example: Omit<Example, 'etfs'> = {}): Settings {
  return {
    ibkr: { host: '127.0.0.1', port: 4002, clientId: 42, readOnly: false, ...example.ibkr },
    accountIds: [ACCOUNT_ID],
    confirmMode: 'per_account',
    portfoliosPath: undefined,
    modelMix: [{ name: 'only', share: ONE }],
    rebalance: {
      mode: 'rebalance',
      trigger: perHolding('0'),
      minOrder: ZERO_USD,
      cashBuffer: { kind: 'abs', amount: ZERO_USD },
      maxLeverage: ONE,
      maintenanceBuffer: undefined,
      orderUnit: ONE_SHARE,
      slippageReserve: ZERO_RATIO,
      unlistedEtfs: undefined,
      ...example.rebalance,
    },
    pricing: { priceSources: example.priceSources ?? ['last'], fallbackToSnapshot: true },
    limits: { ...EXAMPLE_LIMITS, ...example.limits },
    fx: { ...EXAMPLE_FX, ...example.fx },
    execution: { ...EXAMPLE_EXECUTION, ...example.execution },
    safety: { ...EXAMPLE_SAFETY, ...example.safety },
    symbolOverrides: new Map(),
    reportDir: 'reports',
    maskAccounts: false,
    log: { level: 'INFO', format: 'text' },
  };
}

/** The trigger of single holdings, with a band in basis points. */
export function perHolding(band: string, idleCashBand?: string): Trigger {
  return {
    kind: 'per_holding',
    band: bps(band),
    idleCashBand: idleCashBand === undefined ? undefined : bps(idleCashBand),
  };
}

/** The trigger of the total drift, with a band in basis points. */
export function totalDrift(band: string): Trigger {
  return { kind: 'total_drift', band: bps(band) };
}

export function exampleContract(symbol: string, different: Partial<Contract> = {}): Contract {
  return {
    symbol,
    conId: conIdOf(symbol),
    exchange: 'SMART',
    primaryExchange: 'ARCA',
    currency: 'USD',
    name: `The ${symbol} fund`,
    stockType: 'ETF',
    ticks: US_TICKS,
    hours: ALWAYS_OPEN,
    ...different,
  };
}

/** A live quote around a last trade: one cent to each side, and the same close. */
export function exampleQuote(last: string, different: Partial<Quote> = {}): Quote {
  const at = price(last);
  return {
    bid: asPrice(at - 100n),
    ask: asPrice(at + 100n),
    last: at,
    close: at,
    halted: false,
    aliveAt: NOW,
    ...different,
  };
}

export function examplePosition(symbol: string, different: Partial<Position> = {}): Position {
  return {
    conId: conIdOf(symbol),
    symbol,
    secType: 'STK',
    currency: 'USD',
    quantity: ZERO_SHARES,
    marketPrice: undefined,
    marketValue: undefined,
    ...different,
  };
}

/** Everything the planner needs for an example. */
export function plannerInput(example: Example): PlannerInput {
  const listed = example.etfs.filter(({ weight }) => weight !== undefined);
  const weights = new Map(
    [...listed]
      .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
      .map(({ symbol, weight = '0' }) => [symbol, ratio(weight) / 100n] as const),
  );
  const invested = [...weights.values()].reduce((sum, weight) => sum + weight, 0n);
  const targets: TargetWeights = {
    weights: new Map([...weights].map(([symbol, weight]) => [symbol, asRatio(weight)])),
    cash: asRatio(ONE - invested),
  };
  return { targets, snapshot: snapshotOf(example), settings: exampleSettings(example) };
}

function snapshotOf(example: Example): Snapshot {
  const { etfs, cash = '0', otherCash = [], positions = [], openOrders = [] } = example;
  const { brokerNetLiq, cad } = example;
  const contracts = etfs.map(({ symbol, contract }) => exampleContract(symbol, contract));
  const listed = contracts.filter((_, at) => etfs[at]?.weight !== undefined);
  const unlisted = contracts.filter((_, at) => etfs[at]?.weight === undefined);
  const quotes = etfs.flatMap((etf, at) => {
    const { price: last = '100', quote = {} } = etf;
    const { conId } = contracts[at] ?? exampleContract(etf.symbol);
    return quote === 'none' ? [] : [[conId, exampleQuote(last, quote)] as const];
  });
  return {
    takenAt: NOW,
    account: {
      accountId: ACCOUNT_ID,
      cash: usd(cash),
      otherCash: [...otherCash, ...(cad === undefined ? [] : [cadCash(cad)])],
      brokerNetLiq: brokerNetLiq === undefined ? undefined : usd(brokerNetLiq),
      netLiquidation:
        example.netLiquidation === undefined ? undefined : usd(example.netLiquidation),
      excessLiquidity:
        example.excessLiquidity === undefined ? undefined : usd(example.excessLiquidity),
      availableFunds: undefined,
      positions: [...etfs.flatMap((etf, at) => positionOf(etf, contracts[at])), ...positions],
    },
    openOrders,
    listed: new Map(listed.map((contract) => [contract.symbol, contract])),
    unlisted: new Map(unlisted.map((contract) => [contract.conId, contract])),
    quotes: new Map(quotes),
    fx:
      example.fx?.enabled === true
        ? {
            quote: { bid: rate('1.3499'), ask: rate('1.3501'), aliveAt: NOW },
            open: true,
            ...example.fxMarket,
          }
        : undefined,
  };
}

function cadCash(amount: string): OtherCash {
  const cad = usd(amount);
  return { currency: 'CAD', amount: cad, worth: asUsd((cad * 20n) / 27n) };
}

function positionOf(etf: ExampleEtf, contract: Contract | undefined): Position[] {
  const { symbol, held = '0', marketPrice } = etf;
  if (held === '0') return [];
  const quantity = shares(held);
  // The broker values everything; a quote of our own is not needed for that.
  const last = etf.quote === 'none' ? undefined : (etf.price ?? '100');
  const valuedAt = marketPrice ?? last;
  return [
    examplePosition(symbol, {
      conId: contract?.conId ?? conIdOf(symbol),
      quantity,
      marketPrice: marketPrice === undefined ? undefined : price(marketPrice),
      marketValue: valuedAt === undefined ? undefined : valueOf(quantity, price(valuedAt)),
    }),
  ];
}

/** The same symbol always has the same contract id, and different symbols different ones. */
function conIdOf(symbol: string): number {
  return Array.from(symbol).reduce(
    (id, letter) => (id * 131 + letter.charCodeAt(0)) % 1_000_003,
    7,
  );
}
