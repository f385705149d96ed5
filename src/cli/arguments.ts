import { Command, CommanderError, Option } from 'commander';
import type { StatementPaths } from '../inputs/read-statement.ts';
import { SETTING_FLAGS, type FlagValues } from '../inputs/setting-flags.ts';
import { SETTING_KEYS } from '../inputs/settings-keys.ts';
import type { Permission } from '../run.ts';
import { declareDoctor } from './commands/doctor-arguments.ts';
import { declareDrift } from './commands/drift-arguments.ts';
import { declareExplain } from './commands/explain-arguments.ts';
import { declareHistory } from './commands/history-arguments.ts';
import { declareInit } from './commands/init-arguments.ts';
import { declareKill } from './commands/kill-arguments.ts';
import { declareRecover } from './commands/recover-arguments.ts';
import { declareScenario, type ScenarioRequest } from './commands/scenario-arguments.ts';
import { declareValidate } from './commands/validate-arguments.ts';
import { declareRunFlags, type RunFlags } from './run-flags.ts';
import { SETTINGS_GROUP, teach } from './teach.ts';

/** What the command line asks for. */
export type Invocation =
  | RunInvocation
  | LookingInvocation
  | (ScenarioRequest & { readonly command: 'scenario' })
  | { readonly command: 'demo'; readonly interactive: boolean }
  /** Help or version was printed. */
  | { readonly command: 'shown' }
  | { readonly command: 'misused'; readonly message: string };

/** A run of either kind, or one that connects to nothing. */
export type RunInvocation = InputsAsked & {
  readonly permission: Permission;
  /** Print one object instead of words. */
  readonly json: boolean;
  /** Say where the time went. */
  readonly timings: boolean;
  /** What is inside its band is listed too. */
  readonly all: boolean;
} & (
    | { readonly command: 'rebalance' | 'recover' }
    | { readonly command: 'report-only'; readonly statement: StatementPaths | undefined }
  );

/** A command that trades nothing. */
export type LookingInvocation = InputsAsked &
  (
    | { readonly command: 'validate'; readonly show: boolean }
    | { readonly command: 'explain'; readonly symbol: string }
    | { readonly command: 'history'; readonly runId: string | undefined; readonly html: boolean }
    | { readonly command: 'init'; readonly fromHoldings: boolean }
    | { readonly command: 'kill'; readonly off: boolean }
    | { readonly command: 'doctor' }
    | { readonly command: 'drift'; readonly json: boolean }
  );

/** The two files, and what the command line changes in the settings. */
interface InputsAsked {
  readonly settingsPath: string;
  readonly portfoliosPath: string | undefined;
  readonly killSwitch?: string;
  readonly flags: FlagValues;
}

/** Reads the arguments after the program's name. Help goes to `print`; nothing exits here. */
export function readArguments(
  args: readonly string[],
  version: string,
  print: (text: string) => void,
): Invocation {
  let invocation: Invocation = { command: 'shown' };
  const complaints: string[] = [];
  const program = new Command('rebalance')
    .description(
      'Rebalances an Interactive Brokers account of US ETFs to a mix of model portfolios.\n' +
        'Without a flag it plans and shows the plan; nothing is sent.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help, or that of a command')
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: (text) => complaints.push(text) })
    .allowExcessArguments(true)
    .action((flags: RunFlags, command: Command) => {
      const [unknown] = command.args;
      invocation =
        unknown === undefined
          ? runOf(flags, settingValues())
          : { command: 'misused', message: `error: unknown command "${unknown}"` };
    });
  declareRunFlags(program);
  const settingValues = declareSettings(program);
  declareLooking(program, settingValues, (found) => {
    invocation = found;
  });
  declareRecover(program, () => {
    invocation = runOf(program.opts<RunFlags>(), settingValues(), 'recover');
  });
  declareDemo(program, (demo) => {
    invocation = demo;
  });
  declareScenario(program, (request) => {
    invocation = { command: 'scenario', ...request };
  });
  teach(program);
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { command: 'shown' };
    return { command: 'misused', message: complaints.join('').trim() };
  }
  return invocation;
}

/** Adds the command `demo` to the program. */
function declareDemo(program: Command, onCall: (invocation: Invocation) => void): void {
  program
    .command('demo')
    .description('The whole story on the simulator, with sample files. Needs no account.')
    .option('--interactive', 'answer the question yourself')
    .action((flags: { readonly interactive?: true }) => {
      onCall(
        Object.keys(program.opts()).length > 0
          ? {
              command: 'misused',
              message: 'error: the demo has its own files and takes no other flag',
            }
          : { command: 'demo', interactive: flags.interactive === true },
      );
    });
}

/** Adds the commands that trade nothing. */
function declareLooking(
  program: Command,
  settingValues: () => FlagValues,
  onCall: (invocation: Invocation) => void,
): void {
  const inputs = (): InputsAsked => ({
    ...pathsOf(program.opts<RunFlags>()),
    flags: settingValues(),
  });
  const call = (invocation: LookingInvocation): void => {
    onCall(askedToTrade(program.opts<RunFlags>(), invocation.command) ?? invocation);
  };
  declareValidate(program, (show) => {
    call({ command: 'validate', ...inputs(), show });
  });
  declareExplain(program, (symbol) => {
    call({ command: 'explain', ...inputs(), symbol });
  });
  declareHistory(program, (runId, html) => {
    if (html && runId !== undefined) {
      onCall({
        command: 'misused',
        message: 'error: --html shows all runs and takes none of them',
      });
    } else call({ command: 'history', ...inputs(), runId, html });
  });
  declareDoctor(program, () => {
    call({ command: 'doctor', ...inputs() });
  });
  declareDrift(program, () => {
    const json = program.opts<RunFlags>().json === true;
    call({ command: 'drift', ...inputs(), json });
  });
  declareInit(program, (fromHoldings) => {
    call({ command: 'init', ...inputs(), fromHoldings });
  });
  declareKill(program, (off) => {
    call({ command: 'kill', ...inputs(), off });
  });
}

/** Adds the flags that change a setting for one run; gives the values that they were given. */
function declareSettings(program: Command): () => FlagValues {
  const options = SETTING_FLAGS.map(({ flag, name, value, gives, about }) => {
    const form = value === undefined ? `--${flag}` : `--${flag} <${value}>`;
    const option = new Option(form, about ?? SETTING_KEYS[name].about);
    program.addOption(option.helpGroup(SETTINGS_GROUP));
    return { flag, gives, attribute: option.attributeName() };
  });
  return () =>
    new Map(
      options.flatMap(({ flag, gives, attribute }) => {
        const given: unknown = program.getOptionValue(attribute);
        const value = given === true ? gives : given;
        return typeof value === 'string' ? [[flag, value] as const] : [];
      }),
    );
}

function runOf(
  flags: RunFlags,
  settings: FlagValues,
  command: 'rebalance' | 'recover' = 'rebalance',
): Invocation {
  const permission: Permission = {
    trade: flags.confirm === true || flags.paper === true || flags.live === true,
    accountKind: flags.paper === true ? 'paper' : flags.live === true ? 'live' : undefined,
    dryRun: flags.dryRun === true,
    readOnly: flags.readOnly === true,
    yes: flags.yes === true,
  };
  if (permission.yes && !permission.trade) {
    return {
      command: 'misused',
      message: 'error: --yes answers the question of --confirm, --paper or --live; none is given',
    };
  }
  const misuse = reportOnlyMisuse(flags, command) ?? jsonMisuse(flags);
  if (misuse !== undefined) return { command: 'misused', message: `error: ${misuse}` };
  const json = flags.json === true;
  const timings = flags.timings === true;
  const all = flags.all === true;
  const asked = { ...pathsOf(flags), flags: settings, permission, json, timings, all };
  if (flags.reportOnly !== true) return { command, ...asked };
  const { positions, cash, prices } = flags;
  const isStated = positions !== undefined && cash !== undefined && prices !== undefined;
  const statement = isStated ? { positions, cash, prices } : undefined;
  return { command: 'report-only', ...asked, statement };
}

/** What is wrong with the flags of --report-only where they do not go together. */
function reportOnlyMisuse(
  { reportOnly, positions, cash, prices }: RunFlags,
  command: string,
): string | undefined {
  const count = [positions, cash, prices].filter((path) => path !== undefined).length;
  if (reportOnly !== true)
    return count === 0 ? undefined : '--positions, --cash and --prices need --report-only';
  if (command !== 'rebalance') return `${command} has no --report-only`;
  if (count === 1 || count === 2)
    return '--report-only needs all of --positions, --cash and --prices, or none of them';
  return undefined;
}

/** An object has no question in it, so a run that would ask has to be told its answer. */
function jsonMisuse({ json, reportOnly, dryRun, ...flags }: RunFlags): string | undefined {
  if (json !== true || reportOnly === true || dryRun === true) return undefined;
  if (flags.readOnly === true) return '--json asks nobody, and --read-only does: use --dry-run';
  const trades = [flags.confirm, flags.paper, flags.live].includes(true);
  if (!trades || flags.yes === true) return undefined;
  return '--json shows no plan and asks nobody: add --yes to trade unseen, or leave one of them out';
}

/** A command that only looks is not asked to trade in the same breath. */
function askedToTrade(flags: RunFlags, command: string): Invocation | undefined {
  const { confirm, paper, live, yes, reportOnly, positions, cash, prices, json } = flags;
  if (json === true && command !== 'drift') {
    return { command: 'misused', message: `error: ${command} has no --json` };
  }
  if ([reportOnly, positions, cash, prices].some((each) => each !== undefined)) {
    return { command: 'misused', message: `error: ${command} has no --report-only` };
  }
  if ([confirm, paper, live, yes].every((each) => each === undefined)) return undefined;
  return {
    command: 'misused',
    message: `error: ${command} trades nothing: no --confirm, --paper, --live or --yes`,
  };
}

function pathsOf(flags: RunFlags): Omit<InputsAsked, 'flags'> {
  return {
    settingsPath: flags.ini ?? flags.config ?? 'settings.ini',
    portfoliosPath: flags.csv,
    ...(flags.killSwitch !== undefined && { killSwitch: flags.killSwitch }),
  };
}
