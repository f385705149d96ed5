import { existsSync } from 'node:fs';
import type { Answer, KillSwitch, Pull } from '../ports.ts';

/** What Ctrl-C has to be told apart from. */
export interface Interrupts {
  /** Calls the listener on every Ctrl-C (`ask`), and on every request to end the program (`end`). */
  listen(listener: (interrupt: 'ask' | 'end') => void): void;
  /** Ends the program. */
  end(): void;
  /** Tells the person that it was heard. */
  say(text: string): void;
  /** Asks the person, who may press Ctrl-C again instead of an answer; not any more after `until`. */
  ask(question: string, until: AbortSignal): Promise<Answer>;
}

/** The kill switch of a run: one of the files is there, or Ctrl-C while orders may be at the broker. */
export function killSwitchOf(files: readonly string[], interrupts: Interrupts): KillSwitch {
  let guarded: 'not-yet' | 'now' | 'no-more' = 'not-yet';
  let pull: Pull | undefined;
  // A question that is open when there is nothing left to answer would keep the program alive.
  const unasked = new AbortController();
  const isAsking = (): boolean => guarded === 'now' && pull === 'asking';
  const cancel = (): void => {
    if (pull === 'interrupted') return;
    interrupts.say('\nStopping: our open orders are cancelled, then the report is written.');
    pull = 'interrupted';
    unasked.abort();
  };
  const ask = async (): Promise<void> => {
    pull = 'asking';
    // Nobody to answer, no, or Ctrl-C once more: cancelling is what leaves nothing behind.
    const answer = await interrupts
      .ask(
        '\nNothing more is sent. Leave our open orders working at the broker? [y/N]: ',
        unasked.signal,
      )
      .catch((): Answer => 'no-answer');
    if (!isAsking()) return;
    if (answer !== 'yes') cancel();
    else {
      interrupts.say('Our open orders are left at the broker; rebalance recover settles them.');
      pull = 'leave';
    }
  };
  interrupts.listen((interrupt) => {
    // The report is written and the program is about to end, with a code that means something.
    if (guarded === 'no-more') return;
    if (guarded === 'not-yet') {
      interrupts.say('\nInterrupted. Nothing was sent.');
      interrupts.end();
    } else if (interrupt === 'ask' && pull === undefined) void ask();
    else if (pull !== 'leave') cancel();
  });
  return {
    pulled() {
      if (pull !== undefined && pull !== 'asking') return pull;
      if (!files.some((file) => existsSync(file))) return pull;
      // Nobody may be there to answer: the file does not wait for it.
      if (isAsking()) {
        pull = 'kill-switch';
        unasked.abort();
      }
      return 'kill-switch';
    },
    async guard(work) {
      guarded = 'now';
      try {
        return await work();
      } finally {
        guarded = 'no-more';
        unasked.abort();
      }
    },
  };
}
