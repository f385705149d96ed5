/** The most messages that a gateway takes of a client within a second. */
export const MOST_A_SECOND = 50;
/** It warns of the limit from here on. Where exactly is this simulator's own guess. */
const WARNS_AT = 45;
/** So many seconds in which a client went too far end its connection. */
const MOST_VIOLATIONS = 3;

const SECOND = 1_000;

/** What becomes of a message: `warn` and `refuse` say how many came, `cut` is the last straw. */
export type Verdict =
  | { readonly kind: 'take' }
  | { readonly kind: 'warn'; readonly received: number }
  | { readonly kind: 'refuse'; readonly received: number; readonly violations: number }
  | { readonly kind: 'cut' };

const TAKE: Verdict = { kind: 'take' };

/** Counts the messages of one client within the last second. */
export class MessageRate {
  /** When each message of the last second was taken, and when each of them was refused. */
  private taken: number[] = [];
  private refused = 0;
  private violations = 0;
  private violatedAt = -Infinity;
  private warnedAt = -Infinity;

  judge(now: number): Verdict {
    const since = now - SECOND;
    if (this.taken[0] !== undefined && this.taken[0] <= since) {
      this.taken = this.taken.filter((instant) => instant > since);
    }
    if (this.taken.length >= MOST_A_SECOND) return this.refuse(now);
    this.taken.push(now);
    if (this.taken.length < WARNS_AT || this.warnedAt > since) return TAKE;
    this.warnedAt = now;
    return { kind: 'warn', received: this.taken.length };
  }

  private refuse(now: number): Verdict {
    if (this.violatedAt <= now - SECOND) {
      this.violations += 1;
      this.violatedAt = now;
      this.refused = 0;
    }
    this.refused += 1;
    if (this.violations >= MOST_VIOLATIONS) return { kind: 'cut' };
    const { violations } = this;
    return { kind: 'refuse', received: MOST_A_SECOND + this.refused, violations };
  }
}
