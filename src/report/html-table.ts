import { markup, type Markup } from './markup.ts';
import type { ReportTable } from './report-tables.ts';

/** A drawn column behind the first one. */
export interface ChartColumn {
  readonly title: Markup;
  readonly cells: readonly Markup[];
  /** What explains its marks. */
  readonly key?: Markup;
}

/** How many columns of figures stay beside a chart where the screen is narrow. */
const NARROW = 2;

/** A table that scrolls by itself where the screen is narrower. */
export function tableHtml(table: ReportTable): Markup {
  return markup`<div class="scroll" role="region" aria-label="${table.title}" tabindex="0">${plainTable(table)}</div>`;
}

/** A table that is never wider than a phone. */
export function plainTable(table: ReportTable): Markup {
  const { caption, columns, rows, total } = table;
  const line = (row: readonly string[]): Markup =>
    markup`<tr>${row.map((text, at) => cellHtml(table, text, at))}</tr>\n`;
  const head = columns.map((_, at) => titleHtml(table, at));
  const foot = total === undefined ? undefined : markup`<tfoot>${line(total)}</tfoot>`;
  return markup`<table><caption>${caption}</caption><thead><tr>${head}</tr></thead>
<tbody>${rows.map(line)}</tbody>${foot}</table>`;
}

/**
 * A table with a chart in it, which fits any screen: where it is narrow, only the chart and the last
 * two columns stay. Every figure that goes then is in another table of the report.
 */
export function chartTable(table: ReportTable, chart: ChartColumn): Markup {
  const { caption, columns, rows, total } = table;
  const narrowFrom = columns.length - NARROW;
  const line = (row: readonly string[], drawn: Markup | undefined): Markup =>
    markup`<tr>${row.map((text, at) => [
      cellHtml(table, text, at, narrowFrom),
      at === 0 ? markup`<td class="c">${drawn}</td>` : undefined,
    ])}</tr>\n`;
  const head = columns.map((_, at) => [
    titleHtml(table, at, narrowFrom),
    at === 0 ? markup`<th scope="col" class="c">${chart.title}</th>` : undefined,
  ]);
  const body = rows.map((row, at) => line(row, chart.cells[at]));
  const foot = total === undefined ? undefined : markup`<tfoot>${line(total, undefined)}</tfoot>`;
  return markup`<figure>${chart.key}<table class="chart"><caption>${caption}</caption><thead><tr>${head}</tr></thead>
<tbody>${body}</tbody>${foot}</table></figure>`;
}

function titleHtml({ columns }: ReportTable, at: number, narrowFrom = 0): Markup {
  const { title = '', isNumber = false } = columns[at] ?? {};
  return markup`<th scope="col"${classOf(isNumber ? 'n' : '', at, narrowFrom)}>${title}</th>`;
}

function cellHtml({ columns }: ReportTable, text: string, at: number, narrowFrom = 0): Markup {
  const isNumber = columns[at]?.isNumber === true;
  if (at === 0 && !isNumber) return markup`<th scope="row">${text}</th>`;
  const name = isNumber ? '' : text.length > LONG ? 't' : 'w';
  return markup`<td${classOf(name, at, narrowFrom)}>${text}</td>`;
}

/** A text of more characters gets room. */
const LONG = 24;

/** Most cells are numbers, so these have no class. */
function classOf(name: string, at: number, narrowFrom: number): Markup | undefined {
  const names = [name, at > 0 && at < narrowFrom ? 'wide' : ''].filter((each) => each !== '');
  return names.length === 0 ? undefined : markup` class="${names.join(' ')}"`;
}
