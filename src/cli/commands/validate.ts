import { blendTargets, type TargetWeights } from '../../core/plan/blend-targets.ts';
import { EXIT, type ExitCode } from '../../core/units/exit-code.ts';
import { describeProblem, exitCodeOf } from '../../core/units/problem.ts';
import { asRatio, formatBps, formatPercent } from '../../core/units/ratio.ts';
import { formatUsd } from '../../core/units/usd.ts';
import { settingsInWords, type EffectiveSetting } from '../../inputs/effective-settings.ts';
import { inputWarnings } from '../../inputs/input-warnings.ts';
import {
  inspectInputs,
  type AccountInputs,
  type InputPaths,
  type Inputs,
  type InspectedInputs,
} from '../../inputs/read-inputs.ts';
import type { InputFiles } from '../../ports.ts';
import type { Streams } from './streams.ts';

/** What `rebalance validate` is asked to do. */
export interface ValidateRequest extends InputPaths {
  /** Print the settings as they count, and who says so. */
  readonly show: boolean;
}

/** Reads both files and connects to nothing: prints every problem, or a summary. */
export function validate(request: ValidateRequest, files: InputFiles, streams: Streams): ExitCode {
  const inspected = inspectInputs(request, files);
  const { inputs, problems, effective } = inspected;
  if (request.show) for (const line of showSettings(effective)) streams.out(`${line}\n`);
  if (inputs !== undefined) {
    for (const line of summarize(request, inspected, inputs)) streams.out(`${line}\n`);
    return EXIT.success;
  }
  for (const problem of problems) streams.err(`${describeProblem(problem)}\n`);
  streams.err(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.\n`);
  return exitCodeOf(problems);
}

/** The settings by section, each with its value and where that comes from. */
export function showSettings(effective: readonly EffectiveSetting[]): string[] {
  const keyWidth = widest(effective.map(({ key }) => key));
  const valueWidth = widest(effective.map(({ value = NOT_SET }) => value));
  const lines: string[] = [];
  let current: string | undefined;
  for (const { section, key, value = NOT_SET, origin } of effective) {
    if (section !== current) lines.push(`[${section}]`);
    current = section;
    lines.push(`${key.padEnd(keyWidth)} = ${value.padEnd(valueWidth)}  ; ${origin}`);
  }
  return lines.length === 0 ? lines : [...lines, ''];
}

const NOT_SET = '(not set)';

function widest(texts: readonly string[]): number {
  return Math.min(
    40,
    texts.reduce((width, text) => Math.max(width, text.length), 0),
  );
}

function summarize(
  { settingsPath }: ValidateRequest,
  { portfoliosPaths }: InspectedInputs,
  { settings, accounts }: Inputs,
): string[] {
  return [
    `${[settingsPath, ...portfoliosPaths].join(' and ')} are right.`,
    ...differing(accounts).flatMap((same) => ['', ...summarizeAlike(same)]),
    `Orders          ${settings.ibkr.readOnly ? 'none are sent: read_only = true' : 'may be sent: read_only = false'}`,
    ...distinctWarnings(accounts),
  ];
}

/** The accounts by what holds for them: those that are planned alike stand together. */
function differing(accounts: Inputs['accounts']): readonly (readonly AccountInputs[])[] {
  const groups = new Map<string, AccountInputs[]>();
  for (const account of accounts) {
    const values = settingsInWords(account.effective);
    const key = JSON.stringify(values);
    groups.set(key, [...(groups.get(key) ?? []), account]);
  }
  return [...groups.values()];
}

function distinctWarnings(accounts: Inputs['accounts']): readonly string[] {
  const warnings = accounts.flatMap(({ settings, portfolios }) =>
    inputWarnings(settings, portfolios, blendTargets(portfolios, settings.modelMix)),
  );
  return warnings.length === 0
    ? []
    : ['', ...[...new Set(warnings)].map((warning) => `Warning: ${warning}`)];
}

/** Accounts that are planned alike. */
function summarizeAlike(accounts: readonly AccountInputs[]): readonly string[] {
  const [first] = accounts;
  if (first === undefined) return [];
  const { settings, portfolios } = first;
  const ids = accounts.flatMap(({ accountId }) => accountId ?? []);
  const targets = blendTargets(portfolios, settings.modelMix);
  const { cashBuffer, trigger } = settings.rebalance;
  const wanted = [...targets.weights.values()].filter((weight) => weight > 0n).length;
  const buffer =
    cashBuffer.kind === 'pct'
      ? `${formatPercent(cashBuffer.share)}% of NetLiquidation`
      : `$${formatUsd(cashBuffer.amount, { grouped: true })}`;
  const mix = settings.modelMix.map(({ name, share }) => `${name} ${formatPercent(share)}%`);
  return [
    `Model mix       ${mix.join(', ')}`,
    `ETFs            ${targets.weights.size} listed, ${wanted} with a target above 0%`,
    `Target weights  ${largestTargets(targets)}`,
    `Cash buffer     ${buffer}, set aside before anything is invested`,
    `Band            ${formatBps(trigger.band)} bps ${trigger.kind === 'per_holding' ? 'around each target' : 'for the sum of all drifts'}`,
    `Accounts        ${ids.length === 0 ? 'not chosen' : ids.join(', ')}`,
  ];
}

const MOST_SHOWN = 8;

function largestTargets({ weights, cash }: TargetWeights): string {
  const ranked = [...weights]
    .filter(([, weight]) => weight > 0n)
    .sort(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1));
  const shown = ranked
    .slice(0, MOST_SHOWN)
    .map(([symbol, weight]) => `${symbol} ${formatPercent(weight)}%`);
  const rest = ranked.slice(MOST_SHOWN).reduce<bigint>((sum, [, weight]) => sum + weight, 0n);
  const more = ranked.length - shown.length;
  return [
    ...shown,
    ...(more === 0 ? [] : [`${more} more ${formatPercent(asRatio(rest))}%`]),
    ...(cash === 0n ? [] : [`CASH ${formatPercent(cash)}%`]),
  ].join(', ');
}
