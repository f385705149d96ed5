import { describe, expect, it } from 'vitest';
import { memoryJournals } from '../../../test/run/simulated-run.ts';
import type { JournalEvent } from '../../core/journal/journal-event.ts';
import { ACCOUNT_ID, NOW } from '../../core/testing/example-account.ts';
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
import { usd } from '../../core/units/usd.ts';
import { failure } from '../../core/units/result.ts';
import type { Journals, RunMeasure } from '../../ports.ts';
import { history, type HistoryPorts } from './history.ts';

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

/** What the first run changed: 12% of drift before it, 0.5% afterwards. */
const measure: RunMeasure = {
  runId: 'RUN1',
  accountId: ACCOUNT_ID,
  startedAt: NOW,
  before: { netLiq: usd('20000'), investable: usd('10000'), totalDrift: usd('1200') },
  after: { netLiq: usd('20000'), investable: usd('10000'), totalDrift: usd('50') },
};

/** Ports without a run; what is written is kept in `pages`. */
function ports(pages: string[] = []): HistoryPorts {
  return {
    files,
    journals: memoryJournals(),
    measures: { keep: () => undefined, all: () => [measure] },
    clock: { now: () => NOW },
    writePage: (folder, writtenAt, text) => {
      pages.push(text);
      return `${folder}/${writtenAt}.html`;
    },
  };
}

function shown(
  runId: string | undefined,
  runs: Readonly<Record<string, readonly JournalEvent[]>>,
  { html = false, pages = [] }: { readonly html?: boolean; readonly pages?: string[] } = {},
) {
  const own = ports(pages);
  const { journals } = own;
  for (const [name, events] of Object.entries(runs)) {
    const facts = exampleFacts({ runId: name, recovers: name === 'RUN2' ? 'RUN1' : undefined });
    const journal = journals.begin({ accountId: ACCOUNT_ID, runId: name, startedAt: 0 });
    journal.append({ kind: 'started', facts });
    for (const event of events) journal.append(event);
  }
  return history({ settingsPath: 'settings.ini', portfoliosPath: undefined, runId, html }, own);
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
      'RUN           DRIFT BEFORE     AFTER  TURNOVER $  COMMISSION $  SLIPPAGE',
      'RUN1           1,200.0 bps  50.0 bps    1,000.00          1.00         -',
      'RUN2                     -         -        0.00          0.00         -',
      'RUN3                     -         -        0.00          0.00         -',
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
  const paths = {
    settingsPath: 'settings.ini',
    portfoliosPath: undefined,
    runId: undefined,
    html: false,
  };
  expect(history(paths, { ...ports(), journals }).problems).toEqual([damaged]);
  const wrong = { ...files, read: () => Buffer.from('[nothing]\n') };
  expect(history(paths, { ...ports(), files: wrong }).problems.length).toBeGreaterThan(0);
});

describe('the page of the history', () => {
  it('has a chart of drift, turnover, commissions and slippage for every run that sent something', () => {
    const pages: string[] = [];
    const { text, problems } = shown(
      undefined,
      { RUN1: [intent, ...filled, ended], RUN2: [ended] },
      { html: true, pages },
    );
    expect([text, problems]).toEqual([`History: reports/${NOW}.html\n`, []]);
    const [page = ''] = pages;
    expect(page).toContain('<h1>1 run that traded</h1>');
    for (const title of ['Drift. ', 'Turnover. ', 'Commissions. ', 'Slippage. ']) {
      expect(page).toContain(`<caption>${title}`);
    }
    // 1,000 dollars of 20,000.
    expect(page).toContain('<td>5.00%</td>');
    expect(page).not.toContain('RUN2');
  });

  it('says so when there is none, or no folder for it', () => {
    const pages: string[] = [];
    shown(undefined, {}, { html: true, pages });
    expect(pages[0]).toContain('No run has traded yet.');
    const paths = { settingsPath: 'settings.ini', portfoliosPath: undefined, runId: undefined };
    const refused = history(
      { ...paths, html: true },
      {
        ...ports(),
        writePage: () => {
          throw new Error('no space left');
        },
      },
    );
    expect(refused.problems).toMatchObject([
      { code: 'report.unwritten', where: 'reports', found: 'no space left' },
    ]);
  });
});
