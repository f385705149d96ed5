import { BrokerError } from '../ports.ts';

/**
 * Lets at most `perSecond` messages through in any second, in the order they came: the gateway
 * counts all requests together and drops a client that asks more than 50 a second.
 *
 * A sliding window, not a refilled bucket: a bucket lets nearly twice the rate through in the
 * second that follows a pause.
 */
export class MessageBudget {
  #perSecond: number;
  readonly #now: () => number;
  readonly #sentAt: number[] = [];
  readonly #waiting: { readonly send: () => void; readonly refuse: (why: Error) => void }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed: BrokerError | undefined;

  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Runs `send` as soon as the budget allows. Fails, without having run it, once closed. */
  spend(send: () => void): Promise<void> {
    return new Promise((resolve, refuse) => {
      if (this.#closed !== undefined) {
        refuse(this.#closed);
        return;
      }
      this.#waiting.push({
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

  /** Refuses what waits and what comes: a message of one connection is never sent on another. */
  close(why: BrokerError): void {
    this.#closed ??= why;
    clearTimeout(this.#timer);
    for (const { refuse } of this.#waiting.splice(0)) refuse(this.#closed);
  }

  #drain(): void {
    const now = this.#now();
    while (this.#sentAt[0] !== undefined && this.#sentAt[0] <= now - 1000) this.#sentAt.shift();
    while (this.#sentAt.length < this.#perSecond) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#sentAt.push(now);
      next.send();
    }
    const oldest = this.#sentAt[0];
    if (this.#waiting.length === 0 || oldest === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#drain();
      },
      Math.max(1, oldest + 1000 - now),
    );
  }
}
