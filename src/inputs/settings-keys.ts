/**
 * Every key of the settings file, in one table: how a value is read, what stands in
 * for it, what it means, and whether this version does it. Reading, checking and documenting all
 * go through this table, so a key that is not in it does not exist.
 */
import { LOG_LEVELS } from '../core/settings.ts';
import { accountId, fundingCurrency } from './broker-kinds.ts';
import {
  basisPoints,
  dollars,
  fraction,
  leverage,
  reserveShare,
  signedPercent,
} from './number-kinds.ts';
import { choice, flag, hostName, text, wholeNumber } from './plain-kinds.ts';
import { built, planned, type SettingKey } from './setting-key.ts';
import type { SECTIONS } from './settings-sections.ts';
import { listOf, mapped } from './value-kind.ts';

const path = text('a path; a relative one starts at the folder of the settings file');
const seconds = wholeNumber({ min: 1, max: 3600, unit: 'seconds' });
const port = wholeNumber({ min: 1, max: 65_535 });
const clientId = wholeNumber({
  min: 1,
  max: 2_147_483_647,
  because: '0 is special, it can take over the orders that are typed into TWS by hand',
});
const priceSources = listOf(choice(['last', 'midpoint', 'bidask', 'close']));
const orderType = choice(
  ['limit', 'market'],
  [
    ['LMT', 'limit'],
    ['MKT', 'market'],
  ],
);
const tradingHours = choice(['rth', 'eth']);
const preferRth = mapped(flag, (on): 'rth' | 'eth' => (on ? 'rth' : 'eth'));
const smartLimit = mapped(flag, (on): 'limit' | 'market' => (on ? 'limit' : 'market'));
const unlistedEtfs = choice(['sell', 'hold', 'abort']);
const limitStyle = choice(['spread_aware', 'static_bps', 'off']);
const logLevel = choice(LOG_LEVELS);

/** Every key with its section in front of it: `rebalance.min_order_usd`. */
export const SETTING_KEYS = {
  'ibkr.host': built(hostName, '127.0.0.1', 'The machine that TWS or IB Gateway runs on.'),
  'ibkr.port': built(
    port,
    '4002',
    'Its API port. By default IB Gateway listens on 4002 for paper and 4001 for live accounts, TWS on 7497 and 7496.',
  ),
  'ibkr.client_id': built(
    clientId,
    '42',
    'The number of this connection. No other API client may use it at the same time.',
  ),
  'ibkr.account_id': built(accountId, undefined, 'One account; it joins those of accounts.ids.'),
  'ibkr.read_only': built(flag, 'true', 'While true, nothing is ever sent to the broker.'),

  'accounts.ids': built(
    listOf(accountId),
    undefined,
    'The accounts to plan. Several are planned one by one.',
  ),
  'accounts.confirm_mode': built(
    choice(['per_account', 'global']),
    'per_account',
    'Ask before trading for each account, or once for all of them.',
  ),
  'accounts.path': built(path, undefined, 'The portfolios file.'),

  'rebalance.mode': built(
    choice(['rebalance', 'buy_only', 'sell_only']),
    'rebalance',
    'Trade both ways, or only buy, or only sell.',
  ),
  'rebalance.trigger_mode': built(
    choice(['per_holding', 'total_drift']),
    'per_holding',
    'What starts a trade: the drift of one holding, or the sum of all drifts.',
  ),
  'rebalance.per_holding_band_bps': built(
    basisPoints,
    '50',
    'A holding is traded when its drift is greater than this.',
  ),
  'rebalance.portfolio_total_band_bps': built(
    basisPoints,
    '100',
    'With total_drift, trade when the sum of all drifts is greater than this.',
  ),
  'rebalance.idle_cash_band_bps': built(
    basisPoints,
    undefined,
    'Invest idle cash when there is more than this above its target.',
  ),
  'rebalance.min_order_usd': built(dollars, '500', 'No order is smaller than this.'),
  'rebalance.cash_buffer_type': built(
    choice(['pct', 'abs']),
    'pct',
    'Whether cash_buffer_pct or cash_buffer_abs is set aside.',
  ),
  'rebalance.cash_buffer_pct': built(
    reserveShare,
    '1%',
    'The part of NetLiquidation that is set aside as cash first.',
  ),
  'rebalance.cash_buffer_abs': built(dollars, '0', 'The dollars that are set aside first.'),
  'rebalance.allow_fractional': built(flag, 'false', 'Trade fractions of a share.'),
  'rebalance.allow_margin': built(
    flag,
    undefined,
    'Whether a model portfolio may borrow, with a negative CASH row. Without the line it may when max_leverage is above 1.',
  ),
  'rebalance.max_leverage': built(
    leverage,
    '1.0',
    'The most that gross exposure may be after the trades, as a multiple of NetLiquidation.',
  ),
  'rebalance.maintenance_buffer_pct': built(
    reserveShare,
    undefined,
    'The part of NetLiquidation that ExcessLiquidity keeps after the trades. Without the line nothing is bought or left alone because of it.',
  ),
  'rebalance.trading_hours': built(
    tradingHours,
    'rth',
    'Trade in regular hours only, or with eth in extended hours too, and then with plain limit orders only.',
  ),
  'rebalance.prefer_rth': {
    ...built(preferRth, 'true', 'Another spelling of trading_hours: true is rth, false is eth.'),
    aliasOf: 'rebalance.trading_hours',
  },
  'rebalance.unlisted_etfs': built(
    unlistedEtfs,
    undefined,
    'What becomes of an ETF that is held and that no model portfolio lists. There is no default: while one is held, nothing is sent until this is written.',
  ),
  'rebalance.slippage_reserve_bps': built(
    basisPoints,
    '20',
    'How much worse than its plan price a trade may turn out before it takes from the cash target.',
  ),
  'rebalance.order_type': {
    ...built(orderType, 'limit', 'Another spelling of execution.order_type.'),
    aliasOf: 'execution.order_type',
  },

  'pricing.price_source': built(
    priceSources,
    'last',
    'The price to value with; of several, the first that a symbol has. bidask is the side that a trade would meet, and the middle for a holding.',
  ),
  'pricing.fallback_to_snapshot': built(
    flag,
    'true',
    'Ask for a snapshot when the stream brings no usable price.',
  ),
  'pricing.allow_delayed': planned(flag, 'false', 'Trade on delayed prices.'),

  'limits.smart_limit': {
    ...built(smartLimit, 'true', 'Another spelling of execution.order_type: false is market.'),
    aliasOf: 'execution.order_type',
  },
  'limits.style': built(
    limitStyle,
    'spread_aware',
    'Where a limit price starts: inside the spread, or max_offset_bps from the middle; off sends market orders.',
  ),
  'limits.buy_offset_frac': built(
    fraction,
    '0.25',
    'How far from the middle toward the ask a buy starts, as a fraction of the spread.',
  ),
  'limits.sell_offset_frac': built(
    fraction,
    '0.25',
    'How far from the middle toward the bid a sell starts, as a fraction of the spread.',
  ),
  'limits.max_offset_bps': built(
    basisPoints,
    '10',
    'A limit price is never further from the middle than this.',
  ),
  'limits.wide_spread_bps': built(basisPoints, '50', 'A spread wider than this is wide.'),
  'limits.escalate_action': built(
    choice(['keep', 'cross', 'market']),
    'keep',
    'On a wide spread: keep the capped limit price, take the far side, or send a market order.',
  ),
  'limits.stale_quote_seconds': built(seconds, '10', 'An older quote is stale.'),
  'limits.use_ask_bid_cap': built(
    flag,
    'true',
    'Never bid more than the ask, never offer below the bid.',
  ),

  'fx.enabled': built(flag, 'false', 'Convert CAD to USD when buys need it.'),
  'fx.base_currency': built(choice(['USD']), 'USD', 'The currency that is traded in.'),
  'fx.funding_currencies': built(
    listOf(fundingCurrency),
    'CAD',
    'The currencies that may be converted.',
  ),
  'fx.convert_mode': built(
    choice(['just_in_time', 'always_top_up']),
    'just_in_time',
    'Convert for the buys of a plan, or up to the cash target.',
  ),
  'fx.use_mid_for_planning': built(flag, 'true', 'Size with the middle instead of the ask.'),
  'fx.min_fx_order_usd': built(dollars, '1000', 'Smaller conversions are left out.'),
  'fx.max_fx_order_usd': built(dollars, undefined, 'The most that one run converts.'),
  'fx.fx_buffer_bps': built(basisPoints, '20', 'How much more than the shortfall is converted.'),
  'fx.order_type': built(choice(['MKT', 'LMT']), 'MKT', 'The type of the currency order.'),
  'fx.limit_slippage_bps': built(
    basisPoints,
    '5',
    'How far from the planned rate the limit of a currency order may be.',
  ),
  'fx.route': built(choice(['IDEALPRO']), 'IDEALPRO', 'Where the currency order is sent.'),
  'fx.wait_for_fill_seconds': built(seconds, '5', 'How long the buys wait for its fill.'),
  'fx.prefer_market_hours': built(flag, 'false', 'Convert only while the market is open.'),

  'execution.order_type': built(
    orderType,
    'limit',
    'Limit orders with a price from [limits], or market orders. LMT and MKT are understood.',
  ),
  'execution.algo_preference': built(
    choice(['none', 'adaptive', 'midprice']),
    'none',
    'An algorithm of the broker for the orders; midprice is capped at the limit price.',
  ),
  'execution.adaptive_priority': built(
    choice(['normal', 'patient', 'urgent']),
    'normal',
    'The urgency of the adaptive algorithm.',
  ),
  'execution.fallback_plain_market': built(
    flag,
    'true',
    'When the algorithm is refused or too slow, send what is left as a market order.',
  ),
  'execution.wait_before_fallback_seconds': built(
    seconds,
    '60',
    'How long an algorithm may take before that.',
  ),
  'execution.batch_orders': built(
    flag,
    'true',
    'Have several orders open at once; false sends one at a time.',
  ),
  'execution.max_open_orders': built(
    wholeNumber({ min: 1, max: 100, unit: 'orders' }),
    '5',
    'How many orders may be open at once.',
  ),
  'execution.fill_timeout_seconds': built(
    seconds,
    '120',
    'How long an order may take; what follows is on_timeout.',
  ),
  'execution.reprice_seconds': built(
    seconds,
    '20',
    'How often a limit price that waits steps toward the far side.',
  ),
  'execution.on_timeout': built(
    choice(['cancel', 'cross', 'market']),
    'cancel',
    'What becomes of an order that is not filled in time: it is cancelled, or its limit crosses to the far side for one more step, or what is left goes out as a market order.',
  ),
  'execution.max_move_bps': built(
    basisPoints,
    '50',
    'The worst price that is approved: this far from the middle in the preview.',
  ),

  'safety.paper_only': built(flag, 'true', 'Trade paper accounts only; their ids begin with D.'),
  'safety.require_confirm': built(
    flag,
    'true',
    'Ask before anything is sent. False skips the question on paper accounts; a live account is always asked about.',
  ),
  'safety.kill_switch_file': built(
    path,
    'KILL_SWITCH',
    'While this file is there, nothing is sent.',
  ),
  'safety.max_order_usd': built(
    dollars,
    undefined,
    'The largest order, at the prices of the plan. A plan that passes a cap is refused, not cut.',
  ),
  'safety.max_turnover_pct': built(
    signedPercent,
    undefined,
    'The most that one run buys and sells together, as a part of NetLiquidation.',
  ),
  'safety.max_orders': built(
    wholeNumber({ min: 1, max: 10_000, unit: 'orders' }),
    undefined,
    'The most orders of one run.',
  ),
  'safety.max_daily_usd': built(
    dollars,
    undefined,
    'The most that all runs of a day buy and sell together, by the journals; a day of New York.',
  ),
  'safety.collar_bps': built(
    basisPoints,
    '300',
    'A limit price is never further from the middle than this, whatever else is set.',
  ),
  'safety.max_gap_pct': built(
    signedPercent,
    '20%',
    'A price further than this from the previous close is not traded on.',
  ),
  'safety.max_run_minutes': built(
    wholeNumber({ min: 1, max: 1440, unit: 'minutes' }),
    '30',
    'How long after its first order a run may send new ones.',
  ),
  'safety.require_whatif': built(
    choice(['warn', 'true', 'false']),
    'warn',
    'Before the question the broker is asked what each buy would do to the margin. When it gives no figures, warn warns and true sends nothing; false does not ask.',
  ),
  'safety.prefer_rth': {
    ...built(preferRth, 'true', 'Another spelling of rebalance.trading_hours.'),
    aliasOf: 'rebalance.trading_hours',
  },

  'io.report_dir': built(path, 'reports', 'The folder of reports and logs.'),
  'io.mask_accounts': built(
    flag,
    'false',
    'Write account ids into reports and logs with stars for most of their digits, so that reports can be shown.',
  ),
  'io.log_level': built(
    logLevel,
    'INFO',
    'The least that the log of a run keeps; DEBUG adds every line of the plan with its reasons. Reports and journals are always complete.',
  ),
  'io.log_format': built(
    choice(['text', 'json']),
    'text',
    'The log as lines to be read (run.log), or as JSON lines for programs (run.jsonl).',
  ),
} as const satisfies Record<`${keyof typeof SECTIONS}.${string}`, SettingKey>;

/** A key with its section in front of it. */
export type SettingName = keyof typeof SETTING_KEYS;

/** What a key reads to; undefined is possible where nothing stands in for an absent key. */
export type SettingValue<Name extends SettingName> =
  (typeof SETTING_KEYS)[Name] extends SettingKey<infer Value, infer Default>
    ? Default extends string
      ? Value
      : Value | undefined
    : never;

/** Whether a name is a key of the table. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTING_KEYS, name);
}

/** Every key of the table in its order; of one section, when it is named. */
export function settingNames(section?: string): SettingName[] {
  const names = Object.keys(SETTING_KEYS).filter(isSettingName);
  return section === undefined ? names : names.filter((name) => sectionOf(name) === section);
}

/** The section of a key: `rebalance` for `rebalance.min_order_usd`. */
export function sectionOf(name: SettingName): string {
  return name.slice(0, name.indexOf('.'));
}

/** The key without its section. */
export function keyOf(name: SettingName): string {
  return name.slice(name.indexOf('.') + 1);
}
