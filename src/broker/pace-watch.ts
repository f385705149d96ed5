import { BrokerError, type BrokerTrouble } from '../ports.ts';
import type { MessageBudget } from './message-budget.ts';

/** The gateway's word for too many messages. */
export const TOO_FAST = 100;

/** Messages a second after the first and after every further violation. */
const SLOWER = 20;
const SLOWEST = 5;
/** What is refused within one second is one violation, as the gateway counts. */
const SAME_MS = 1000;
/** How long the requests that may have been refused wait before they are made again. */
const BACKOFF_MS = [1000, 2000] as const;

/**
 * What the gateway says about our pace, and what follows from it: fewer messages, and reads that may
 * have been refused are made again after a pause. From the second violation on it persists; after a
 * third the gateway ends the connection, and nothing more is made again.
 */
export class PaceWatch {
  readonly #budget: Pick<MessageBudget, 'slowTo'>;
  readonly #now: () => number;
  readonly #reads = new Set<Read>();
  #violations = 0;
  #lastAt = -Infinity;

  constructor(budget: Pick<MessageBudget, 'slowTo'>, now: () => number) {
    this.#budget = budget;
    this.#now = now;
  }

  /** What a person should know once it persists. */
  get alarm(): string | undefined {
    return this.#violations < 2
      ? undefined
      : `the gateway said ${this.#violations} times that it is asked too much (${TOO_FAST})`;
  }

  /** The gateway has refused a message, without a word which one. */
  violated(): void {
    const now = this.#now();
    const isSame = now - this.#lastAt < SAME_MS;
    this.#lastAt = now;
    if (isSame) return;
    const backoff = BACKOFF_MS[this.#violations];
    this.#violations += 1;
    this.#budget.slowTo(this.#violations === 1 ? SLOWER : SLOWEST);
    for (const read of [...this.#reads]) {
      if (backoff === undefined) read.giveUp(this.blame('pacing', 'No more is asked.'));
      else read.timer = setTimeout(read.again, backoff);
    }
  }

  /** Makes a read again after each violation while it is under way; ends with the returned call. */
  watch(read: Pick<Read, 'again' | 'giveUp'>): () => void {
    const watched: Read = { ...read, timer: undefined };
    this.#reads.add(watched);
    return () => {
      clearTimeout(watched.timer);
      this.#reads.delete(watched);
    };
  }

  /** The error for something that failed: too fast a pace explains it, where there was one. */
  blame(otherwise: BrokerTrouble, message: string): BrokerError {
    if (this.#violations === 0) return new BrokerError(otherwise, message);
    return new BrokerError('pacing', `The gateway was asked too much (${TOO_FAST}). ${message}`);
  }
}

/** A request that changes nothing, so that it can be made twice. */
interface Read {
  readonly again: () => void;
  readonly giveUp: (error: BrokerError) => void;
  timer: NodeJS.Timeout | undefined;
}
