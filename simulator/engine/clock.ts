/** Where the engine gets the time from and lets things happen later. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs the task after so many milliseconds, never at once; the result takes it back. */
  after(delayMs: number, task: () => void): () => void;
}

/** The time of this computer. */
export const realClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

interface Appointment {
  readonly due: number;
  readonly task: () => void;
}

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
  private instant: number;
  private appointments: Appointment[] = [];

  constructor(startMs = Date.UTC(2026, 3, 13, 15, 0, 0)) {
    this.instant = startMs;
  }

  now(): number {
    return this.instant;
  }

  after(delayMs: number, task: () => void): () => void {
    const appointment = { due: this.instant + Math.max(0, delayMs), task };
    this.appointments.push(appointment);
    return () => {
      this.appointments = this.appointments.filter((other) => other !== appointment);
    };
  }

  /** Lets the time pass: what becomes due runs in the order of its due time, then of its making. */
  advance(ms: number): void {
    const end = this.instant + ms;
    for (;;) {
      const next = this.earliest();
      if (next === undefined || next.due > end) break;
      this.appointments = this.appointments.filter((other) => other !== next);
      this.instant = next.due;
      next.task();
    }
    this.instant = end;
  }

  private earliest(): Appointment | undefined {
    let first: Appointment | undefined;
    for (const appointment of this.appointments) {
      if (first === undefined || appointment.due < first.due) first = appointment;
    }
    return first;
  }
}

/** A clock whose open appointments can all be given up at once, so that the process can end. */
export class ClosableClock implements Clock {
  private readonly clock: Clock;
  private readonly open = new Set<() => void>();
  private closed = false;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  now(): number {
    return this.clock.now();
  }

  after(delayMs: number, task: () => void): () => void {
    if (this.closed) return () => undefined;
    const takeBack = this.clock.after(delayMs, () => {
      this.open.delete(takeBack);
      task();
    });
    this.open.add(takeBack);
    return () => {
      this.open.delete(takeBack);
      takeBack();
    };
  }

  close(): void {
    this.closed = true;
    for (const takeBack of this.open) takeBack();
    this.open.clear();
  }
}
