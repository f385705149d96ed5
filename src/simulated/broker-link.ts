import { BrokerError } from '../ports.ts';
import type { Line, Message, Request } from './line.ts';
import type { VirtualClock } from './virtual-clock.ts';

/**
 * One client's end of the line: what it asks, until when it waits for the answer, and the end of
 * it all. After `cut` every question fails; after `kill` the process is gone, and nothing that
 * arrives is heard by anybody.
 */
export class BrokerLink {
  readonly #clock: VirtualClock;
  readonly #line: Line;
  readonly #pending = new Set<(error: BrokerError) => void>();
  #ended: BrokerError | undefined;
  #killed = false;
  /** When the client last heard anything, in ms since 1970. */
  aliveAt: number;

  constructor(clock: VirtualClock, line: Line) {
    this.#clock = clock;
    this.#line = line;
    this.aliveAt = clock.now();
  }

  /** What went wrong with the connection; undefined while it holds. */
  get ended(): BrokerError | undefined {
    return this.#ended;
  }

  /** The process that asks is gone: it never learns anything more. */
  get killed(): boolean {
    return this.#killed;
  }

  /**
   * Asks and waits. `answer` is called at the gateway when the question arrives there; what it
   * returns is handed over when the answer arrives here, and then the promise resolves.
   */
  ask<Answer>(
    request: Request,
    timeoutMs: number,
    answer: () => { readonly value: Answer; readonly arrives?: () => void },
  ): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      if (this.#killed) return;
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      const fail = (error: BrokerError): void => {
        stopTimer();
        this.#pending.delete(fail);
        reject(error);
      };
      const stopTimer = this.#clock.after(timeoutMs, () => {
        fail(new BrokerError('no-answer', `The gateway did not answer: ${request}.`));
      });
      this.#pending.add(fail);
      this.send(request, () => {
        const { value, arrives } = answer();
        this.tell('answer', () => {
          arrives?.();
          stopTimer();
          this.#pending.delete(fail);
          resolve(value);
        });
      });
    });
  }

  /** Something for the gateway to do. What has left arrives even if the client is gone by then. */
  send(request: Request, arrives: () => void): void {
    for (const delay of this.#line.toGateway(request)) this.#clock.after(delay, arrives);
  }

  /** Something for the client to hear, if it is still there. */
  tell(message: Message, arrives: () => void): void {
    for (const delay of this.#line.toClient(message)) {
      this.#clock.after(delay, () => {
        if (this.#killed || this.#ended !== undefined) return;
        this.aliveAt = this.#clock.now();
        arrives();
      });
    }
  }

  /** The connection is gone: whoever waits for an answer is told so. */
  cut(reason: BrokerError): void {
    if (this.#killed || this.#ended !== undefined) return;
    this.#ended = reason;
    for (const fail of [...this.#pending]) fail(reason);
  }

  /** The process is gone: nobody is told anything. */
  kill(): void {
    this.#killed = true;
    this.#pending.clear();
  }
}
