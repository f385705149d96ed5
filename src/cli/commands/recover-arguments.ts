import type { Command } from 'commander';

/** Adds the command `recover` to the program. */
export function declareRecover(program: Command, onCall: () => void): void {
  program
    .command('recover')
    .description(
      'Asks the broker what became of the orders of an interrupted run, and shows what is left of it. ' +
        'With --confirm it cancels what is still open, asks, and trades what is left.',
    )
    .allowExcessArguments(false)
    .action(onCall);
}
