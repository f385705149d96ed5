import type { Command } from 'commander';

/** Adds the command `doctor` to the program. */
export function declareDoctor(program: Command, onCall: () => void): void {
  program
    .command('doctor')
    .description(
      'Checks files, folders, gateway, account, symbols and market data, one line each, and says ' +
        'what to do first. Sends no order message.',
    )
    .allowExcessArguments(false)
    .action(onCall);
}
