import { BrokerError } from '../ports.ts';

/** So long after the last message nobody is waiting for an answer any more. */
const QUIET_MS = 1_000;

interface Waiting {
  readonly send: () => void;
  readonly refuse: (why: Error) => void;
}

/**
 * Lets at most `perSecond` messages through in any second, in the order they came: the gateway
 * counts all requests together and drops a client that asks more than 50 a second.
 *
 * A sliding window, not a refilled bucket: a bucket lets nearly twice the rate through in the
 * second that follows a pause.
 *
 * Messages about orders go first: a cancel does not wait behind a hundred questions, nor does an
 * order that was decided on leave long after somebody has stopped the run.
 */
export class MessageBudget {
  #perSecond: number;
  readonly #now: () => number;
  readonly #sentAt: number[] = [];
  /** What is about orders goes before everything else that waits. */
  readonly #orders: Waiting[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #whenQuiet: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #quiet: NodeJS.Timeout | undefined;
  #closed: BrokerError | undefined;

  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Runs `send` as soon as the budget allows. Fails, without having run it, once closed. */
  spend(send: () => void, about: 'order' | 'anything' = 'anything'): Promise<void> {
    return new Promise((resolve, refuse) => {
      if (this.#closed !== undefined) {
        refuse(this.#closed);
        return;
      }
      const queue = about === 'order' ? this.#orders : this.#waiting;
      queue.push({
        send: () => {
          try {
            send();
            resolve();
          } catch (error) {
            refuse(error instanceof Error ? error : new Error(String(error)));
          }
        },
        refuse,
      });
      this.#drain();
    });
  }

  /** Lets fewer messages through from now on; never more than before. */
  slowTo(perSecond: number): void {
    this.#perSecond = Math.min(this.#perSecond, perSecond);
  }

  /** Runs a task once nothing has been sent for a second; never, when it is closed before. */
  whenQuiet(task: () => void): void {
    this.#whenQuiet.push(task);
    this.#awaitQuiet();
  }

  /** Refuses what waits and what comes: a message of one connection is never sent on another. */
  close(why: BrokerError): void {
    this.#closed ??= why;
    clearTimeout(this.#timer);
    clearTimeout(this.#quiet);
    for (const { refuse } of [...this.#orders.splice(0), ...this.#waiting.splice(0)]) {
      refuse(this.#closed);
    }
  }

  #drain(): void {
    const now = this.#now();
    while (this.#sentAt[0] !== undefined && this.#sentAt[0] <= now - 1000) this.#sentAt.shift();
    while (this.#sentAt.length < this.#perSecond) {
      const next = this.#orders.shift() ?? this.#waiting.shift();
      if (next === undefined) return;
      this.#sentAt.push(now);
      next.send();
      this.#awaitQuiet();
    }
    const oldest = this.#sentAt[0];
    if (!this.#isAnyWaiting() || oldest === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#drain();
      },
      Math.max(1, oldest + 1000 - now),
    );
  }

  #isAnyWaiting(): boolean {
    return this.#orders.length + this.#waiting.length > 0;
  }

  #awaitQuiet(): void {
    clearTimeout(this.#quiet);
    if (this.#closed !== undefined || this.#whenQuiet.length === 0) return;
    this.#quiet = setTimeout(() => {
      // The budget holds messages back for as long as this too: they come first.
      if (this.#isAnyWaiting()) return;
      for (const task of this.#whenQuiet.splice(0)) task();
    }, QUIET_MS).unref();
  }
}
