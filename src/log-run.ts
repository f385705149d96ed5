import { describeProblem, type Problem } from './core/units/problem.ts';
import type { EffectiveSetting } from './inputs/effective-settings.ts';
import type { InspectedInputs, Inputs } from './inputs/read-inputs.ts';
import type { Outcome } from './outcome.ts';
import type { Broker, RunLog } from './ports.ts';
import type { RunPorts, RunRequest } from './run.ts';
import type { Permission } from './run.ts';

/** What a run was asked for, and how. */
export interface AboutRun {
  readonly runId: string;
  readonly permission: Permission;
  readonly effective: readonly EffectiveSetting[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export function aboutRun(
  { runId, permission }: RunRequest,
  { files }: Pick<RunPorts, 'files'>,
  { effective }: Inputs,
): AboutRun {
  return { runId, permission, effective, environment: files.environment };
}

/**
 * Does the work of a run between the first and the last lines of its log: what was asked for, every
 * setting as it counts, the variables of ours in the environment; then the notices of the gateway,
 * everything that went wrong, and how the run ended.
 */
export async function logRun(
  { log, broker }: { readonly log: RunLog; readonly broker: Pick<Broker, 'notices'> },
  about: AboutRun,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const info = (event: string, text: string): void => {
    log.write({ level: 'INFO', event, text });
  };
  const asked = Object.entries(about.permission).flatMap(([name, on]) =>
    on === true ? [name] : [],
  );
  info('run', `run ${about.runId}, asked for: ${asked.join(', ') || 'a preview'}`);
  for (const { section, key, value, origin } of about.effective) {
    if (value !== undefined) info('setting', `[${section}] ${key} = ${value} (${origin})`);
  }
  for (const [name, value] of Object.entries(about.environment)) {
    if (name.startsWith('REBALANCE__')) info('variable', `${name} = ${value ?? ''}`);
  }
  info('inputs', 'both files are valid');
  const outcome = await work();
  for (const notice of broker.notices())
    log.write({ level: 'WARNING', event: 'notice', text: notice });
  logProblems(log, outcome.problems);
  info('outcome', outcome.kind);
  return outcome;
}

/** The log of a run that ended with its files: which they are is known once settings can be read. */
export function logRefused(
  { refusedLog: place, problems }: InspectedInputs,
  runId: string,
  ports: Pick<RunPorts, 'refusedLog'>,
): void {
  const log = place && ports.refusedLog?.(place, runId);
  if (log === undefined) return;
  logProblems(log, problems);
  log.write({ level: 'INFO', event: 'outcome', text: 'refused' });
}

function logProblems(log: RunLog, problems: readonly Problem[]): void {
  for (const problem of problems) {
    const text = describeProblem(problem);
    log.write({ level: 'ERROR', event: 'problem', text, facts: { code: problem.code } });
  }
}
