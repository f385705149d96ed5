import type { Clock } from '../engine/clock.ts';

/** How long messages are on their way, in milliseconds, to the gateway and from it. */
export interface Latency {
  readonly inMs: number;
  readonly outMs: number;
}

/** One direction of a connection: what sets off arrives so long after, and nothing overtakes. */
export class Journey {
  private readonly clock: Clock;
  private readonly delayMs: () => number;
  /** Before this instant nothing can set off. */
  private readonly opensAt: number;
  private readonly underway: (() => void)[] = [];
  private lastDue = -Infinity;

  /** `delayMs` is asked for each message, so that it can change while the connection lives. */
  constructor(clock: Clock, delayMs: () => number, opensAt = -Infinity) {
    this.clock = clock;
    this.delayMs = delayMs;
    this.opensAt = opensAt;
  }

  /** Without a delay, and with nothing before it, it arrives at once. */
  travel(arrive: () => void): void {
    const now = this.clock.now();
    const due = Math.max(Math.max(now, this.opensAt) + this.delayMs(), this.lastDue);
    if (due <= now && this.underway.length === 0) {
      arrive();
      return;
    }
    this.lastDue = due;
    this.underway.push(arrive);
    // One appointment for each, and each lets the first of all arrive: so the order is kept
    // whatever a timer of the computer does.
    this.clock.after(due - now, () => {
      this.underway.shift()?.();
    });
  }
}
