import { accountsTable, togetherTable } from './combined-tables.ts';
import { dollarText } from './figure-text.ts';
import {
  cashTable,
  driftTable,
  holdingsTable,
  qualityTable,
  stepsTable,
  tradesTable,
  weightsTable,
  type ReportTable,
} from './report-tables.ts';
import type { RunReport, RunReports } from './run-report.ts';

/** The reports as Markdown, with the same tables as the HTML. */
export function writeMarkdown({ kind, accounts, combined }: RunReports): string {
  const parts = accounts.map((each) => accountText(each, accounts.length > 1));
  if (combined === undefined) return parts.join('');
  const tables = [accountsTable(combined, kind), togetherTable(combined, kind)];
  const head = [
    `# ${accounts.length} accounts`,
    list(combined.accounts.map(({ account_id: id = '', notes = '' }) => `${id}: ${notes}`)),
    ...tables.flatMap((table) => [`## ${table.title}`, ...tableText(table)]),
  ];
  return [`${head.join('\n\n')}\n`, ...parts].join('\n');
}

function accountText(report: RunReport, several: boolean): string {
  const { head, kind, headline, shared, totals, orders, remarks } = report;
  const when = new Date(head.startedAt).toISOString().slice(0, 19).replace('T', ' ');
  const trades = tradesTable(report);
  const quality = qualityTable(report);
  const tables = [
    ...(quality === undefined ? [] : [quality]),
    weightsTable(report),
    driftTable(report),
    cashTable(report),
    holdingsTable(report),
  ];
  const figures = [
    `Total drift ${bps(shared.pre_total_drift_bps)} before, ${bps(shared.post_total_drift_bps)} ${kind === 'pre' ? 'after the plan' : 'now'}.`,
    ...(shared.netliq_usd === undefined
      ? []
      : [`Value of the account ${dollarText(shared.netliq_usd)}.`]),
    ...(totals.slippage_usd === undefined
      ? []
      : [`Slippage ${dollarText(totals.slippage_usd)}, ${totals.slippage_bps ?? ''} bps.`]),
  ];
  const alarms = [...head.problems, ...head.warnings];
  return `${[
    `# ${plain(several ? `${shared.account_id ?? ''}: ${headline}` : headline)}`,
    `${plain(head.mode)}, account ${plain(shared.account_id ?? '')}, run ${plain(head.runId)}, ${when} UTC, plan ${shared.plan_digest ?? ''}.`,
    figures.join(' '),
    ...(alarms.length === 0 ? [] : ['## Look at this', list(alarms)]),
    `## ${trades.title}`,
    ...(trades.rows.length === 0 ? ['Nothing to trade.'] : tableText(trades)),
    ...tables.flatMap((table) => [`## ${table.title}`, ...tableText(table)]),
    ...(orders.length === 0 ? [] : ['## Life of each order']),
    ...orders
      .map(stepsTable)
      .flatMap((table) => [`### ${plain(table.title)}`, ...tableText(table)]),
    ...(remarks.length === 0 ? [] : ['## About the plan', list(remarks)]),
  ].join('\n\n')}\n`;
}

function bps(figure: string | undefined): string {
  return figure === undefined ? 'not known' : `${figure} bps`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${plain(item)}`).join('\n');
}

function tableText({ caption, columns, rows, total }: ReportTable): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const all = total === undefined ? rows : [...rows, total];
  return [
    plain(caption),
    [
      line(columns.map(({ title }) => title)),
      line(columns.map(({ isNumber }) => (isNumber ? '---:' : '---'))),
      ...all.map((row) =>
        line(row.map((text, at) => (columns[at]?.isNumber === true ? text : plain(text)))),
      ),
    ].join('\n'),
  ];
}

/** Text that stays text: what Markdown could read as markup or HTML is escaped. */
function plain(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(/[\\`*_{}[\]<>()#!|~$&]/g, '\\$&');
}
