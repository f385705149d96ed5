import { existsSync } from 'node:fs';
import type { KillSwitch } from '../ports.ts';

/** What Ctrl-C has to be told apart from. */
export interface Interrupts {
  /** Calls the listener on every Ctrl-C or termination request. */
  listen(listener: () => void): void;
  /** Ends the program. */
  end(): void;
  /** Tells the person that it was heard. */
  say(text: string): void;
}

/** The kill switch of a run: a file that is there, or Ctrl-C while orders may be at the broker. */
export function killSwitchOf(file: string, interrupts: Interrupts): KillSwitch {
  let guarded: 'not-yet' | 'now' | 'no-more' = 'not-yet';
  let interrupted = false;
  interrupts.listen(() => {
    // The report is written and the program is about to end, with a code that means something.
    if (guarded === 'no-more') return;
    if (guarded === 'not-yet') {
      interrupts.say('\nInterrupted. Nothing was sent.');
      interrupts.end();
      return;
    }
    if (!interrupted)
      interrupts.say('\nStopping: our open orders are cancelled, then the report is written.');
    interrupted = true;
  });
  return {
    pulled() {
      if (interrupted) return 'interrupted';
      return existsSync(file) ? 'kill-switch' : undefined;
    },
    async guard(work) {
      guarded = 'now';
      try {
        return await work();
      } finally {
        guarded = 'no-more';
      }
    },
  };
}
