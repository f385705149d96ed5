import { EXIT } from '../core/units/exit-code.ts';
import type { Approver } from '../ports.ts';
import type { Interrupts } from './kill-switch.ts';
import type { TerminalScreen } from './terminal-screen.ts';

/** The process, as far as its signals are concerned. */
export interface Signalled {
  on(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown;
  exit(code: number): void;
}

/**
 * Ctrl-C and the requests to end this process. One listener hears them, the newest: `recover` looks
 * into one account after the other, and what an account that is done with would do, which is to end
 * the program, must not happen while another has orders at the broker.
 */
export function processInterrupts(
  signalled: Signalled,
  approver: Approver,
  screen: Pick<TerminalScreen, 'lend' | 'above'>,
): Interrupts {
  let heardBy: Parameters<Interrupts['listen']>[0] | undefined;
  return {
    listen(listener) {
      const isFirst = heardBy === undefined;
      heardBy = listener;
      if (!isFirst) return;
      const end = (): void => heardBy?.('end');
      signalled.on('SIGINT', () => heardBy?.('ask'));
      signalled.on('SIGTERM', end);
      // The terminal was closed.
      signalled.on('SIGHUP', end);
    },
    // Nothing is drawn over the question.
    ask: (question, until) => screen.lend(() => approver.ask(question, until)),
    end() {
      signalled.exit(EXIT.interrupted);
    },
    say(text) {
      screen.above(() => process.stderr.write(`${text}\n`));
    },
  };
}
