import type { Command } from 'commander';

/** Adds the command `init` to the program. */
export function declareInit(program: Command, onCall: (fromHoldings: boolean) => void): void {
  program
    .command('init')
    .description(
      'Writes a settings file and a portfolios file to begin with, never over one that is there. ' +
        'Flags such as --port and --account are written into it.',
    )
    .allowExcessArguments(false)
    .option('--from-holdings', 'read the account and write what it holds as one model portfolio')
    .action(({ fromHoldings = false }: { readonly fromHoldings?: boolean }) => {
      onCall(fromHoldings);
    });
}
