import type { Command } from 'commander';

/** Adds the command `explain` to the program. */
export function declareExplain(program: Command, onCall: (symbol: string) => void): void {
  program
    .command('explain')
    .description(
      'Why a symbol is traded or not: plans again from the newest saved run. Connects to nothing.',
    )
    .argument('<symbol>', 'a symbol of the portfolios file or of the account, or CASH')
    .allowExcessArguments(false)
    .action(onCall);
}
