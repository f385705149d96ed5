import type { Command } from 'commander';

/** Adds the command `drift` to the program. */
export function declareDrift(program: Command, onCall: () => void): void {
  program
    .command('drift')
    .description(
      'Reads the account, plans, and shows what is off its target. Ends with 20 when something is ' +
        'outside its band and with 0 when nothing is; with --json it prints one object. Never asks ' +
        'and never sends.',
    )
    .allowExcessArguments(false)
    .action(() => {
      onCall();
    });
}
