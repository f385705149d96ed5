import type { Command } from 'commander';

/** What `rebalance scenario` is asked to do. */
export interface ScenarioRequest {
  readonly files: readonly string[];
  /** Over a real socket, in real time. */
  readonly socket: boolean;
  /** Write what happened into the files, as what is expected from now on. */
  readonly update: boolean;
}

/** Adds the command `scenario` to the program. */
export function declareScenario(
  program: Command,
  onCall: (request: ScenarioRequest) => void,
): void {
  program
    .command('scenario')
    .description(
      'Runs scenario files, each on a simulator of its own, and compares what happens with what they ' +
        'expect. Ends with 21 when something differs. Needs no account and touches none.',
    )
    .argument('<file...>', 'YAML files, as docs/scenario-files.md shows them')
    .option('--socket', 'over a socket, in real time, instead of in process')
    .option('--update', 'write what happened into the files, as what they expect')
    .action(
      (files: readonly string[], flags: { readonly socket?: true; readonly update?: true }) => {
        onCall({ files, socket: flags.socket === true, update: flags.update === true });
      },
    );
}
