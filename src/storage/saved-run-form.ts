/*
 * What a saved run looks like in its file. Every field of a snapshot is named here, and the
 * compiler asks for a field that is added to a snapshot. A change of the form needs a new VERSION:
 * an old file is then refused by name, and never half understood.
 */
import type { Contract, TickStep } from '../core/account/contract.ts';
import type { FxMarket, RateQuote } from '../core/account/fx-market.ts';
import type { MarketHours, TradingSession } from '../core/account/market-hours.ts';
import type { Quote } from '../core/account/quote.ts';
import type {
  AccountReading,
  OpenOrder,
  OtherCash,
  Position,
  Snapshot,
} from '../core/account/snapshot.ts';
import type { TargetWeights } from '../core/plan/blend-targets.ts';
import { asPrice, PRICE_DECIMALS } from '../core/units/price.ts';
import { asRatio, RATIO_DECIMALS } from '../core/units/ratio.ts';
import { asRate, RATE_DECIMALS } from '../core/units/rate.ts';
import { asShares, SHARES_DECIMALS } from '../core/units/shares.ts';
import { asUsd, USD_DECIMALS } from '../core/units/usd.ts';
import type { SavedRun, SavedSetting } from '../ports.ts';
import {
  amount,
  choice,
  flag,
  instant,
  integer,
  list,
  mapOf,
  optional,
  record,
  text,
  type StoredForm,
} from './stored-form.ts';

export const usd = amount('USD', USD_DECIMALS, asUsd);
export const price = amount('USD', PRICE_DECIMALS, asPrice);
export const shares = amount('shares', SHARES_DECIMALS, asShares);
export const weight = amount('of 1', RATIO_DECIMALS, asRatio);
export const rate = amount('CAD for a US dollar', RATE_DECIMALS, asRate);
/** A position or cash may be in any currency, which its record names. */
const OWN = 'of its currency';
const ownPrice = amount(OWN, PRICE_DECIMALS, asPrice);
const ownValue = amount(OWN, USD_DECIMALS, asUsd);
export const ownCash = amount(OWN, USD_DECIMALS, (units) => units);

const session = record<TradingSession>({ opens: instant, closes: instant });

const hours = record<MarketHours>({
  timeZone: text,
  knownFrom: instant,
  knownUntil: instant,
  regular: list(session),
  extended: list(session),
});

export const contract = record<Contract>({
  symbol: text,
  conId: integer,
  exchange: text,
  primaryExchange: text,
  currency: text,
  name: text,
  stockType: text,
  ticks: list(record<TickStep>({ from: price, increment: price })),
  hours: optional(hours),
});

const quote = record<Quote>({
  bid: optional(price),
  ask: optional(price),
  last: optional(price),
  close: optional(price),
  halted: flag,
  aliveAt: instant,
});

const position = record<Position>({
  conId: integer,
  symbol: text,
  secType: text,
  currency: text,
  quantity: shares,
  marketPrice: optional(ownPrice),
  marketValue: optional(ownValue),
});

const account = record<AccountReading>({
  accountId: text,
  cash: usd,
  otherCash: list(record<OtherCash>({ currency: text, amount: ownCash, worth: optional(usd) })),
  brokerNetLiq: optional(usd),
  netLiquidation: optional(usd),
  excessLiquidity: optional(usd),
  availableFunds: optional(usd),
  positions: list(position),
});

const openOrder = record<OpenOrder>({
  orderId: integer,
  clientId: integer,
  permId: integer,
  accountId: text,
  conId: integer,
  symbol: text,
  side: choice('BUY', 'SELL'),
  quantity: shares,
  orderRef: text,
  status: text,
});

const fxMarket = record<FxMarket>({
  quote: optional(
    record<RateQuote>({ bid: optional(rate), ask: optional(rate), aliveAt: instant }),
  ),
  open: flag,
});

const snapshot = record<Snapshot>({
  takenAt: instant,
  account,
  openOrders: list(openOrder),
  listed: mapOf(text, contract),
  unlisted: mapOf(integer, contract),
  quotes: mapOf(integer, quote),
  fx: optional(fxMarket),
});

export const VERSION = 1;

/** Says what the file is, before anything else in it is believed. */
export const HEAD = 'snapshot of ibkr-etf-rebalancer';

export const savedRunForm: StoredForm<SavedRun> = record<SavedRun>({
  runId: text,
  simulated: flag,
  targets: record<TargetWeights>({ weights: mapOf(text, weight), cash: weight }),
  settings: list(record<SavedSetting>({ section: text, key: text, value: text })),
  snapshot,
});
