const MOST_LINES = 10_000;

export interface LogLine {
  /** Counted from 1 since the start. */
  readonly number: number;
  /** When it was written, by the clock of the simulator: ISO 8601 in UTC. */
  readonly at: string;
  readonly text: string;
}

/** The last lines of the log, to be read over the control face. */
export class LogBook {
  private readonly lines: LogLine[] = [];
  private count = 0;

  write(instant: number, text: string): void {
    this.count += 1;
    this.lines.push({ number: this.count, at: new Date(instant).toISOString(), text });
    if (this.lines.length > 2 * MOST_LINES) this.lines.splice(0, MOST_LINES);
  }

  /** The lines after this number that are still kept. */
  since(number: number): readonly LogLine[] {
    return this.lines.filter((line) => line.number > number).slice(-MOST_LINES);
  }
}
