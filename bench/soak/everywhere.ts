import { caseOf } from './any-case.ts';
import { liveCase, type Ending } from './live.ts';
import type { Crash } from './memory-journals.ts';

/** Later than any entry that a process writes: such a crash never comes. */
const NEVER: Crash = { entry: Number.MAX_SAFE_INTEGER, when: 'after' };

/** A case in which the run dies at one entry of its journal, lived through. */
export interface CrashedCase {
  readonly crash: Crash;
  readonly ending: Ending;
}

/**
 * A case again and again, its run dead at every entry of its journal in turn: once when the entry is
 * durable, and once when a part of it is.
 */
export async function* crashEverywhere(seed: number, number: number): AsyncGenerator<CrashedCase> {
  const whole = await liveCase(caseOf(seed, number, NEVER));
  const entries = whole.processes[0]?.entries ?? 0;
  for (let entry = 1; entry <= entries; entry += 1) {
    for (const when of ['after', 'torn'] as const) {
      const crash = { entry, when };
      yield { crash, ending: await liveCase(caseOf(seed, number, crash)) };
    }
  }
}
