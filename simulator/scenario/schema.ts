import * as z from 'zod/mini';
import { parseDecimal } from '../../src/core/units/decimal.ts';
import { asPrice, PRICE_DECIMALS } from '../engine/price.ts';
import { asShares, SHARES_DECIMALS } from '../../src/core/units/shares.ts';
import { asMoney, currencies, MONEY_DECIMALS } from '../engine/money.ts';
import { restrictions } from '../engine/check-rules.ts';
import { hoursModes } from '../engine/market-hours.ts';
import { dataStates, halts } from '../engine/quote.ts';

/** Decimal text or a number, which counts by its shortest text; exact at so many decimals. */
function decimal(decimals: number, sign: 'any' | 'not-negative' = 'not-negative') {
  return z.pipe(
    z.union([z.string(), z.number()]),
    z.transform((value, context) => {
      const units = parseDecimal(String(value), decimals);
      const message =
        units === undefined
          ? `must be a number with at most ${decimals} decimals`
          : sign === 'not-negative' && units < 0n
            ? 'must not be negative'
            : undefined;
      if (message === undefined) return units ?? 0n;
      context.issues.push({ code: 'custom', message, input: value });
      return z.NEVER;
    }),
  );
}

const money = z.pipe(decimal(MONEY_DECIMALS), z.transform(asMoney));
const signedMoney = z.pipe(decimal(MONEY_DECIMALS, 'any'), z.transform(asMoney));
const price = z.pipe(decimal(PRICE_DECIMALS), z.transform(asPrice));
/** A price difference, which can be below 0. */
export const priceChange = z.pipe(decimal(PRICE_DECIMALS, 'any'), z.transform(asPrice));
export const shares = z.pipe(decimal(SHARES_DECIMALS), z.transform(asShares));
/** Below zero: sold short. */
const signedShares = z.pipe(decimal(SHARES_DECIMALS, 'any'), z.transform(asShares));
export const whole = (least: number) => z.number().check(z.int(), z.minimum(least));
export const symbol = z
  .string()
  .check(z.regex(/^[A-Z0-9][A-Z0-9. ]*$/, 'must be a symbol in capitals'));
const currency = z.enum(currencies);

const position = z.strictObject({
  symbol,
  con_id: z.optional(whole(1)),
  shares: signedShares,
  average_cost: z.optional(money),
});

/** As a list with all there is to say, or shares by symbol: each cost what it is worth. */
const positions = z.union([
  z.array(position),
  z.pipe(
    z.record(symbol, signedShares),
    z.transform((held): z.output<typeof position>[] =>
      Object.entries(held).map(([name, quantity]) => ({ symbol: name, shares: quantity })),
    ),
  ),
]);

const account = z.strictObject({
  id: z._default(z.string(), 'DU1').check(z.regex(/^[A-Z0-9]+$/, 'must be an account code')),
  base: z._default(currency, 'USD'),
  type: z._default(z.enum(['margin', 'cash']), 'margin'),
  cash: z._default(z.partialRecord(currency, signedMoney), {}),
  positions: z._default(positions, []),
  read_only_api: z._default(z.boolean(), false),
});

/** What makes a contract an option. */
const option = z.strictObject({
  expiry: z.string().check(z.regex(/^\d{8}$/, 'must be a date like "20270115"')),
  strike: price,
  right: z.enum(['C', 'P']),
  multiplier: z._default(whole(1), 100),
});

const contract = z.strictObject({
  symbol,
  con_id: z.optional(whole(1)),
  name: z.optional(z.string()),
  exchange: z.optional(z.string()),
  stock_type: z.optional(z.string()),
  currency: z.optional(currency),
  min_tick: z.optional(price),
  market_rule: z.optional(whole(0)),
  trading_class: z.optional(z.string()),
  option: z.optional(option),
});

/** The parts of a quote, each as written or left as it is. */
export const quoteParts = {
  bid: z.optional(z.nullable(price)),
  ask: z.optional(z.nullable(price)),
  last: z.optional(z.nullable(price)),
  close: z.optional(z.nullable(price)),
  bid_size: z.optional(shares),
  ask_size: z.optional(shares),
  last_size: z.optional(shares),
  halted: z.optional(z.enum(halts)),
  data: z.optional(z.enum(dataStates)),
};
/** Its parts, or one price: it last traded there, and is quoted a tick to each side of it. */
const quote = z.union([z.strictObject(quoteParts), price]);

const tickStep = z.strictObject({ low_edge: price, increment: price });

/** How long messages are on their way, to the gateway and from it. */
export const latencySchema = z.strictObject({
  in_ms: z._default(whole(0), 0),
  out_ms: z._default(whole(0), 0),
});

/** The part `gateway` of a scenario, as written. */
export const gatewaySchema = z.strictObject({
  server_version: z._default(z.number().check(z.int()), 193),
  next_valid_id: z._default(whole(1), 1),
  clients: z._default(
    z.strictObject({
      master: z.optional(whole(0)),
      cancel_others: z._default(z.enum(['after-listing', 'never']), 'after-listing'),
    }),
    { cancel_others: 'after-listing' },
  ),
  seed: z._default(z.number().check(z.int()), 1),
  exchange_rates: z._default(z.strictObject({ CAD: z.optional(money) }), {}),
  accounts: z.array(account).check(z.minLength(1, 'needs at least one account')),
  market_rules: z._default(z.record(z.string(), z.array(tickStep).check(z.minLength(1))), {}),
  contracts: z._default(z.array(contract), []),
  quotes: z._default(z.record(z.string(), quote), {}),
  market: z._default(
    z.strictObject({
      seed: z.optional(z.number().check(z.int())),
      interval_ms: z._default(whole(1), 250),
      moves: z._default(z.enum(['still', 'walk']), 'still'),
    }),
    { interval_ms: 250, moves: 'still' },
  ),
  orders: z._default(
    z.strictObject({
      fractions: z._default(z.enum(['refuse', 'allow', 'no_permission']), 'refuse'),
      most_active: z._default(whole(1), 20),
      price_band_percent: z.optional(whole(0)),
      smallest_size: z.optional(shares),
      direct_routing: z._default(z.enum(['allow', 'refuse']), 'allow'),
      short_sales: z._default(z.enum(['refuse', 'locate']), 'refuse'),
      preset_day: z._default(z.boolean(), false),
      restricted: z._default(z.record(z.string(), z.enum(restrictions)), {}),
    }),
    {
      fractions: 'refuse',
      most_active: 20,
      direct_routing: 'allow',
      short_sales: 'refuse',
      preset_day: false,
      restricted: {},
    },
  ),
  market_data: z._default(
    z.strictObject({
      state: z.optional(z.enum(dataStates)),
      lines: z._default(whole(0), 100),
    }),
    { lines: 100 },
  ),
  hours: z._default(z.enum(hoursModes), 'always'),
  fills: z._default(
    z.strictObject({
      delay_ms: z._default(whole(0), 20),
      max_shares_per_fill: z.optional(whole(1)),
      depth: z._default(z.enum(['unlimited', 'quote']), 'unlimited'),
    }),
    { delay_ms: 20, depth: 'unlimited' },
  ),
  pacing: z._default(z.enum(['gateway', 'none']), 'none'),
  latency: z._default(latencySchema, { in_ms: 0, out_ms: 0 }),
  cancels: z._default(z.strictObject({ delay_ms: z._default(whole(0), 0) }), { delay_ms: 0 }),
  // What goes wrong is read in simulator/faults, which also reads it at the control face.
  events: z.optional(z.unknown()),
  chaos: z.optional(z.unknown()),
});

export type GatewayPart = z.output<typeof gatewaySchema>;
