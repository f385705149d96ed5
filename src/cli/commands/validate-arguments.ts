import type { Command } from 'commander';

/** Adds the command `validate` to the program. */
export function declareValidate(program: Command, onCall: (show: boolean) => void): void {
  program
    .command('validate')
    .description('Reads both files and prints every problem, or a summary. Connects to nothing.')
    .allowExcessArguments(false)
    .option('--show', 'print the settings as they count, and where each value comes from')
    .action(({ show = false }: { readonly show?: boolean }) => {
      onCall(show);
    });
}
