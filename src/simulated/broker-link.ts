import { BrokerError } from '../ports.ts';
import type { AboutRequest, Fate, Line, Message, Request } from './line.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** How long the broker adapter waits before it asks again what was refused because of its pace. */
const PACING_PAUSES_MS: readonly number[] = [1_000, 2_000];

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
  readonly #notices: string[] = [];
  #aliveAt: number;
  #linked = true;
  #dataLost = false;
  #dataFlows = true;

  constructor(clock: VirtualClock, line: Line) {
    this.#clock = clock;
    this.#line = line;
    this.#aliveAt = clock.now();
  }

  /** What went wrong with the connection; undefined while it holds. */
  get ended(): BrokerError | undefined {
    return this.#ended;
  }

  /** What the gateway has said about itself. */
  get notices(): readonly string[] {
    return this.#notices;
  }

  /** False while the gateway has no link to the broker. */
  get linked(): boolean {
    return this.#linked;
  }

  /** When the market data was last known to be alive: 0 once they are lost, or while the link is. */
  get aliveAt(): number {
    return this.#linked && !this.#dataLost && this.#dataFlows ? this.#aliveAt : 0;
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
    { timeoutMs, ...about }: { readonly timeoutMs: number } & AboutRequest,
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
      const go = (fate: Fate): void => {
        this.#arrive(fate, () => {
          const { value, arrives } = answer();
          this.tell('answer', () => {
            arrives?.();
            stopTimer();
            this.#pending.delete(fail);
            resolve(value);
          });
        });
      };
      const tryAfter = (pauses: readonly number[]): void => {
        const fate = this.#line.toGateway(request, about);
        if (!(fate instanceof BrokerError)) {
          go(fate);
          return;
        }
        const [pause, ...later] = fate.trouble === 'pacing' ? pauses : [];
        this.#clock.after(pause ?? 1, () => {
          if (pause === undefined) fail(fate);
          else if (this.#pending.has(fail)) tryAfter(later);
        });
      };
      tryAfter(PACING_PAUSES_MS);
    });
  }

  /** Something for the gateway to do. What has left arrives even if the client is gone by then. */
  send(request: Request, about: AboutRequest, arrives: () => void): void {
    const fate = this.#line.toGateway(request, about);
    if (!(fate instanceof BrokerError)) this.#arrive(fate, arrives);
  }

  #arrive(fate: Fate, arrives: () => void): void {
    for (const delay of fate) this.#clock.after(delay, arrives);
  }

  /** Something for the client to hear, if it is still there. */
  tell(message: Message, arrives: () => void, code?: number): void {
    for (const delay of this.#line.toClient(message, code)) {
      this.#clock.after(delay, () => {
        if (this.#killed || this.#ended !== undefined) return;
        this.#aliveAt = this.#clock.now();
        arrives();
      });
    }
  }

  /** The gateway says something about itself; no line keeps it from being heard. */
  hearNotice(code: number, text: string): void {
    this.#notices.push(`${code}: ${text}`);
    if (code === 1100 || code === 2110) this.#linked = false;
    if (code === 1101 || code === 1102) this.#linked = true;
    if (code === 1101) this.#dataLost = true;
    // A market data farm is broken, and connected again.
    if (code === 2103) this.#dataFlows = false;
    if (code === 2104) this.#dataFlows = true;
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
