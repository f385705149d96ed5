import { createInterface } from 'node:readline';
import type { Answer, Approver } from '../ports.ts';

/** A terminal, as far as asking needs one. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & {
    readonly isTTY?: boolean;
    setRawMode?(raw: boolean): unknown;
  };
  readonly output: NodeJS.WritableStream;
}

/** How long the terminal gets to hand over what was typed before the question. */
const TYPED_AHEAD_MS = 100;
const CTRL_C = '\u0003';

/**
 * Asks on a terminal. Only `y` and `yes` are a yes; an empty line and anything else are a no. A
 * pipe is nobody: a plan is approved by a person who saw it, or by --yes.
 */
export function terminalApprover({ input, output }: Terminal): Approver {
  return {
    async ask(question, until) {
      if (input.isTTY !== true) return 'no-answer';
      const early = await forgetTypedAhead(input);
      if (early !== undefined) return early;
      if (until?.aborted === true) return 'no-answer';
      return new Promise<Answer>((resolve) => {
        const lines = createInterface({ input, output, terminal: true });
        const settle = (answer: Answer): void => {
          until?.removeEventListener('abort', tooLate);
          lines.removeAllListeners('close');
          lines.close();
          resolve(answer);
        };
        const tooLate = (): void => {
          output.write('\n');
          settle('no-answer');
        };
        until?.addEventListener('abort', tooLate);
        lines.once('SIGINT', () => {
          output.write('\n');
          settle('interrupted');
        });
        lines.once('close', () => {
          output.write('\n');
          settle('no-answer');
        });
        lines.question(question, (text) => {
          settle(/^y(es)?$/i.test(text.trim()) ? 'yes' : 'no');
        });
      });
    },
  };
}

/**
 * Throws away what was typed before the question was there: it was no answer to it. Only Ctrl-C
 * and the end of the input mean the same at any time.
 */
function forgetTypedAhead(
  input: Terminal['input'],
): Promise<'interrupted' | 'no-answer' | undefined> {
  return new Promise((resolve) => {
    const settle = (early: 'interrupted' | 'no-answer' | undefined): void => {
      clearTimeout(timer);
      input.off('data', onData);
      input.off('end', onEnd);
      input.pause();
      // The question switches it on again for itself.
      input.setRawMode?.(false);
      resolve(early);
    };
    const onData = (data: Buffer | string): void => {
      if (data.toString().includes(CTRL_C)) settle('interrupted');
    };
    const onEnd = (): void => {
      settle('no-answer');
    };
    const timer = setTimeout(() => {
      settle(undefined);
    }, TYPED_AHEAD_MS);
    // Only so a line that nobody has ended yet is handed over too.
    input.setRawMode?.(true);
    input.on('data', onData);
    input.on('end', onEnd);
    input.resume();
  });
}

/** Answers yes and shows it, for the demo. */
export function visibleYes(output: NodeJS.WritableStream): Approver {
  return {
    ask(question) {
      output.write(`${question}y\n`);
      return Promise.resolve<Answer>('yes');
    },
  };
}
