import { assert } from '../core/units/assert.ts';
import type { Clock } from '../ports.ts';
import type { Clock as EngineClock } from '../../simulator/engine/clock.ts';

interface Appointment {
  readonly due: number;
  readonly task: () => void;
}

/** A clock that goes from one appointment to the next, when it is told to. */
export class VirtualClock implements Clock, EngineClock {
  #now: number;
  /** By due time, then in the order in which they were made. */
  readonly #appointments: Appointment[] = [];

  /** ms since 1970. */
  constructor(startMs: number) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, task: () => void): () => void {
    const appointment = { due: this.#now + Math.max(0, delayMs), task };
    // Most appointments are later than all others: the place is looked for from the end.
    let at = this.#appointments.length;
    while (at > 0 && (this.#appointments[at - 1]?.due ?? 0) > appointment.due) at -= 1;
    this.#appointments.splice(at, 0, appointment);
    return () => {
      const index = this.#appointments.indexOf(appointment);
      if (index >= 0) this.#appointments.splice(index, 1);
    };
  }

  /** Goes on to the next appointment and keeps it; false when there is none. */
  step(): boolean {
    const next = this.#appointments.shift();
    if (next === undefined) return false;
    this.#now = next.due;
    next.task();
    return true;
  }
}

/**
 * Does the work with time passing only while all of it waits. Fails when it waits for what never
 * comes, or longer than `mostMs`.
 */
export async function inVirtualTime<Value>(
  clock: VirtualClock,
  mostMs: number,
  work: () => Promise<Value>,
): Promise<Value> {
  const until = clock.now() + mostMs;
  let done = false;
  const finish = (): void => {
    done = true;
  };
  const result = work();
  result.then(finish, finish);
  await everybodyWaits();
  while (!isDone()) {
    assert(clock.step(), 'somebody waits for what never comes');
    assert(clock.now() <= until, `nobody waits longer than ${mostMs} ms`);
    await everybodyWaits();
  }
  return result;

  function isDone(): boolean {
    return done;
  }
}

/** Resolves when every promise that can go on has gone on. */
function everybodyWaits(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
