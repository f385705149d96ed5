import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEvent } from '../core/journal/journal-event.ts';
import { exampleContract } from '../core/testing/example-account.ts';
import {
  commission,
  exampleTicket,
  execution,
  message,
  status,
} from '../core/testing/example-order.ts';
import { price } from '../core/units/price.ts';
import { ratio } from '../core/units/ratio.ts';
import { shares } from '../core/units/shares.ts';
import { usd } from '../core/units/usd.ts';
import { journalFiles, readJournal } from './journal-files.ts';

const startedAt = Date.UTC(2026, 10, 21, 10, 15, 30, 123);
const ceiling = {
  line: 1,
  contract: exampleContract('VTI'),
  side: 'BUY',
  quantity: shares('10'),
  worstPrice: price('101.5'),
  mayEndAtMarket: true,
} as const;

/** One entry of every kind. */
const events: readonly JournalEvent[] = [
  {
    kind: 'started',
    facts: {
      runId: 'RUN1',
      accountId: 'DU1234567',
      clientId: 42,
      simulated: true,
      startedAt,
      orderIdsAbove: 6,
      nextOrderId: 7,
      held: [{ conId: 1, quantity: shares('3.5') }],
      recovers: 'RUN0',
      approved: {
        accountId: 'DU1234567',
        digest: 'abc',
        sells: [],
        buys: [ceiling, { ...ceiling, line: 2, worstPrice: undefined }],
        fx: undefined,
        cash: usd('1000.01'),
        cashFloor: usd('-1'),
        cashTarget: usd('10'),
        gross: usd('5000'),
        guardValue: usd('6000'),
        maxLeverage: ratio('1.5'),
        slippageReserve: ratio('0.001'),
        orderUnit: shares('1'),
        maintenanceFloor: undefined,
      },
    },
  },
  { kind: 'intent', orderId: 7, line: 1, ticket: exampleTicket() },
  { kind: 'reprice', orderId: 7, limit: price('100.5') },
  {
    kind: 'intent',
    orderId: 8,
    line: 2,
    ticket: exampleTicket({ algo: { kind: 'adaptive', priority: 'urgent' } }),
  },
  { kind: 'intent', orderId: 9, line: 3, ticket: exampleTicket({ algo: { kind: 'midprice' } }) },
  { kind: 'told', event: status('Submitted') },
  { kind: 'told', event: execution('e.01', '4', { at: '100.0001' }) },
  { kind: 'told', event: commission('e.01', '1.005') },
  { kind: 'told', event: message(399) },
  { kind: 'told', event: { kind: 'lost', reason: 'the line\nbroke "off" €' } },
  { kind: 'cancel', orderId: 7 },
  { kind: 'not-sent', orderId: 7 },
  { kind: 'concluded', orderId: 7, refused: false },
  { kind: 'abandoned', orderId: 7 },
  {
    kind: 'stopped',
    problem: { code: 'safety.kill-switch', where: 'a', found: 'b', expected: 'c', fix: 'd' },
  },
  { kind: 'recovering', at: startedAt + 1 },
  { kind: 'settled', orderId: 7, filled: shares('2') },
  { kind: 'ended' },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journals-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(...written: readonly JournalEvent[]): string {
  const journal = journalFiles(folder).begin({ accountId: 'DU1234567', runId: 'RUN1', startedAt });
  for (const event of written) journal.append(event);
  journal.close();
  return journal.path;
}

function eventsIn(path: string): readonly JournalEvent[] | string {
  const read = readJournal(path);
  return read.ok ? read.value.events : (read.problems[0]?.where ?? '');
}

describe('a journal', () => {
  it('is read back as it was written, whatever it says', () => {
    const path = write(...events);
    expect(eventsIn(path)).toEqual(events);
    expect(path).toBe(join(folder, 'journals', 'DU1234567', '20261121T101530123Z_RUN1.jsonl'));
    expect(journalFiles(folder).all('DU1234567')).toMatchObject([{ ok: true, value: { path } }]);
    expect(journalFiles(folder).all('DU2')).toEqual([]);
  });

  it('is written and read on Windows, which cannot open folders', () => {
    const onWindows = journalFiles(join(folder, 'Müllers Depot'), 'win32');
    const journal = onWindows.begin({ accountId: 'DU1', runId: 'RUN1', startedAt: 0 });
    for (const event of events) journal.append(event);
    journal.close();
    expect(onWindows.all('DU1')).toMatchObject([{ ok: true, value: { events } }]);
  });

  it.skipIf(process.platform === 'win32')('can be read by its owner only', () => {
    const path = write(...events);
    expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([
      0o600, 0o700,
    ]);
  });

  it('is never written over by another run of the same name', () => {
    write({ kind: 'ended' });
    expect(() => write({ kind: 'ended' })).toThrow('EEXIST');
  });

  it('that was cut at any byte is the entries before it, and goes on from there', () => {
    const path = write(...events.slice(-6));
    const whole = readFileSync(path);
    const ends = [...whole.entries()].flatMap(([at, byte]) => (byte === 0x0a ? [at] : []));
    for (let kept = 0; kept <= whole.length; kept += 1) {
      writeFileSync(path, whole.subarray(0, kept));
      const complete = ends.filter((end) => end < kept).length;
      const read = readJournal(path);
      expect(read.ok && read.value.events).toEqual(events.slice(-6).slice(0, complete));
      if (!read.ok) continue;
      const journal = journalFiles(folder).resume(read.value);
      journal.append({ kind: 'cancel', orderId: kept });
      journal.close();
      expect(eventsIn(path)).toEqual([
        ...events.slice(-6).slice(0, complete),
        { kind: 'cancel', orderId: kept },
      ]);
    }
  });

  it('in which any bit was flipped is refused, with the file and the line', () => {
    const path = write(...events.slice(10, 14));
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Buffer.from(whole);
        changed[at] = (whole[at] ?? 0) ^ (1 << bit);
        writeFileSync(path, changed);
        const read = readJournal(path);
        // The end of the last line alone: what is left looks like an entry that was never completed.
        if (at === whole.length - 1) {
          expect(read.ok && read.value.events).toEqual(events.slice(10, 13));
          continue;
        }
        const line = whole.subarray(0, at).toString().split('\n').length;
        expect(read.ok ? `byte ${at}, bit ${bit}` : read.problems[0]?.where).toBe(
          `${path}:${line}`,
        );
      }
    }
  });

  it.each([
    ['a line was taken out', (lines: string[]) => lines.toSpliced(2, 1), 3],
    [
      'two lines changed places',
      (lines: string[]) => lines.toSpliced(1, 2, lines[2] ?? '', lines[1] ?? ''),
      2,
    ],
    ['a line stands twice', (lines: string[]) => lines.toSpliced(2, 0, lines[1] ?? ''), 3],
    ['the beginning is missing', (lines: string[]) => lines.slice(1), 1],
  ])('is refused when %s', (_what, change, line) => {
    const path = write(...events.slice(7));
    writeFileSync(path, change(readFileSync(path, 'utf8').split('\n')).join('\n'));
    expect(eventsIn(path)).toBe(`${path}:${line}`);
  });

  it('that is not there any more is a problem', () => {
    expect(readJournal(join(folder, 'none.jsonl'))).toMatchObject({
      ok: false,
      problems: [{ code: 'journal.damaged' }],
    });
  });

  it.skipIf(process.platform !== 'linux')('on a full disk fails, and says so', () => {
    const journal = journalFiles(folder).resume({
      path: '/dev/full',
      events: [],
      last: '',
      tornBytes: 0,
    });
    expect(() => {
      journal.append({ kind: 'ended' });
    }).toThrow('ENOSPC');
    journal.close();
  });
});
