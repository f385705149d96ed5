import { expect, it } from 'vitest';
import { memoryJournals } from '../../../test/run/simulated-run.ts';
import type { JournalEvent } from '../../core/journal/journal-event.ts';
import { ACCOUNT_ID } from '../../core/testing/example-account.ts';
import {
  commission,
  exampleTicket,
  execution,
  message,
  ORDER_ID,
  status,
} from '../../core/testing/example-order.ts';
import { exampleFacts } from '../../core/testing/example-run.ts';
import { shares } from '../../core/units/shares.ts';
import { failure } from '../../core/units/result.ts';
import type { Journals } from '../../ports.ts';
import { history } from './history.ts';

const files = {
  read: (path: string) =>
    Buffer.from(
      path === 'settings.ini'
        ? `[accounts]\nids = ${ACCOUNT_ID}\n[models]\nmain = 1\n`
        : 'ETF,MAIN\nVTI,100%\n',
    ),
  environment: {},
};

const intent: JournalEvent = {
  kind: 'intent',
  orderId: ORDER_ID,
  line: 1,
  ticket: exampleTicket(),
};
const filled: readonly JournalEvent[] = [
  { kind: 'told', event: execution('e.01', '10') },
  { kind: 'told', event: commission('e.01', '1.00') },
];
const ended: JournalEvent = { kind: 'ended' };

function shown(runId: string | undefined, runs: Readonly<Record<string, readonly JournalEvent[]>>) {
  const journals = memoryJournals();
  for (const [name, events] of Object.entries(runs)) {
    const facts = exampleFacts({ runId: name, recovers: name === 'RUN2' ? 'RUN1' : undefined });
    const journal = journals.begin({ accountId: ACCOUNT_ID, runId: name, startedAt: 0 });
    journal.append({ kind: 'started', facts });
    for (const event of events) journal.append(event);
  }
  return history(
    { settingsPath: 'settings.ini', portfoliosPath: undefined, runId },
    { files, journals },
  );
}

it('lists the runs with what became of them', () => {
  const { text, problems } = shown(undefined, {
    RUN1: [intent, ...filled, ended],
    RUN2: [intent],
    RUN3: [
      intent,
      { kind: 'told', event: status('Cancelled') },
      { kind: 'recovering', at: 1 },
      ended,
    ],
    RUN4: [
      {
        kind: 'stopped',
        problem: { code: 'safety.kill-switch', where: '', found: '', expected: '', fix: '' },
      },
      ended,
    ],
  });
  expect(problems).toEqual([]);
  expect(text).toBe(
    [
      ACCOUNT_ID,
      'RUN          STARTED (UTC)          FILLED  OUTCOME',
      'RUN1         2023-11-14 22:13:20    1 of 1  went through',
      'RUN2         2023-11-14 22:13:20    0 of 1  interrupted: run rebalance recover',
      'RUN3         2023-11-14 22:13:20    0 of 1  not everything filled, recovered',
      'RUN4         2023-11-14 22:13:20    0 of 0  stopped: safety.kill-switch',
      '',
    ].join('\n'),
  );
});

it('shows one run order by order, inside 80 columns', () => {
  const run2 = [
    intent,
    ...filled,
    { ...intent, orderId: 8, ticket: exampleTicket({ orderRef: 'rb.other', limit: undefined }) },
    { kind: 'told', event: { ...message(201, 8), text: 'a refusal '.repeat(20) } },
    { kind: 'settled', orderId: 8, filled: shares('3') },
    ended,
  ] as const;
  const { text } = shown('run2', { RUN2: run2 });
  expect(text.split('\n').slice(2, -2)).toEqual([
    'Finishes   run RUN1',
    'Outcome    not everything filled',
    'Orders     2 sent of 1 approved',
    '',
    '     7  BUY  VTI    10 of 10 at 100.00: filled',
    '        value 1,000.00, commission 1.00',
    '     8  BUY  VTI    3 of 10 at the market: cancelled',
    '        3 of it by the position, as a person confirmed',
  ]);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBe(80);
});

it('says that nothing has traded, that there is no such run, and what is damaged', () => {
  expect(shown(undefined, {}).text).toBe(`${ACCOUNT_ID}\nNo run has traded yet.\n`);
  expect(shown('NONE', {}).problems).toMatchObject([{ code: 'usage.unknown-run', where: 'NONE' }]);
  const damaged = {
    code: 'journal.damaged',
    where: 'x',
    found: '',
    expected: '',
    fix: '',
  } as const;
  const journals: Journals = { ...memoryJournals(), all: () => [failure([damaged])] };
  const paths = { settingsPath: 'settings.ini', portfoliosPath: undefined, runId: undefined };
  expect(history(paths, { files, journals }).problems).toEqual([damaged]);
  const wrong = { ...files, read: () => Buffer.from('[nothing]\n') };
  expect(history(paths, { files: wrong, journals }).problems.length).toBeGreaterThan(0);
});
