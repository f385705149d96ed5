import { resolve } from 'node:path';
import { EXIT, worstExitCode, type ExitCode } from '../../core/units/exit-code.ts';
import { describeProblem, exitCodeOf, type Problem } from '../../core/units/problem.ts';
import { inspectInputs, type InputPaths } from '../../inputs/read-inputs.ts';
import type { InputFiles } from '../../ports.ts';
import type { Streams } from './streams.ts';

/** What `rebalance kill` is asked to do. */
export interface KillRequest extends InputPaths {
  /** Remove the file instead. */
  readonly off: boolean;
}

/** The kill switch file itself. Creating and removing fail with the system's own error. */
export interface SwitchFile {
  /** Whether a run would see it. */
  exists(path: string): boolean;
  /** Creates it, and the folders above it, unless it is there. */
  create(path: string): void;
  remove(path: string): void;
}

/** What it needs of the world. */
export interface KillPorts {
  readonly files: InputFiles;
  readonly switchFile: SwitchFile;
  readonly streams: Streams;
  /** Who has an account now, each as the problem that a second run would have. */
  readonly holdersOf: (accountId: string) => readonly Problem[];
  readonly wait: (ms: number) => Promise<void>;
}

const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 100;

/**
 * Creates the kill switch file of the settings, or removes it. It counts in an emergency, so the
 * portfolios file is not asked, and mistakes in the settings do not stand in its way: they are told
 * afterwards, and decide the exit code.
 */
export async function kill(request: KillRequest, ports: KillPorts): Promise<ExitCode> {
  const { streams, switchFile } = ports;
  const { killSwitchFile, effective, problems } = inspectInputs(request, ports.files);
  const mistakes = problems.filter(({ code }) => code.startsWith('settings.'));
  const tell = (told: readonly Problem[]): ExitCode => {
    for (const problem of told) streams.err(`${describeProblem(problem)}\n`);
    return exitCodeOf(told);
  };
  if (killSwitchFile === undefined) return tell(mistakes);
  const path = resolve(killSwitchFile);
  const stuck = request.off ? removed(path, ports) : created(path, ports);
  if (stuck !== undefined) return tell([stuck, ...mistakes]);
  if (request.off || !switchFile.exists(path)) return tell(mistakes);

  const ids = effective.find(({ section, key }) => section === 'accounts' && key === 'ids')?.value;
  const accountIds = (ids ?? '').split(/[\s,]+/).filter((id) => id !== '');
  const obeyed = accountIds.length === 0 ? untold(streams) : await watch(accountIds, ports);
  return worstExitCode([obeyed, tell(mistakes)]);
}

/** Creates the file and looks whether a run would see it; says so. */
function created(path: string, { switchFile, streams }: KillPorts): Problem | undefined {
  const before = switchFile.exists(path);
  try {
    switchFile.create(path);
  } catch (error) {
    return stuckAt(path, error, 'a kill switch file that can be created');
  }
  // A link to nowhere is a file to who creates, and none to who looks.
  if (!switchFile.exists(path)) {
    return stuckAt(path, 'a link that leads nowhere', 'a kill switch file that a run can see');
  }
  streams.out(`Kill switch ${before ? 'was on already' : 'on'}: ${path}\n`);
  streams.out('No run sends an order while this file is there. rebalance kill --off removes it.\n');
  return undefined;
}

function removed(path: string, { switchFile, streams }: KillPorts): Problem | undefined {
  const before = switchFile.exists(path);
  try {
    switchFile.remove(path);
  } catch (error) {
    return stuckAt(path, error, 'a kill switch file that can be removed');
  }
  streams.out(`Kill switch ${before ? 'off' : 'was off already'}: ${path}\n`);
  return undefined;
}

function stuckAt(path: string, error: unknown, expected: string): Problem {
  return {
    code: 'safety.kill-switch-stuck',
    where: path,
    found: error instanceof Error ? error.message : String(error),
    expected,
    fix: 'Stop a run with Ctrl-C, or cancel its orders in TWS; then correct the folder or kill_switch_file under [safety].',
  };
}

/** Without an account nobody can say whose lock to look at. */
function untold({ out }: Streams): ExitCode {
  out('The settings choose no account, so it cannot be told whether a run is under way.\n');
  return EXIT.success;
}

/** Waits until nobody has the accounts any more: a run that obeys gives its account back. */
async function watch(
  accountIds: readonly string[],
  { streams, holdersOf, wait }: KillPorts,
): Promise<ExitCode> {
  const holders = (): readonly Problem[] => accountIds.flatMap((id) => holdersOf(id));
  const first = holders();
  if (first.length === 0) {
    streams.out(`No run is trading in ${accountIds.join(', ')}.\n`);
    return EXIT.success;
  }
  for (const { where, found } of first) streams.out(`${where}: ${found} has it; waiting.\n`);
  let left = first;
  for (let waited = 0; left.length > 0 && waited < WAIT_MS; waited += LOOK_EVERY_MS) {
    await wait(LOOK_EVERY_MS);
    left = holders();
  }
  if (left.length === 0) {
    streams.out('It has obeyed and ended. rebalance history shows what it did.\n');
    return EXIT.success;
  }
  for (const { where, found } of left) {
    streams.err(
      `${where}: ${found} has not ended within ${WAIT_MS / 1000} s. It sends nothing while the file is there; ` +
        'it may be waiting for an answer, or for the broker to confirm a cancel. Look at it, and at the open orders in TWS.\n',
    );
  }
  return EXIT.accountBusy;
}
