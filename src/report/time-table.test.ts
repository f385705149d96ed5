import { expect, it } from 'vitest';
import type { Span } from '../ports.ts';
import { timesAsData, timeTable, writeWaterfall } from './time-table.ts';

const spans: readonly Span[] = [
  { what: 'start', fromMs: 0, toMs: 99.6, count: 1 },
  { what: 'connect', fromMs: 99.6, toMs: 250.2, count: 1 },
  { what: 'what-if', fromMs: 250.4, toMs: 1300, count: 12 },
];

it('a terminal shows from when, for how long, and a bar for each', () => {
  expect(writeWaterfall(spans)).toBe(`
Where the time went    from ms took ms
start                        0     100  ####
connect                    100     150     #####
what-if (12)               250    1050         #################################
`);
});

it('a report shows the same milliseconds, each rounded to the nearest, and they add up', () => {
  expect(timeTable(spans).rows).toEqual([
    ['start', '0', '100'],
    ['connect', '100', '150'],
    ['what-if (12)', '250', '1,050'],
  ]);
  expect(timesAsData(spans)).toEqual([
    { what: 'start', count: 1, from_ms: 0, to_ms: 100 },
    { what: 'connect', count: 1, from_ms: 100, to_ms: 250 },
    { what: 'what-if', count: 12, from_ms: 250, to_ms: 1300 },
  ]);
});

it('a run that took no time is drawn too', () => {
  expect(writeWaterfall([])).toBe('\nWhere the time went    from ms took ms\n');
});
