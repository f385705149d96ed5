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
import type { RunReport } from './run-report.ts';

/** The parts of the HTML report, from what a person needs first to what few look up. */
export function reportSections(report: RunReport): readonly (Markup | undefined)[] {
  return [
    keyFigures(report),
    alarms(report),
    tradesSection(report),
    qualitySection(report),
    weightSection(report),
    driftSection(report),
    cashSection(report),
    livesSection(report),
    section('All holdings', tableHtml(holdingsTable(report))),
    remarksSection(report),
  ];
}

function section(title: string, content: Markup): Markup {
  return markup`<section><h2>${title}</h2>
${content}</section>
`;
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

function alarms({ head, kind }: RunReport): Markup | undefined {
  const { problems, warnings } = head;
  if (problems.length + warnings.length === 0) return undefined;
  const title = kind === 'pre' && problems.length > 0 ? 'Nothing can be sent now' : 'Look at this';
  return markup`<section class="alarm"><h2>${title}</h2>${bullets([...problems, ...warnings])}</section>
`;
}

function bullets(items: readonly string[]): Markup {
  return markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
}

function tradesSection(report: RunReport): Markup {
  const table = tradesTable(report);
  const none = markup`<p>Nothing to trade.</p>`;
  return section(table.title, table.rows.length === 0 ? none : tableHtml(table));
}

function qualitySection(report: RunReport): Markup | undefined {
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
  return section(table.title, chartTable(table, { title: ends('better', 'mid', 'worse'), cells }));
}

function weightSection(report: RunReport): Markup {
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
  return section(table.title, chartTable(table, { title, cells, key: weightKey(report.kind) }));
}

function driftSection(report: RunReport): Markup {
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
  return section(table.title, chartTable(table, { title, cells, key: driftKey(!pre) }));
}

/** What the ends of an axis mean, above a column of charts. */
function ends(left: string, middle: string, right: string): Markup {
  return markup`<span class="scale"><span>${left}</span><span>${middle}</span><span>${right}</span></span>`;
}

function cashSection(report: RunReport): Markup {
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
  return section(table.title, chartTable(table, { title, cells }));
}

function livesSection({ orders }: RunReport): Markup | undefined {
  if (orders.length === 0) return undefined;
  const lives = orders.map((life) => {
    const table = stepsTable(life);
    return markup`<div class="life"><h3>${table.title}</h3>${lifeChart(life)}${plainTable(table)}</div>
`;
  });
  const key = markup`<p class="soft">Shaded: the market between bid and ask. Line: the limit. Dots: fills. An upright line: an end before all was filled.</p>`;
  return section('Life of each order', markup`${key}<div class="lives">${lives}</div>`);
}

function remarksSection({ remarks }: RunReport): Markup | undefined {
  return remarks.length === 0 ? undefined : section('About the plan', bullets(remarks));
}
