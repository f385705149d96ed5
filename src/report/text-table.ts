import Table from 'cli-table3';

/** A table without borders for the screen; the columns named are aligned to the left, others to the right. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  left: readonly string[] = head.slice(0, 1),
): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((title) => (left.includes(title) ? 'left' : 'right')),
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((row) => row.trimEnd())
    .join('\n');
}

const NO_BORDERS = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((place) => [place, '']),
);
