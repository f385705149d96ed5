import { Option, type Command } from 'commander';

/** Adds the command `history` to the program. */
export function declareHistory(
  program: Command,
  onCall: (runId: string | undefined, html: boolean) => void,
): void {
  program
    .command('history')
    .description(
      'Lists the runs that have traded, or one of them order by order. Connects to nothing.',
    )
    .argument('[run]', 'the name of a run, as the list shows it')
    .addOption(
      new Option('--html', 'write drift, turnover, commissions and slippage as a page with charts'),
    )
    .allowExcessArguments(false)
    .action((runId: string | undefined, { html }: { readonly html?: true }) => {
      onCall(runId, html === true);
    });
}
