/* Reads the tables of a report back, from HTML and from Markdown, as a person would see them. */

export interface ReadTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The tables of an HTML report; cells that hold a drawing are left out. */
export function tablesOfHtml(html: string): readonly ReadTable[] {
  const parts = [...html.matchAll(/<h([234])>(.*?)<\/h\1>|<table[^>]*>([\s\S]*?)<\/table>/g)];
  let title = '';
  return parts.flatMap(([, , heading, table]) => {
    if (heading !== undefined) title = text(heading);
    if (table === undefined) return [];
    const rows = [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
      [...row.matchAll(/<t[hd]([^>]*)>([\s\S]*?)<\/t[hd]>/g)]
        .filter(
          ([, attributes = '', cell = '']) =>
            !attributes.includes('class="c"') && !cell.startsWith('<svg'),
        )
        .map(([, , cell = '']) => text(cell)),
    );
    return [tableOf(title, rows)];
  });
}

/** The tables of a Markdown report. */
export function tablesOfMarkdown(markdown: string): readonly ReadTable[] {
  let title = '';
  const tables: { title: string; rows: string[][] }[] = [];
  for (const block of markdown.split('\n\n')) {
    const heading = /^##+ (.*)$/.exec(block)?.[1];
    if (heading !== undefined) title = heading.replace(/\\(.)/g, '$1');
    if (!block.startsWith('|')) continue;
    const rows = block
      .trim()
      .split('\n')
      .filter((line) => !/^[|\s:-]+$/.test(line))
      .map((line) =>
        line
          .slice(2, -2)
          .split(/ \| /)
          .map((cell) => cell.replace(/\\(.)/g, '$1').trim()),
      );
    tables.push({ title, rows });
  }
  return tables.map(({ title: name, rows }) => tableOf(name, rows));
}

function tableOf(title: string, [head = [], ...rows]: readonly (readonly string[])[]): ReadTable {
  // The foot of a table of charts has an empty cell under the charts.
  return {
    title,
    head,
    rows: rows.map((row) => (row.length > head.length ? [row[0] ?? '', ...row.slice(2)] : row)),
  };
}

function text(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .trim();
}
