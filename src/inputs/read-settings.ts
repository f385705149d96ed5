import type { Algo, FxSettings, RebalanceSettings, Settings, Trigger } from '../core/settings.ts';
import type { Problem } from '../core/units/problem.ts';
import { failure, success, type Result } from '../core/units/result.ts';
import { ONE_SHARE, SMALLEST_FRACTION } from '../core/units/shares.ts';
import { modelsOf, readAccountSections } from './account-sections.ts';
import type { BorrowingRule } from './borrowing.ts';
import { checkTogether } from './check-together.ts';
import { effectiveSettings, type EffectiveSetting } from './effective-settings.ts';
import { readEnvironment, type Environment } from './environment-entries.ts';
import { inFileOrder, type LocatedProblem, type Place } from './located-problem.ts';
import { accountIds, layOver, overlaySettings } from './overlay-settings.ts';
import { readIni, type IniFile } from './read-ini.ts';
import { readModelMix } from './read-model-mix.ts';
import { readSymbolOverrides } from './read-symbol-overrides.ts';
import { checkOrderStyle, joinAliases } from './setting-aliases.ts';
import { entriesOfFile, overlaid, SOURCES, type SettingEntry } from './setting-entry.ts';
import { entriesOfFlags, type FlagValues } from './setting-flags.ts';
import type { SettingName, SettingValue } from './settings-keys.ts';
import { unknownSections } from './unknown-sections.ts';
import { SYMBOLS } from './wide-columns.ts';
import { readWrittenSettings, settingValue, type WrittenSettings } from './written-settings.ts';

/** What changes settings from outside of their file: later ones win. */
export interface Overrides {
  readonly environment: Environment;
  readonly flags: FlagValues;
}

/** The settings that count together: for all accounts, or for one. */
export interface SettingsScope {
  /** Undefined when there are problems. */
  readonly settings: Settings | undefined;
  /** What the portfolios file is read with; known as far as it can be with problems too. */
  readonly modelNames: readonly string[];
  readonly portfoliosPath: string | undefined;
  readonly borrowing: BorrowingRule;
  readonly effective: readonly EffectiveSetting[];
}

/** Settings that were read as far as they can be. */
export interface InspectedSettings extends SettingsScope {
  readonly problems: readonly Problem[];
  readonly killSwitchFile: string;
  readonly reportDir: string;
  /** The accounts whose ids are masked wherever they are written. */
  readonly masked: readonly string[];
  /** By account id, in the order of the list: what holds for all, with what its own section says. */
  readonly accounts: ReadonlyMap<string, SettingsScope>;
}

const NOTHING: Overrides = { environment: {}, flags: new Map() };

/**
 * Reads a settings file. `file` is its name in problems. Gives the settings in exact units with
 * every default filled in, or all problems of the file, from its top to its end.
 */
export function readSettings(
  text: string,
  file: string,
  overrides: Overrides = NOTHING,
): Result<Settings> {
  const { settings, problems } = inspectSettings(text, file, overrides);
  return settings === undefined ? failure(problems) : success(settings);
}

/** The same, and whatever else is known, for files that are looked at and not only used. */
export function inspectSettings(
  text: string,
  file: string,
  overrides: Overrides = NOTHING,
): InspectedSettings {
  const ini = readIni(text, file);
  const entries = gatherEntries(ini, file, overrides);
  const layers = SOURCES.map((source) => readLayer(entries.all.filter((e) => e.source === source)));
  const { written, problems: overlayProblems } = overlaySettings(layers.map((l) => l.written));

  const models = ofSection(entries.all, 'models');
  const mixHeader = { file, line: lineOf(ini, 'models'), what: '[models]' };
  const { problems: mixProblems } = readModelMix(models, mixHeader);
  const overrideEntries = ofSection(entries.all, 'symbol_overrides');
  const { symbolOverrides, problems: symbolProblems } = readSymbolOverrides(overrideEntries);
  // A flag that chooses one account for a run makes no stranger of the others.
  const listed = [...new Set(layers.flatMap((layer) => accountIds(layer.written)))];
  const [fileLayer = new Map<SettingName, never>(), ...outside] = layers.map((l) => l.written);
  // An account's section is of the file, so it lies below the environment and the flags.
  const overlaid = (own: WrittenSettings): WrittenSettings =>
    overlaySettings([layOver(fileLayer, own), ...outside]).written;
  const all = { written, overlaid, models, accountIds: listed };
  const sections = readAccountSections(ini.sections, entries.all, { file, all });
  const located = [
    ...ini.problems,
    ...unknownSections(ini, file),
    ...entries.problems,
    ...layers.flatMap(({ problems }) => problems),
    ...overlayProblems,
    ...checkTogether(written),
    ...mixProblems,
    ...symbolProblems,
    ...sections.problems,
  ];
  const isRight = located.length === 0;
  const shared = { mixHeader, symbolOverrides, overrideEntries, isRight };
  const ids = accountIds(written);
  const scopeFor = (id: string): SettingsScope => {
    const own = sections.accounts.get(id);
    if (own === undefined) return scopeOf(written, models, { ...shared, ids: [id] });
    const mix = modelsOf(own.models, models);
    return scopeOf(overlaid(own.written), mix, { ...shared, ids: [id] });
  };
  return {
    ...scopeOf(written, models, { ...shared, ids }),
    problems: inFileOrder(located),
    killSwitchFile: settingValue(written, 'safety.kill_switch_file'),
    reportDir: settingValue(written, 'io.report_dir'),
    masked: settingValue(written, 'io.mask_accounts') ? ids : [],
    accounts: new Map(ids.map((id) => [id, scopeFor(id)] as const)),
  };
}

/** What counts for the accounts `ids`. */
function scopeOf(
  written: WrittenSettings,
  models: readonly SettingEntry[],
  shared: {
    readonly ids: readonly string[];
    readonly mixHeader: Place;
    readonly symbolOverrides: Settings['symbolOverrides'];
    readonly overrideEntries: readonly SettingEntry[];
    readonly isRight: boolean;
  },
): SettingsScope {
  const { ids, mixHeader, symbolOverrides, overrideEntries, isRight } = shared;
  const { modelMix } = readModelMix(models, mixHeader);
  const own = { modelMix, symbolOverrides, accountIds: ids };
  return {
    settings: isRight ? { ...fromKeys(written), ...own } : undefined,
    // One that is named ETF was refused, and would make no sense of the columns.
    modelNames: models.filter(({ key }) => key !== SYMBOLS).map(({ writtenKey }) => writtenKey),
    portfoliosPath: settingValue(written, 'accounts.path'),
    borrowing: {
      allowMargin: settingValue(written, 'rebalance.allow_margin'),
      maxLeverage: settingValue(written, 'rebalance.max_leverage'),
    },
    effective: effectiveSettings(written, {
      modelMix,
      symbolOverrides,
      entries: [...models, ...overrideEntries],
    }),
  };
}

function gatherEntries(
  ini: IniFile,
  file: string,
  { environment, flags }: Overrides,
): { readonly all: readonly SettingEntry[]; readonly problems: readonly LocatedProblem[] } {
  const own = entriesOfFile(ini, file);
  const modelNames = ofSection(own, 'models').map(({ writtenKey }) => writtenKey);
  const outside = readEnvironment(environment, modelNames);
  return {
    all: [...own, ...outside.entries, ...entriesOfFlags(flags)],
    problems: outside.problems,
  };
}

/** The values that one source gives, with other spellings joined to the keys they mean. */
function readLayer(entries: readonly SettingEntry[]): {
  readonly written: WrittenSettings;
  readonly problems: readonly LocatedProblem[];
} {
  const own = readWrittenSettings(entries);
  const joined = joinAliases(own.written);
  const problems = [...own.problems, ...joined.problems, ...checkOrderStyle(joined.written)];
  return { written: joined.written, problems };
}

function ofSection(entries: readonly SettingEntry[], section: string): readonly SettingEntry[] {
  return overlaid(entries.filter((entry) => entry.section === section));
}

function lineOf(ini: IniFile, section: string): number | undefined {
  return ini.sections.find(({ name }) => name === section)?.line;
}

type ValueReader = <Name extends SettingName>(name: Name) => SettingValue<Name>;

function fromKeys(
  written: WrittenSettings,
): Omit<Settings, 'modelMix' | 'symbolOverrides' | 'accountIds'> {
  const value: ValueReader = (name) => settingValue(written, name);
  return {
    ibkr: {
      host: value('ibkr.host'),
      port: value('ibkr.port'),
      clientId: value('ibkr.client_id'),
      readOnly: value('ibkr.read_only'),
    },
    confirmMode: value('accounts.confirm_mode'),
    portfoliosPath: value('accounts.path'),
    rebalance: rebalanceSettings(value),
    pricing: {
      priceSources: value('pricing.price_source'),
      fallbackToSnapshot: value('pricing.fallback_to_snapshot'),
    },
    limits: {
      style: limitStyle(value),
      buyOffset: value('limits.buy_offset_frac'),
      sellOffset: value('limits.sell_offset_frac'),
      maxOffset: value('limits.max_offset_bps'),
      wideSpread: value('limits.wide_spread_bps'),
      escalateAction: value('limits.escalate_action'),
      staleQuoteSeconds: value('limits.stale_quote_seconds'),
      capAtFarSide: value('limits.use_ask_bid_cap'),
    },
    fx: fxSettings(value),
    execution: {
      algo: algoOf(value),
      fallbackPlainMarket: value('execution.fallback_plain_market'),
      waitBeforeFallbackSeconds: value('execution.wait_before_fallback_seconds'),
      tradingHours: value('rebalance.trading_hours'),
      maxOpenOrders: value('execution.batch_orders') ? value('execution.max_open_orders') : 1,
      fillTimeoutSeconds: value('execution.fill_timeout_seconds'),
      repriceSeconds: value('execution.reprice_seconds'),
      onTimeout: value('execution.on_timeout'),
      maxMove: value('execution.max_move_bps'),
    },
    safety: {
      requireWhatIf: value('safety.require_whatif'),
      paperOnly: value('safety.paper_only'),
      requireConfirm: value('safety.require_confirm'),
      maxOrder: value('safety.max_order_usd'),
      maxTurnover: value('safety.max_turnover_pct'),
      maxOrders: value('safety.max_orders'),
      maxDaily: value('safety.max_daily_usd'),
      killSwitchFile: value('safety.kill_switch_file'),
      collar: value('safety.collar_bps'),
      maxGap: value('safety.max_gap_pct'),
      maxRunMinutes: value('safety.max_run_minutes'),
    },
    reportDir: value('io.report_dir'),
    maskAccounts: value('io.mask_accounts'),
    log: { level: value('io.log_level'), format: value('io.log_format') },
  };
}

function rebalanceSettings(value: ValueReader): RebalanceSettings {
  return {
    mode: value('rebalance.mode'),
    trigger: triggerOf(value),
    minOrder: value('rebalance.min_order_usd'),
    cashBuffer:
      value('rebalance.cash_buffer_type') === 'pct'
        ? { kind: 'pct', share: value('rebalance.cash_buffer_pct') }
        : { kind: 'abs', amount: value('rebalance.cash_buffer_abs') },
    maxLeverage: value('rebalance.max_leverage'),
    maintenanceBuffer: value('rebalance.maintenance_buffer_pct'),
    orderUnit: value('rebalance.allow_fractional') ? SMALLEST_FRACTION : ONE_SHARE,
    slippageReserve: value('rebalance.slippage_reserve_bps'),
    unlistedEtfs: value('rebalance.unlisted_etfs'),
  };
}

function fxSettings(value: ValueReader): FxSettings {
  return {
    enabled: value('fx.enabled'),
    convertMode: value('fx.convert_mode'),
    useMidForPlanning: value('fx.use_mid_for_planning'),
    minOrder: value('fx.min_fx_order_usd'),
    maxOrder: value('fx.max_fx_order_usd'),
    buffer: value('fx.fx_buffer_bps'),
    orderType: value('fx.order_type'),
    limitSlippage: value('fx.limit_slippage_bps'),
    waitForFillSeconds: value('fx.wait_for_fill_seconds'),
    preferMarketHours: value('fx.prefer_market_hours'),
  };
}

function triggerOf(value: ValueReader): Trigger {
  if (value('rebalance.trigger_mode') === 'total_drift') {
    return { kind: 'total_drift', band: value('rebalance.portfolio_total_band_bps') };
  }
  return {
    kind: 'per_holding',
    band: value('rebalance.per_holding_band_bps'),
    idleCashBand: value('rebalance.idle_cash_band_bps'),
  };
}

function algoOf(value: ValueReader): Algo | undefined {
  const kind = value('execution.algo_preference');
  switch (kind) {
    case 'none':
      return undefined;
    case 'adaptive':
      return { kind, priority: value('execution.adaptive_priority') };
    case 'midprice':
      return { kind };
  }
}

function limitStyle(value: ValueReader): Settings['limits']['style'] {
  return value('execution.order_type') === 'market' ? 'off' : value('limits.style');
}
