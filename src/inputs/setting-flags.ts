import type { SettingEntry } from './setting-entry.ts';
import { keyOf, sectionOf, type SettingName } from './settings-keys.ts';

/** A flag of the command line that changes a key of the settings. */
export interface SettingFlag {
  /** Without the two dashes. */
  readonly flag: string;
  readonly name: SettingName;
  /** What stands for its value in the help; a flag without one has `gives`. */
  readonly value?: string;
  /** The value that a flag without one gives to its key. */
  readonly gives?: string;
  /** What it does, where its key says more than that. */
  readonly about?: string;
}

/** The keys that people change for one run. Everything else is changed where it lasts. */
export const SETTING_FLAGS: readonly SettingFlag[] = [
  { flag: 'host', name: 'ibkr.host', value: 'name' },
  { flag: 'port', name: 'ibkr.port', value: 'number' },
  { flag: 'client-id', name: 'ibkr.client_id', value: 'number' },
  { flag: 'account', name: 'accounts.ids', value: 'id' },
  { flag: 'confirm-mode', name: 'accounts.confirm_mode', value: 'mode' },
  { flag: 'per-holding-band-bps', name: 'rebalance.per_holding_band_bps', value: 'bps' },
  { flag: 'min-order-usd', name: 'rebalance.min_order_usd', value: 'usd' },
  { flag: 'max-leverage', name: 'rebalance.max_leverage', value: 'multiple' },
  { flag: 'slippage-reserve-bps', name: 'rebalance.slippage_reserve_bps', value: 'bps' },
  { flag: 'unlisted-etfs', name: 'rebalance.unlisted_etfs', value: 'action' },
  { flag: 'price-source', name: 'pricing.price_source', value: 'sources' },
  { flag: 'order-type', name: 'execution.order_type', value: 'type' },
  { flag: 'fill-timeout-seconds', name: 'execution.fill_timeout_seconds', value: 'seconds' },
  { flag: 'max-move-bps', name: 'execution.max_move_bps', value: 'bps' },
  { flag: 'collar-bps', name: 'safety.collar_bps', value: 'bps' },
  { flag: 'log-level', name: 'io.log_level', value: 'level' },
  {
    flag: 'log-json',
    name: 'io.log_format',
    gives: 'json',
    about: 'Write the log as JSON lines (run.jsonl) instead of lines to be read.',
  },
];

/** What flags give to keys, by the flag without its dashes. */
export type FlagValues = ReadonlyMap<string, string>;

/** The values of flags, as entries of the settings. */
export function entriesOfFlags(values: FlagValues): SettingEntry[] {
  return SETTING_FLAGS.flatMap(({ flag, name }) => {
    const value = values.get(flag);
    if (value === undefined) return [];
    return [
      {
        source: 'flag',
        section: sectionOf(name),
        key: keyOf(name),
        writtenKey: keyOf(name),
        value: value.trim(),
        place: { file: `flag --${flag}` },
      },
    ];
  });
}
