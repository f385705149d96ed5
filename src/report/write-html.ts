import { createHash } from 'node:crypto';
import { dollarText, percentText, signed } from './figure-text.ts';
import {
  axisAround,
  axisOf,
  driftChart,
  driftKey,
  slippageChart,
  walkChart,
  weightChart,
  weightKey,
} from './html-charts.ts';
import { lifeChart } from './html-life-chart.ts';
import { STYLE } from './html-style.ts';
import { tableHtml } from './html-table.ts';
import { html, type Html } from './html-text.ts';
import { cashTable, cashWalk, holdingsTable, stepsTable, tradesTable } from './report-tables.ts';
import type { ReportRow, RunReport } from './run-report.ts';

/**
 * The report as one HTML file that needs nothing else: no script, no font, no image, no request to
 * anywhere, and a content security policy that would refuse them.
 */
export function writeHtml(report: RunReport): string {
  const { kind, head } = report;
  const when = new Date(head.startedAt).toISOString().slice(0, 19).replace('T', ' ');
  const title = `${kind === 'pre' ? 'Pre-trade' : 'Post-trade'} report, ${when} UTC`;
  return page(
    title,
    html`<header>
        <p class="plate">${head.mode}</p>
        <h1>${report.headline}</h1>
        <p class="soft">${title}. Account ${report.shared.account_id}, run ${head.runId}.</p>
      </header>
      <main>
        ${keyFigures(report)} ${alarms(report)} ${tradesSection(report)} ${weightSection(report)}
        ${driftSection(report)} ${cashSection(report)} ${livesSection(report)}
        ${section('All holdings', tableHtml(holdingsTable(report)))} ${remarksSection(report)}
      </main>
      <footer>
        <p class="soft">
          Plan ${head.digest}. Every figure is in the CSV, Markdown and JSON of this run as well.
          Calculated from your targets, your bands and the broker’s prices; not investment advice.
        </p>
      </footer>`,
  );
}

/** A whole page with the style sheet as the only thing that its policy lets in. */
export function page(title: string, body: Html): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `.toString();
}

function section(title: string, content: Html): Html {
  return html`<section>
    <h2>${title}</h2>
    ${content}
  </section>`;
}

/** What was in drift, what is traded, what it costs, what is left: readable in five seconds. */
function keyFigures({ kind, shared, rows, totals }: RunReport): Html {
  const cash = rows.find((row) => row.kind === 'cash')?.cells ?? {};
  const bps = (figure: string | undefined): string =>
    figure === undefined ? 'not known' : `${figure} bps`;
  const money = (figure: string | undefined): string =>
    figure === undefined ? 'not known' : dollarText(figure);
  const tile = (name: string, main: string, more: string): Html =>
    html`<div>
      <dt>${name}</dt>
      <dd class="main">${main}</dd>
      <dd class="soft">${more}</dd>
    </div>`;
  const costs =
    kind === 'pre'
      ? tile(
          'Costs, estimated',
          money(cash.cash_fees_usd),
          `commissions; ${money(cash.cash_reserve_usd)} in reserve for prices that move`,
        )
      : tile(
          'Costs',
          money(totals.commission_usd ?? '0.00'),
          totals.slippage_usd === undefined
            ? 'commissions'
            : `commissions; slippage ${dollarText(totals.slippage_usd)}, ${totals.slippage_bps ?? '0'} bps`,
        );
  const planned = kind === 'pre' ? ' after the plan' : '';
  return html`<dl class="figures">
    ${[
      tile(
        `Total drift${planned}`,
        bps(shared.post_total_drift_bps),
        `${bps(shared.pre_total_drift_bps)} before`,
      ),
      tile(
        kind === 'pre' ? 'To be traded' : 'Traded',
        `${money(cash.cash_buys_usd)} bought`,
        `${money(cash.cash_sells_usd)} sold`,
      ),
      costs,
      tile(
        kind === 'pre' ? 'Cash after the plan' : 'Cash now',
        money(cash.cash_after_usd),
        `${money(cash.cash_before_usd)} before`,
      ),
    ]}
  </dl>`;
}

function alarms({ head, kind }: RunReport): Html {
  const { problems, warnings } = head;
  if (problems.length + warnings.length === 0) return html``;
  const title = kind === 'pre' && problems.length > 0 ? 'Nothing can be sent now' : 'Look at this';
  return html`<section class="alarm">
    <h2>${title}</h2>
    <ul>
      ${[...problems, ...warnings].map((each) => html`<li>${each}</li>`)}
    </ul>
  </section>`;
}

function tradesSection(report: RunReport): Html {
  const table = tradesTable(report);
  if (table.rows.length === 0) return section(table.title, html`<p>Nothing to trade.</p>`);
  if (report.kind === 'pre') return section(table.title, tableHtml(table));
  const traded = report.trades.map(
    (symbol) => [symbol, cellsOf(report, symbol)?.slippage_bps] as const,
  );
  const axis = axisAround(traded.map(([, bps]) => bps));
  const charts = traded.map(([symbol, bps]) => slippageChart(symbol, bps, axis));
  const chart = { title: 'better | worse', cells: charts, before: 'Slippage bps' };
  return section(table.title, tableHtml(table, chart));
}

function cellsOf({ rows }: RunReport, symbol: string): ReportRow['cells'] | undefined {
  return rows.find(({ kind, cells }) => kind !== 'unmanaged' && cells.symbol === symbol)?.cells;
}

/** The rows that have a weight: holdings and cash. */
function weighed({ rows }: RunReport): readonly ReportRow[] {
  return rows.filter(({ kind }) => kind === 'holding' || kind === 'cash');
}

function weightSection(report: RunReport): Html {
  const pre = report.kind === 'pre';
  const rows = weighed(report).map(({ cells }) => ({
    symbol: cells.symbol ?? '',
    before: pre ? cells.current_wt_pct : cells.wt_before_pct,
    planned: pre ? cells.wt_after_pct : cells.wt_planned_pct,
    reached: pre ? undefined : cells.new_wt_pct,
    target: cells.target_wt_pct,
  }));
  const axis = axisOf(
    rows.flatMap(({ before, planned, reached, target }) => [before, planned, reached, target]),
  );
  const percent = (figure: string | undefined): string =>
    figure === undefined ? '' : percentText(figure);
  return section(
    'Allocation',
    html`<figure>
      <figcaption>
        Weight of each holding ${pre ? 'now and after the plan' : 'before, as planned and now'},
        against its target.
      </figcaption>
      ${weightKey(report.kind)}
      <table class="chart">
        <thead>
          <tr>
            <th scope="col">Symbol</th>
            <th scope="col" class="c">
              <span class="scale"
                ><span>${axis.from < 0 ? `${axis.from.toFixed(0)}%` : '0%'}</span
                ><span>${axis.to.toFixed(0)}%</span></span
              >
            </th>
            <th scope="col" class="n wide">Before %</th>
            <th scope="col" class="n wide">Planned %</th>
            ${pre ? html`` : html`<th scope="col" class="n">Now %</th>`}
            <th scope="col" class="n">Target %</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ symbol, ...weights }) =>
              html`<tr>
                <th scope="row">${symbol}</th>
                <td class="c">${weightChart(symbol, weights, axis)}</td>
                <td class="n wide">${percent(weights.before)}</td>
                <td class="n wide">${percent(weights.planned)}</td>
                ${pre ? html`` : html`<td class="n">${percent(weights.reached)}</td>`}
                <td class="n">${percent(weights.target)}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </figure>`,
  );
}

function driftSection(report: RunReport): Html {
  const pre = report.kind === 'pre';
  const rows = weighed(report).map(({ cells }) => ({
    symbol: cells.symbol ?? '',
    before: pre ? cells.drift_pct : cells.drift_before_pct,
    now: pre ? undefined : cells.drift_pct,
    band: cells.band_pct,
  }));
  const axis = axisAround(rows.flatMap(({ before, now, band }) => [before, now, band]));
  const drift = (figure: string | undefined): string =>
    figure === undefined ? '' : signed(percentText(figure));
  const band = rows.find((row) => row.band !== undefined)?.band;
  const bands =
    band === undefined
      ? 'The sum of all drifts has a band; single holdings have none.'
      : `The shaded band reaches ${percentText(band)}% to each side: inside it nothing is traded.`;
  return section(
    'Drift',
    html`<figure>
      <figcaption>
        How far each weight is from its target, in percent of the investable base. ${bands}
      </figcaption>
      ${driftKey(!pre)}
      <table class="chart">
        <thead>
          <tr>
            <th scope="col">Symbol</th>
            <th scope="col" class="c">
              <span class="scale"><span>under</span><span>target</span><span>over</span></span>
            </th>
            <th scope="col" class="n">${pre ? 'Drift %' : 'Before %'}</th>
            ${pre ? html`` : html`<th scope="col" class="n">Now %</th>`}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ symbol, ...drifts }) =>
              html`<tr>
                <th scope="row">${symbol}</th>
                <td class="c">${driftChart(symbol, drifts, axis)}</td>
                <td class="n">${drift(drifts.before)}</td>
                ${pre ? html`` : html`<td class="n">${drift(drifts.now)}</td>`}
              </tr> `,
          )}
        </tbody>
      </table>
    </figure>`,
  );
}

function cashSection(report: RunReport): Html {
  const steps = cashWalk(report);
  const table = cashTable(report);
  let reached = '0';
  const starts = steps.map(({ amount, isBalance }) => {
    const start = reached;
    reached = isBalance ? amount : String(Number(start) + Number(amount));
    return start;
  });
  const axis = axisOf(
    steps.flatMap(({ amount, isBalance }, at) =>
      isBalance ? [amount] : [String(Number(starts[at]) + Number(amount))],
    ),
  );
  const cells = steps.map((step, at) => walkChart(step, starts[at] ?? '0', axis));
  return section(
    table.title,
    tableHtml(table, { title: '', cells, before: 'Amount $', wide: true }),
  );
}

function livesSection({ orders }: RunReport): Html {
  if (orders.length === 0) return html``;
  const lives = orders.map(
    (life) =>
      html`<div class="life">
        <h3>${stepsTable(life).title}</h3>
        ${lifeChart(life)}${tableHtml(stepsTable(life))}
      </div>`,
  );
  return section(
    'Life of each order',
    html`<p class="soft">
        Grey: the market between bid and ask. Line: the limit. Dots: fills. An upright red line: an
        end without a fill.
      </p>
      <div class="lives">${lives}</div>`,
  );
}

function remarksSection({ remarks }: RunReport): Html {
  if (remarks.length === 0) return html``;
  return section(
    'About the plan',
    html`<ul>
      ${remarks.map((each) => html`<li>${each}</li>`)}
    </ul>`,
  );
}
