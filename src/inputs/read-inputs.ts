import { dirname, isAbsolute, join } from 'node:path';
import type { ModelPortfolio } from '../core/account/model-portfolio.ts';
import { blendTargets } from '../core/plan/blend-targets.ts';
import type { Settings } from '../core/settings.ts';
import { formatExact } from '../core/units/decimal.ts';
import { describeProblem, type Problem } from '../core/units/problem.ts';
import { asRatio, formatPercent, ONE, ratio, RATIO_DECIMALS } from '../core/units/ratio.ts';
import { failure, success, type Result } from '../core/units/result.ts';
import type { InputFiles } from '../ports.ts';
import type { EffectiveSetting } from './effective-settings.ts';
import { portfoliosFile, readFile, settingsFile } from './read-file.ts';
import { readPortfolios } from './read-portfolios.ts';
import { inspectSettings, type SettingsScope } from './read-settings.ts';
import type { FlagValues } from './setting-flags.ts';

export interface Inputs {
  /** What holds for all accounts. */
  readonly settings: Settings;
  /** The same as it counts, in the words of a settings file. */
  readonly effective: readonly EffectiveSetting[];
  /** What holds for each, in the order of the list; one without an id when none is chosen. */
  readonly accounts: readonly [AccountInputs, ...AccountInputs[]];
  /** Where reports go; what the settings file writes relative is relative to that file. */
  readonly reportDir: string;
  readonly killSwitchFile: string;
  /** The same, and the one that the command line names besides: each of them stops a run. */
  readonly killSwitchFiles: readonly string[];
}

/** The settings and the portfolios of one account. */
export interface AccountInputs {
  /** Undefined when the settings choose none. */
  readonly accountId: string | undefined;
  readonly settings: Settings;
  readonly portfolios: readonly ModelPortfolio[];
  readonly effective: readonly EffectiveSetting[];
}

/** Where the two files are, and what the command line changes in the settings. */
export interface InputPaths {
  readonly settingsPath: string;
  /** Undefined: what the settings file says, or portfolios.csv beside it. */
  readonly portfoliosPath: string | undefined;
  /** The values of flags, by the flag without its dashes. */
  readonly flags?: FlagValues;
  /** A kill switch file beside that of the settings, which nothing from outside can take away. */
  readonly killSwitch?: string | undefined;
}

/** Both files, read as far as they can be. */
export interface InspectedInputs {
  /** Undefined when there are problems. */
  readonly inputs: Inputs | undefined;
  /** Those of the settings come first. */
  readonly problems: readonly Problem[];
  /** The settings as they count; empty when their file cannot be read. */
  readonly effective: readonly EffectiveSetting[];
  /** Each once; none when the settings file cannot be read. */
  readonly portfoliosPaths: readonly string[];
  /** Undefined when the settings file cannot be read. Other mistakes in it do not hide it. */
  readonly killSwitchFile: string | undefined;
  /** Where the log of a run goes that the files refuse; undefined as before. */
  readonly refusedLog: LogPlace | undefined;
}

/** A folder for logs, and the account ids that are masked in them. */
export interface LogPlace {
  readonly folder: string;
  readonly masked: readonly string[];
}

/** Reads both files; every problem of both is reported together. */
export function readInputs(paths: InputPaths, files: InputFiles): Result<Inputs> {
  const { inputs, problems } = inspectInputs(paths, files);
  return inputs === undefined ? failure(problems) : success(inputs);
}

/** The same, and whatever else is known, for files that are looked at and not only used. */
export function inspectInputs(paths: InputPaths, files: InputFiles): InspectedInputs {
  const { settingsPath, flags = new Map() } = paths;
  const text = readFile(settingsFile(settingsPath), files);
  if (!text.ok) {
    const { problems } = text;
    const unknown = { portfoliosPaths: [], killSwitchFile: undefined, refusedLog: undefined };
    return { inputs: undefined, problems, effective: [], ...unknown };
  }
  const overrides = { environment: files.environment, flags };
  const inspected = inspectSettings(text.value, settingsPath, overrides);
  const besideSettings = (path: string): string =>
    isAbsolute(path) ? path : join(dirname(settingsPath), path);
  const { settings, effective } = inspected;
  const killSwitchFile = besideSettings(inspected.killSwitchFile);
  const scopes: readonly (readonly [string | undefined, SettingsScope])[] =
    inspected.accounts.size === 0 ? [[undefined, inspected]] : [...inspected.accounts];
  const pathOf = ({ portfoliosPath = 'portfolios.csv' }: SettingsScope): string =>
    paths.portfoliosPath ?? besideSettings(portfoliosPath);
  const portfoliosPaths = [...new Set(scopes.map(([, scope]) => pathOf(scope)))];
  const otherNames = scopes.flatMap(([, { modelNames }]) => modelNames);
  const read = scopes.map(([accountId, scope]) =>
    readAccountInputs(accountId, scope, { path: pathOf(scope), files, otherNames }),
  );
  const others = distinct(read.flatMap((each) => (each.ok ? [] : each.problems)));
  const reportDir = besideSettings(inspected.reportDir);
  const refusedLog = { folder: reportDir, masked: inspected.masked };
  const found = { effective, portfoliosPaths, killSwitchFile, refusedLog };
  const [first, ...more] = read.flatMap((each) => (each.ok ? [each.value] : []));
  const problems = [...inspected.problems, ...others];
  if (problems.length > 0 || settings === undefined || first === undefined) {
    return { inputs: undefined, problems, ...found };
  }
  const accounts = [first, ...more] as const;
  const { killSwitch } = paths;
  const killSwitchFiles = [killSwitchFile, ...(killSwitch === undefined ? [] : [killSwitch])];
  const switches = { killSwitchFile, killSwitchFiles };
  const inputs = { settings, effective, accounts, reportDir, ...switches };
  return { inputs, problems, ...found };
}

/** What one account is planned with. Without settings there is only its portfolios file to look at. */
function readAccountInputs(
  accountId: string | undefined,
  scope: SettingsScope,
  from: {
    readonly path: string;
    readonly files: InputFiles;
    /** Of the model portfolios of all accounts. */
    readonly otherNames: readonly string[];
  },
): Result<AccountInputs> {
  const portfolios = portfoliosOf(scope, from);
  if (!portfolios.ok) return portfolios;
  const { settings, effective } = scope;
  if (settings === undefined) return failure([]);
  const leverage = leverageProblem(settings, portfolios.value, scope);
  if (leverage !== undefined) return failure([leverage]);
  return success({ accountId, settings, portfolios: portfolios.value, effective });
}

/** Accounts that share a file share its problems. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((each) => [describeProblem(each), each])).values()];
}

/** The target weights may exceed max_leverage by this much: models are written in rounded percent. */
const LEVERAGE_SLACK = ratio('0.0005');

/** To ask for more than the cap is a mistake in the files, and no market event (PLANNING A.12 row 11). */
function leverageProblem(
  { modelMix, rebalance }: Settings,
  portfolios: readonly ModelPortfolio[],
  { effective }: SettingsScope,
): Problem | undefined {
  const gross = asRatio(ONE - blendTargets(portfolios, modelMix).cash);
  if (gross <= rebalance.maxLeverage + LEVERAGE_SLACK) return undefined;
  const origin = effective.find(({ key }) => key === 'max_leverage')?.origin;
  return {
    code: 'settings.leverage',
    where: `[rebalance] max_leverage (${origin ?? 'default'})`,
    found: `target weights that add up to ${formatPercent(gross)}%, with max_leverage = ${formatExact(rebalance.maxLeverage, RATIO_DECIMALS)}`,
    expected: 'target weights that add up to no more than max_leverage',
    fix: 'Borrow less in the CASH rows of the model portfolios, or raise max_leverage.',
  };
}

/**
 * Without a single model portfolio in the settings there is nothing to hold the columns against:
 * then only the settings are spoken of.
 */
function portfoliosOf(
  { modelNames, borrowing }: SettingsScope,
  { path, files, otherNames }: Parameters<typeof readAccountInputs>[2],
): Result<readonly ModelPortfolio[]> {
  const text = readFile(portfoliosFile(path), files);
  if (!text.ok) return text;
  if (modelNames.length === 0) return success([]);
  return readPortfolios(text.value, path, modelNames, { borrowing, otherNames });
}
