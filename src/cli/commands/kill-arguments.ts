import type { Command } from 'commander';

/** Adds the command `kill` to the program. */
export function declareKill(program: Command, onCall: (off: boolean) => void): void {
  program
    .command('kill')
    .description(
      'Creates the kill switch file: a run cancels its own open orders and stops, and no other sends any. ' +
        'Waits up to 10 s and says whether a run obeyed.',
    )
    .allowExcessArguments(false)
    .option('--off', 'remove the file, so that runs may send orders again')
    .action(({ off = false }: { readonly off?: boolean }) => {
      onCall(off);
    });
}
