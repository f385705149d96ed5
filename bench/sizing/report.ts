import { COUNTS, VALUES } from './corpus.ts';
import { BAR_BPS, type Measured } from './measure.ts';
import type { Tried } from './small.ts';

/** The table and the bar, line by line. */
export function report(
  measured: readonly Measured[],
  small: Tried,
  seed: number,
): readonly string[] {
  const rows = COUNTS.flatMap((count) =>
    VALUES.flatMap((value) => {
      const those = measured.filter(
        ({ instance }) => instance.count === count && instance.value === value,
      );
      return those.length === 0 ? [] : [rowOf(`${count}`, `${value}`, those)];
    }),
  );
  return [
    `seed ${seed}, ${measured.length} accounts; drifts in bps of the account's value, times in ms`,
    '',
    ...aligned([HEAD, ...rows, rowOf('all', '', measured)]),
    '',
    ...bar(measured),
    '',
    `${small.accounts} small accounts, every choice tried: ${small.cut} with a buy cut by a row, ` +
      `${small.beyondBar} beyond ${BAR_BPS} bps of the best, ${small.broken} against their certificate`,
  ];
}

const HEAD = [
  'N',
  'V',
  'accounts',
  'residual',
  'greedy',
  'gap mean',
  'gap max',
  'certified max',
  'cut',
  'proven',
  'plan p50',
  'plan p99',
  'HiGHS p50',
  'HiGHS max',
];

function rowOf(count: string, value: string, those: readonly Measured[]): readonly string[] {
  const uncut = those.filter(({ cut }) => !cut);
  const gaps = uncut.flatMap(({ gap }) => gap ?? []);
  const certified = uncut.flatMap((each) => each.certified ?? []);
  const proven = certified.filter((each) => each <= BAR_BPS).length;
  const times = those.map(({ planMs }) => planMs);
  const oracleTimes = uncut.flatMap(({ gap, oracleMs }) => (gap === undefined ? [] : oracleMs));
  return [
    count,
    value,
    `${those.length}`,
    mean(those.map(({ residual }) => residual)).toFixed(1),
    mean(those.map(({ greedy }) => greedy)).toFixed(1),
    gaps.length === 0 ? '-' : mean(gaps).toFixed(4),
    gaps.length === 0 ? '-' : Math.max(...gaps).toFixed(4),
    certified.length === 0 ? '-' : Math.max(...certified).toFixed(4),
    percent(those.length - uncut.length, those.length),
    percent(proven, uncut.length),
    quantile(times, 0.5).toFixed(2),
    quantile(times, 0.99).toFixed(2),
    oracleTimes.length === 0 ? '-' : quantile(oracleTimes, 0.5).toFixed(0),
    oracleTimes.length === 0 ? '-' : Math.max(...oracleTimes).toFixed(0),
  ];
}

/** The bar of the sizing, and what does not reach it. */
function bar(measured: readonly Measured[]): readonly string[] {
  const uncut = measured.filter(({ cut }) => !cut);
  const known = uncut.filter(({ gap }) => gap !== undefined);
  const within = known.filter(({ gap = Infinity }) => gap <= BAR_BPS).length;
  const broken = measured.flatMap(({ instance, broken: words }) =>
    words.map(
      (each) =>
        `  N=${instance.count} V=${instance.value} ${instance.kind} min ${instance.minOrder}: ${each}`,
    ),
  );
  const nodes = measured.map((each) => each.nodes);
  return [
    `no row cut a buy on ${uncut.length} of ${measured.length}`,
    `within ${BAR_BPS} bps of HiGHS on ${within} of the ${known.length} that it solved in time`,
    `better than HiGHS by more than ${BAR_BPS} bps, with every row kept, on ${known.filter(({ gap = 0 }) => gap < -BAR_BPS).length}`,
    `proven within ${BAR_BPS} bps by the plan's own certificate on ${uncut.filter(({ certified = Infinity }) => certified <= BAR_BPS).length}`,
    `nodes p50 ${quantile(nodes, 0.5)}, p99 ${quantile(nodes, 0.99)}, ended at the limit on ${measured.filter(({ capped }) => capped).length}`,
    `promises broken: ${broken.length}`,
    ...broken.slice(0, 30),
  ];
}

function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((a, b) => a + b, 0) / numbers.length;
}

export function quantile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)}%`;
}

export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  return rows.map((row) => row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  '));
}
