import { apportion } from '../core/units/apportion.ts';
import { formatDecimal } from '../core/units/decimal.ts';
import { asRatio } from '../core/units/ratio.ts';
import { SETTING_FLAGS, type FlagValues } from './setting-flags.ts';
import { keyOf, sectionOf, SETTING_KEYS, type SettingName } from './settings-keys.ts';

/** The keys of a first settings file, with what it says; the rest has its defaults. */
const STARTER: readonly (readonly [SettingName, string])[] = [
  ['ibkr.host', '127.0.0.1'],
  ['ibkr.port', '4002'],
  ['ibkr.client_id', '42'],
  ['ibkr.read_only', 'true'],
  ['accounts.ids', ''],
  ['rebalance.per_holding_band_bps', '50'],
  ['rebalance.min_order_usd', '500'],
  ['rebalance.cash_buffer_pct', '1%'],
  ['rebalance.max_leverage', '1.0'],
  // Nothing that is held is sold because a first file forgot it.
  ['rebalance.unlisted_etfs', 'hold'],
  ['safety.paper_only', 'true'],
  ['safety.kill_switch_file', 'KILL_SWITCH'],
  ['io.report_dir', 'reports'],
];

/** The model portfolio of the starter files. */
const MODEL = 'main';

/**
 * A first settings file: about a dozen keys, each with what it means. What flags give to a key
 * stands in it; an account that nobody has named stays a comment.
 */
export function starterSettings(flags: FlagValues, accountId?: string): string {
  const given = new Map<SettingName, string>();
  for (const { flag, name } of SETTING_FLAGS) {
    const value = flags.get(flag);
    if (value !== undefined) given.set(name, value);
  }
  if (accountId !== undefined) given.set('accounts.ids', accountId);
  const starters = new Set(STARTER.map(([name]) => name));
  const all = [...STARTER, ...[...given].filter(([name]) => !starters.has(name))];
  const sections = [...new Set(all.map(([name]) => sectionOf(name)))].map((section) => {
    const keys = all
      .filter(([name]) => sectionOf(name) === section)
      .flatMap(([name, value]) => line(name, given.get(name) ?? value));
    return [`[${section}]`, ...keys].join('\n');
  });
  const models = [
    '[models]',
    '; The weight of each column of the portfolios file; together 1.',
    `${MODEL} = 1`,
  ].join('\n');
  const head =
    '; What the rebalancer may do, and how. Keys that are not written here have their defaults.';
  return `${[head, ...sections, models].join('\n\n')}\n`;
}

function line(name: SettingName, value: string): string[] {
  const about = `; ${SETTING_KEYS[name].about}`;
  if (value === '') return [about, `; ${keyOf(name)} = DU1234567`];
  return [about, `${keyOf(name)} = ${value}`];
}

/** A first portfolios file: two funds, to be replaced. */
export function starterPortfolios(): string {
  return [
    '# The target weight of each ETF, in percent. Replace these two by your own; each column adds up to 100%.',
    `ETF,${MODEL.toUpperCase()}`,
    'VTI,60%',
    'BND,40%',
    '',
  ].join('\n');
}

/** A part of the account as it is. */
export interface HeldPart {
  readonly symbol: string;
  /** In units of 1e-8 US dollars, more than zero. */
  readonly value: bigint;
}

/** Percent with so many decimals. */
const DECIMALS = 4;
const WHOLE = 100n * 10n ** BigInt(DECIMALS);

/**
 * A portfolios file of what is held, whose column adds up to exactly 100%: each weight is rounded
 * down, and what is left goes to the largest remainders. A part that comes to nothing is left out:
 * written as 0% it would be sold.
 */
export function portfoliosOf(
  parts: readonly HeldPart[],
  head: string,
): { readonly text: string; readonly leftOut: readonly string[] } {
  const shares = apportion(
    WHOLE,
    parts.map(({ value }) => value),
  );
  const rows = parts.map(({ symbol }, at) => ({ symbol, share: shares[at] ?? 0n }));
  const written = rows
    .filter(({ share }) => share > 0n)
    .map(({ symbol, share }) => {
      const percent = formatDecimal(asRatio(share), { scale: DECIMALS, decimals: DECIMALS });
      return `${symbol},${percent}%`;
    });
  return {
    text: [`# ${head}`, `ETF,${MODEL.toUpperCase()}`, ...written, ''].join('\n'),
    leftOut: rows.filter(({ share }) => share === 0n).map(({ symbol }) => symbol),
  };
}
