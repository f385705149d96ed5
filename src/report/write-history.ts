import { groupThousands } from './figure-text.ts';
import { axisAround, axisOf, slippageChart, weightChart } from './html-charts.ts';
import { htmlPage } from './html-page.ts';
import { chartTable } from './html-table.ts';
import { markup, type Markup } from './markup.ts';
import type { ReportTable } from './report-tables.ts';
import type { RunFigures } from './run-figures.ts';

/** The runs of an account, the oldest first. */
export interface AccountHistory {
  /** As it may be shown. */
  readonly accountId: string;
  readonly runs: readonly RunFigures[];
}

/** Drift, turnover, commissions and slippage over the runs, as one HTML file for reading. */
export function writeHistory(accounts: readonly AccountHistory[], writtenAt: number): string {
  const count = accounts.reduce((sum, { runs }) => sum + runs.length, 0);
  const title = `${count} ${count === 1 ? 'run' : 'runs'} that traded`;
  return htmlPage(
    `Runs until ${when(writtenAt)} UTC`,
    markup`<header><p class="plate">HISTORY</p>
<h1>${title}</h1>
<p class="soft">Written at ${when(writtenAt)} UTC, the oldest run first.</p></header>
<main>
${accounts.map(accountPart)}</main>
<footer><p class="soft">From the journals and measures in the state folder. Not investment advice.</p></footer>`,
  );
}

function accountPart({ accountId, runs }: AccountHistory): Markup {
  if (runs.length === 0) {
    return markup`<section><h2>${accountId}</h2><p>No run has traded yet.</p></section>`;
  }
  return markup`<section><h2>${accountId}</h2>
${[driftTable, turnoverTable, commissionTable, slippageTable].map((table) => table(runs))}</section>
`;
}

function driftTable(runs: readonly RunFigures[]): Markup {
  const axis = axisOf(runs.flatMap((run) => [run.driftBeforeBps, run.driftAfterBps]));
  return chartTable(
    tableOf(
      'Drift',
      'The sum of all drifts, cash included, in basis points of what is invested. A run whose account could not be read again has no drift after it, and one of an early version none at all.',
      ['Before', 'After'],
      runs.map((run) => [run, [bps(run.driftBeforeBps), bps(run.driftAfterBps)]]),
    ),
    {
      title: markup`Drift in bps: before pale, after solid`,
      cells: runs.map((run) =>
        weightChart(
          {
            before: run.driftBeforeBps,
            planned: undefined,
            reached: run.driftAfterBps,
            target: undefined,
          },
          axis,
        ),
      ),
    },
  );
}

function turnoverTable(runs: readonly RunFigures[]): Markup {
  return chartTable(
    tableOf(
      'Turnover',
      'What was bought and sold together, in dollars and of the value of the account before. Conversions are not counted.',
      ['Of the account', 'Dollars'],
      runs.map((run) => [
        run,
        [
          run.turnoverPct === undefined ? '' : `${run.turnoverPct}%`,
          groupThousands(run.turnoverUsd),
        ],
      ]),
    ),
    { title: markup`Turnover in dollars`, cells: bars(runs.map((run) => run.turnoverUsd)) },
  );
}

function commissionTable(runs: readonly RunFigures[]): Markup {
  return chartTable(
    tableOf(
      'Commissions',
      'As the broker reported them; with a star where a report is missing and the most that it can be is counted.',
      ['Bps of turnover', 'Dollars'],
      runs.map((run) => [
        run,
        [
          run.commissionBps ?? '',
          `${groupThousands(run.commissionUsd)}${run.isCommissionKnown ? '' : ' *'}`,
        ],
      ]),
    ),
    { title: markup`Commissions in dollars`, cells: bars(runs.map((run) => run.commissionUsd)) },
  );
}

function slippageTable(runs: readonly RunFigures[]): Markup {
  const axis = axisAround(runs.map((run) => run.slippageBps));
  return chartTable(
    tableOf(
      'Slippage',
      'Against the middle of the markets that the orders were decided on. To the right it cost money, to the left it saved some.',
      ['Dollars', 'Bps'],
      runs.map((run) => [run, [groupThousands(run.slippageUsd ?? ''), run.slippageBps ?? '']]),
    ),
    {
      title: markup`Slippage in bps`,
      cells: runs.map((run) => slippageChart(run.slippageBps, axis)),
    },
  );
}

function bars(figures: readonly string[]): readonly Markup[] {
  const axis = axisOf(figures);
  return figures.map((reached) =>
    weightChart({ before: undefined, planned: undefined, reached, target: undefined }, axis),
  );
}

function tableOf(
  title: string,
  caption: string,
  figures: readonly string[],
  rows: readonly (readonly [RunFigures, readonly string[]])[],
): ReportTable {
  return {
    title,
    caption: `${title}. ${caption}`,
    columns: [
      // As a number it stays on one line where the screen is narrow.
      { title: 'Day (UTC)', isNumber: true },
      { title: 'Run', isNumber: false },
      ...figures.map((each) => ({ title: each, isNumber: true })),
    ],
    rows: rows.map(([{ runId, startedAt }, cells]) => [
      when(startedAt).slice(0, 10),
      runId,
      ...cells,
    ]),
    total: undefined,
  };
}

function bps(figure: string | undefined): string {
  return figure === undefined ? '' : groupThousands(figure);
}

/** `2026-11-21 15:00` */
function when(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16).replace('T', ' ');
}
