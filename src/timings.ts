import type { Span } from './ports.ts';

/** Remembers what a run spends its time on. */
export interface Timings {
  /** Does the work and remembers when it began and ended, in success and failure. */
  measure<Value>(what: string, work: () => Value): Value;
  /**
   * What has ended by now and took a millisecond or more, in the order of beginning; work of one name
   * side by side is one.
   */
  spans(): readonly Span[];
}

/**
 * Timings by a clock that never goes back and counts from the start of the program. What happened
 * before now is the first span.
 */
export function startTimings(now: () => number): Timings {
  /** In the order of beginning; undefined until it has ended. */
  const begun: (Span | undefined)[] = [{ what: 'start', fromMs: 0, toMs: now(), count: 1 }];
  return {
    measure(what, work) {
      const fromMs = now();
      const at = begun.push(undefined) - 1;
      const end = (): void => {
        begun[at] = { what, fromMs, toMs: now(), count: 1 };
      };
      let isPromise = false;
      try {
        const value = work();
        if (value instanceof Promise) {
          isPromise = true;
          value.then(end, end);
        }
        return value;
      } finally {
        if (!isPromise) end();
      }
    },
    spans: () =>
      joined(begun.filter((span) => span !== undefined)).filter(
        ({ fromMs, toMs }) => toMs - fromMs >= 1,
      ),
  };
}

/** Measures where there are timings; otherwise it costs nothing. */
export function measured<Value>(
  timings: Timings | undefined,
  what: string,
  work: () => Value,
): Value {
  return timings === undefined ? work() : timings.measure(what, work);
}

/** Work of one name that overlaps is one span. */
function joined(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const span of spans) {
    const at = all.findLastIndex(({ what }) => what === span.what);
    const before = all[at];
    if (before === undefined || span.fromMs > before.toMs) {
      all.push(span);
      continue;
    }
    const toMs = Math.max(before.toMs, span.toMs);
    all[at] = { ...before, toMs, count: before.count + span.count };
  }
  return all;
}
