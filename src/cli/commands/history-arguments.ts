import type { Command } from 'commander';

/** Adds the command `history` to the program. */
export function declareHistory(
  program: Command,
  onCall: (runId: string | undefined) => void,
): void {
  program
    .command('history')
    .description(
      'Lists the runs that have traded, or one of them order by order. Connects to nothing.',
    )
    .argument('[run]', 'the name of a run, as the list shows it')
    .allowExcessArguments(false)
    .action(onCall);
}
