import { expect, it } from 'vitest';
import type { JournalEvent } from './core/journal/journal-event.ts';
import { NOW } from './core/testing/example-account.ts';
import { exampleTicket, execution, ORDER_ID, status } from './core/testing/example-order.ts';
import { exampleApproval } from './core/testing/example-run.ts';
import { RunNotes } from './execution/run-notes.ts';
import { stateOf } from './core/orders/tracked-order.ts';
import type { Picture, Screen } from './ports.ts';
import { tellExecution } from './tell-execution.ts';

/** What a person sees of an execution, on a screen that draws in place or on one that does not. */
function watched(inPlace: boolean) {
  const shown: string[] = [];
  let picture: Picture | undefined;
  const screen: Screen = { columns: 80, show: (text) => shown.push(text) };
  if (inPlace) {
    screen.live = (next) => {
      picture = next;
      return {
        end() {
          picture = undefined;
        },
      };
    };
  }
  const logged: string[] = [];
  const written: JournalEvent[] = [];
  const journal = {
    path: 'journal',
    append: (event: JournalEvent) => {
      if (event.kind === 'cancel') throw new Error('no space left');
      written.push(event);
    },
    close: () => written.push({ kind: 'ended' }),
  };
  const teller = tellExecution(exampleApproval(), journal, {
    clock: { now: () => NOW },
    screen,
    log: { write: ({ text }) => logged.push(text) },
  });
  const notes = new RunNotes(teller.journal, 'DU1');
  return {
    shown,
    logged,
    written,
    teller,
    notes,
    picture: () => picture?.({ columns: 80, rows: 10 }).at(1),
    told: () => {
      for (const order of notes.record.book.orders) teller.onChange(order, stateOf(order));
    },
  };
}

const intent: JournalEvent = {
  kind: 'intent',
  orderId: ORDER_ID,
  line: 1,
  ticket: exampleTicket(),
};

it('a screen of lines gets a line for every change', () => {
  const { notes, told, teller, shown, logged } = watched(false);
  notes.note(intent);
  told();
  notes.note({ kind: 'told', event: status('Submitted') });
  told();
  teller.end();
  expect(shown).toEqual([
    'BUY  VTI   10 at 100.00: sent as order 7',
    'BUY  VTI   working at 100.00',
  ]);
  expect(logged).toEqual(shown);
});

it('a screen that draws in place gets a picture of it, and lines for last words only', () => {
  const { notes, told, teller, shown, logged, picture } = watched(true);
  notes.note(intent);
  told();
  notes.note({ kind: 'told', event: execution('e.1.01', '4') });
  expect(picture()).toContain('4 of 10');
  told();
  expect(shown).toEqual([]);
  notes.note({ kind: 'told', event: execution('e.2.01', '6') });
  told();
  expect(shown).toEqual([expect.stringContaining('10 \u001b[32mfilled\u001b[39m at 100.00')]);
  expect(logged).toHaveLength(3);
  teller.end();
  expect([shown.length, picture()]).toEqual([1, undefined]);
});

it('what is left open at the end is named when the picture is gone', () => {
  const { notes, teller, shown } = watched(true);
  notes.note(intent);
  notes.note({ kind: 'told', event: status('Submitted') });
  teller.end();
  expect(shown).toEqual(['BUY  VTI   working at 100.00']);
});

it('a view that fails takes back nothing of what was written', () => {
  const { notes, written, logged } = watched(true);
  notes.note(intent);
  // No such event exists: it stands for a bug in what only looks.
  const broken = { kind: 'told', event: undefined } as unknown as JournalEvent;
  expect(() => notes.note(broken)).toThrow(TypeError);
  expect(notes.unwritten).toBeUndefined();
  expect(written).toEqual([intent, broken]);
  expect(logged).toEqual([expect.stringContaining('TypeError')]);
});

it('the journal is written as it would be without anybody watching, and says when it cannot be', () => {
  const { notes, teller, written } = watched(true);
  expect(notes.note(intent)).toBe(true);
  expect(notes.note({ kind: 'cancel', orderId: ORDER_ID })).toBe(false);
  expect(notes.unwritten?.found).toBe('no space left');
  teller.journal.close();
  expect(written).toEqual([intent, { kind: 'ended' }]);
  expect(teller.journal.path).toBe('journal');
});
