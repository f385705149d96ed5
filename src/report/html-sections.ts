import { accountsTable, togetherTable } from './combined-tables.ts';
import { dollarText, groupThousands } from './figure-text.ts';
import {
  axisAround,
  axisOf,
  driftChart,
  driftKey,
  round,
  slippageChart,
  walkChart,
  weightChart,
  weightKey,
} from './html-charts.ts';
import { lifeChart } from './html-life-chart.ts';
import { chartTable, plainTable, tableHtml } from './html-table.ts';
import { markup, type Markup } from './markup.ts';
import {
  cashTable,
  cashWalk,
  driftTable,
  holdingsTable,
  qualityTable,
  stepsTable,
  tradesTable,
  weighedRows,
  weightsTable,
} from './report-tables.ts';
import type { CombinedReport, RunReport, RunReports } from './run-report.ts';
import { timeTable } from './time-table.ts';

/** Below which heading the parts of a report stand: below the page's, or below an account's. */
export type Level = 2 | 3;

/** A part of the report with a heading. */
interface Part {
  readonly title: string;
  readonly content: Markup;
}

/** The parts of an account's report, from what a person needs first to what few look up. */
export function reportSections(report: RunReport, level: Level): readonly (Markup | undefined)[] {
  const parts: readonly (Part | undefined)[] = [
    tradesPart(report),
    qualityPart(report),
    weightPart(report),
    driftPart(report),
    cashPart(report),
    livesPart(report, level),
    { title: 'All holdings', content: tableHtml(holdingsTable(report)) },
    remarksPart(report),
  ];
  return [
    keyFigures(report),
    alarms(report, level),
    ...parts.map((part) => part && section(part, level)),
  ];
}

/** Several accounts side by side and together. */
export function combinedSections(
  combined: CombinedReport,
  kind: 'pre' | 'post',
): readonly Markup[] {
  const together = togetherTable(combined, kind);
  const drifts = combined.symbols.map(({ drift_pct: drift }) => drift);
  const axis = axisAround(drifts);
  const cells = drifts.map((drift) =>
    driftChart(
      {
        before: kind === 'pre' ? drift : undefined,
        now: kind === 'pre' ? undefined : drift,
        band: undefined,
      },
      axis,
    ),
  );
  const title = ends('under', 'target', 'over');
  const tables = [accountsTable(combined, kind)].map((table) => ({
    title: table.title,
    content: tableHtml(table),
  }));
  return [
    ...tables,
    { title: together.title, content: chartTable(together, { title, cells }) },
  ].map((part) => section(part, 2));
}

function section({ title, content }: Part, level: Level): Markup {
  return markup`<section>${heading(title, level)}
${content}</section>
`;
}

function heading(text: string, level: 2 | 3 | 4): Markup {
  switch (level) {
    case 2:
      return markup`<h2>${text}</h2>`;
    case 3:
      return markup`<h3>${text}</h3>`;
    case 4:
      return markup`<h4>${text}</h4>`;
  }
}

/** What was in drift, what is traded, what it costs, what is left: readable in five seconds. */
function keyFigures({ kind, shared, rows, totals }: RunReport): Markup {
  const cash = rows.find((row) => row.kind === 'cash')?.cells ?? {};
  const pre = kind === 'pre';
  const bps = (figure: string | undefined): string =>
    figure === undefined ? 'not known' : `${groupThousands(figure)} bps`;
  const money = (figure: string | undefined): string =>
    figure === undefined ? 'not known' : dollarText(figure);
  const tile = (name: string, main: string, more: string): Markup =>
    markup`<div><dt>${name}</dt><dd class="main">${main}</dd><dd class="soft">${more}</dd></div>`;
  const slippage =
    totals.slippage_usd === undefined
      ? ''
      : `; slippage ${dollarText(totals.slippage_usd)}, ${totals.slippage_bps ?? ''} bps`;
  const reserve = `; ${money(cash.cash_reserve_usd)} in reserve for prices that move`;
  const tiles = [
    tile(
      pre ? 'Total drift after the plan' : 'Total drift now',
      bps(shared.post_total_drift_bps),
      `${bps(shared.pre_total_drift_bps)} before`,
    ),
    tile(
      pre ? 'To be bought' : 'Bought',
      money(cash.cash_buys_usd),
      `${money(cash.cash_sells_usd)} ${pre ? 'to be sold' : 'sold'}`,
    ),
    tile(
      pre ? 'Costs, estimated' : 'Costs',
      money(cash.cash_fees_usd),
      `commissions${pre ? reserve : slippage}`,
    ),
    tile(
      pre ? 'Cash after the plan' : 'Cash now',
      money(cash.cash_after_usd),
      `${money(cash.cash_before_usd)} before`,
    ),
  ];
  return markup`<dl class="figures">${tiles}</dl>
`;
}

function alarms({ head, kind }: RunReport, level: Level): Markup | undefined {
  const { problems, warnings } = head;
  if (problems.length + warnings.length === 0) return undefined;
  const title = kind === 'pre' && problems.length > 0 ? 'Nothing can be sent now' : 'Look at this';
  return markup`<section class="alarm">${heading(title, level)}${bullets([...problems, ...warnings])}</section>
`;
}

function bullets(items: readonly string[]): Markup {
  return markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
}

function tradesPart(report: RunReport): Part {
  const table = tradesTable(report);
  const none = markup`<p>Nothing to trade.</p>`;
  return { title: table.title, content: table.rows.length === 0 ? none : tableHtml(table) };
}

function qualityPart(report: RunReport): Part | undefined {
  const table = qualityTable(report);
  if (table === undefined) return undefined;
  const traded = table.rows.map(([symbol = '']) => {
    const row = report.rows.find(
      ({ cells }) => cells.symbol === symbol && cells.exec_price !== undefined,
    );
    return row?.cells.slippage_bps;
  });
  const axis = axisAround(traded);
  const cells = traded.map((bps) => slippageChart(bps, axis));
  const title = ends('better', 'mid', 'worse');
  return { title: table.title, content: chartTable(table, { title, cells }) };
}

function weightPart(report: RunReport): Part {
  const table = weightsTable(report);
  const pre = report.kind === 'pre';
  const rows = weighedRows(report).map(({ cells }) => ({
    before: pre ? cells.current_wt_pct : cells.wt_before_pct,
    planned: pre ? cells.wt_after_pct : cells.wt_planned_pct,
    reached: pre ? undefined : cells.new_wt_pct,
    target: cells.target_wt_pct,
  }));
  const { from, to } = axisOf(
    rows.flatMap(({ before, planned, reached, target }) => [before, planned, reached, target]),
  );
  const axis = { from: Math.floor(from), to: Math.ceil(to) };
  const cells = rows.map((weights) => weightChart(weights, axis));
  const title = ends(`${round(axis.from)}%`, '', `${round(axis.to)}%`);
  const key = weightKey(report.kind);
  return { title: table.title, content: chartTable(table, { title, cells, key }) };
}

function driftPart(report: RunReport): Part {
  const table = driftTable(report);
  const pre = report.kind === 'pre';
  const rows = weighedRows(report).map(({ cells }) => ({
    before: pre ? cells.drift_pct : cells.drift_before_pct,
    now: pre ? undefined : cells.drift_pct,
    band: cells.band_pct,
  }));
  const axis = axisAround(rows.flatMap(({ before, now, band }) => [before, now, band]));
  const cells = rows.map((drift) => driftChart(drift, axis));
  const title = ends('under', 'target', 'over');
  return { title: table.title, content: chartTable(table, { title, cells, key: driftKey(!pre) }) };
}

/** What the ends of an axis mean, above a column of charts. */
function ends(left: string, middle: string, right: string): Markup {
  return markup`<span class="scale"><span>${left}</span><span>${middle}</span><span>${right}</span></span>`;
}

function cashPart(report: RunReport): Part {
  const steps = cashWalk(report);
  const reachedBefore = steps.map((_, at) =>
    steps
      .slice(0, at)
      .reduce((reached, { amount, isBalance }) => (isBalance ? 0 : reached) + Number(amount), 0),
  );
  const axis = axisOf(
    steps.map(({ amount, isBalance }, at) =>
      String((isBalance ? 0 : (reachedBefore[at] ?? 0)) + Number(amount)),
    ),
  );
  const cells = steps.map((step, at) => walkChart(step, reachedBefore[at] ?? 0, axis));
  const title = markup`<span class="hidden">Chart</span>`;
  const table = cashTable(report);
  return { title: table.title, content: chartTable(table, { title, cells }) };
}

function livesPart({ orders }: RunReport, level: Level): Part | undefined {
  if (orders.length === 0) return undefined;
  const lives = orders.map((life) => {
    const table = stepsTable(life);
    return markup`<div class="life">${heading(table.title, level === 2 ? 3 : 4)}${lifeChart(life)}${plainTable(table)}</div>
`;
  });
  const key = markup`<p class="soft">Shaded: the market between bid and ask. Line: the limit. Dots: fills. An upright line: an end before all was filled.</p>`;
  return { title: 'Life of each order', content: markup`${key}<div class="lives">${lives}</div>` };
}

function remarksPart({ remarks }: RunReport): Part | undefined {
  return remarks.length === 0 ? undefined : { title: 'About the plan', content: bullets(remarks) };
}

/** Where the time went; of all accounts together. */
export function timesSection({ spans }: RunReports): Markup | undefined {
  if (spans === undefined) return undefined;
  const table = timeTable(spans);
  return section({ title: table.title, content: plainTable(table) }, 2);
}
