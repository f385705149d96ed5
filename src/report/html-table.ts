import { html, type Html } from './html-text.ts';
import type { ReportTable } from './report-tables.ts';

/** A drawn column in front of a column of figures. */
export interface ChartColumn {
  readonly title: string;
  readonly cells: readonly Html[];
  /** The title of the column that it stands before. */
  readonly before: string;
  readonly wide?: boolean;
}

/** A table that scrolls by itself where the screen is narrower. */
export function tableHtml(table: ReportTable, chart?: ChartColumn): Html {
  const { caption, columns, rows, total } = table;
  const name = chart?.wide === true ? 'c' : 't';
  const drawn = (title: string, cell: Html): Html => (chart?.before === title ? cell : html``);
  const cell = (text: string, at: number): Html => {
    if (at === 0 && columns[0]?.isNumber !== true) return html`<th scope="row">${text}</th>`;
    if (columns[at]?.isNumber === true) return html`<td class="n">${text}</td>`;
    return text.length > 24 ? html`<td class="t">${text}</td>` : html`<td>${text}</td>`;
  };
  const head = columns.map(
    ({ title, isNumber }) =>
      html`${drawn(title, html`<th scope="col" class="${name}">${chart?.title}</th>`)}
        <th scope="col" ${isNumber ? html` class="n"` : html``}>${title}</th>`,
  );
  const body = rows.map(
    (row, line) =>
      html`<tr>
        ${row.map(
          (text, at) =>
            html`${drawn(columns[at]?.title ?? '', html`<td class="${name}">${chart?.cells[line]}</td>`)}${cell(text, at)}`,
        )}
      </tr> `,
  );
  const foot =
    total === undefined
      ? html``
      : html`<tfoot>
          <tr>
            ${total.map(
              (text, at) =>
                html`${drawn(columns[at]?.title ?? '', html`<td></td>`)}${cell(text, at)}`,
            )}
          </tr>
        </tfoot>`;
  return html`<div class="scroll" role="region" aria-label="${table.title}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
      ${foot}
    </table>
  </div>`;
}
