import type { Command } from 'commander';

/** Adds the command `drift` to the program. */
export function declareDrift(program: Command, onCall: (json: boolean) => void): void {
  program
    .command('drift')
    .description(
      'Reads the account, plans, and shows what is off its target. Ends with 20 when something is ' +
        'outside its band and with 0 when nothing is. Never asks and never sends.',
    )
    .allowExcessArguments(false)
    .option('--json', 'print one JSON object instead')
    .action(({ json = false }: { readonly json?: boolean }) => {
      onCall(json);
    });
}
