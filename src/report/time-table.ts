import type { Span } from '../ports.ts';
import { groupThousands } from './figure-text.ts';
import type { ReportTable } from './report-tables.ts';

/** A span with whole milliseconds, rounded to the nearest: the figures of every form. */
interface ShownSpan {
  readonly name: string;
  readonly from: number;
  readonly took: number;
}

function shown(spans: readonly Span[]): readonly ShownSpan[] {
  return spans.map(({ what, fromMs, toMs, count }) => ({
    name: count === 1 ? what : `${what} (${count})`,
    from: Math.round(fromMs),
    took: Math.round(toMs) - Math.round(fromMs),
  }));
}

/** Where the time of a run went, as a table of a report. */
export function timeTable(spans: readonly Span[]): ReportTable {
  return {
    title: 'Where the time went',
    caption: 'In milliseconds since the program started. What is asked side by side overlaps.',
    columns: [
      { title: 'What', isNumber: false },
      { title: 'From ms', isNumber: true },
      { title: 'Took ms', isNumber: true },
    ],
    rows: shown(spans).map(({ name, from, took }) => [
      name,
      groupThousands(String(from)),
      groupThousands(String(took)),
    ]),
    total: undefined,
  };
}

/** The same as plain data. */
export function timesAsData(spans: readonly Span[]): readonly object[] {
  return spans.map(({ what, fromMs, toMs, count }) => ({
    what,
    count,
    from_ms: Math.round(fromMs),
    to_ms: Math.round(toMs),
  }));
}

/** How wide the longest run is drawn. */
const DRAWN = 40;

/** The same for a terminal, with a bar for each span from its beginning to its end. */
export function writeWaterfall(spans: readonly Span[]): string {
  const whole = Math.max(1, ...spans.map(({ toMs }) => toMs));
  const rows = shown(spans).map(({ name, from, took }, at) => {
    const { fromMs, toMs } = spans[at] ?? { fromMs: 0, toMs: 0 };
    const begin = Math.floor((fromMs / whole) * DRAWN);
    const end = Math.max(begin + 1, Math.ceil((toMs / whole) * DRAWN));
    return `${name.padEnd(22)}${String(from).padStart(8)}${String(took).padStart(8)}  ${' '.repeat(begin)}${'#'.repeat(end - begin)}`;
  });
  const head = `${'Where the time went'.padEnd(22)}${'from ms'.padStart(8)}${'took ms'.padStart(8)}`;
  return `\n${[head, ...rows].join('\n')}\n`;
}
