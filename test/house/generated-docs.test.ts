import { join } from 'node:path';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { readArguments } from '../../src/cli/arguments.ts';
import { EXIT_MEANINGS } from '../../src/core/units/exit-code.ts';
import { PROBLEMS } from '../../src/core/units/problem.ts';
import { COLUMNS, POST_COLUMNS, PRE_COLUMNS } from '../../src/report/report-columns.ts';

const docs = join(import.meta.dirname, '../../docs');

/** Pages that are made from the code. `npx vitest run test/house -u` writes them anew. */
async function page(text: string): Promise<string> {
  return format(text, { parser: 'markdown', printWidth: 100 });
}

it('docs/exit-codes.md says what the code says', async () => {
  const codes = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => {
    const problems = Object.entries(PROBLEMS).filter(([, [exit]]) => exit === Number(code));
    const lines = problems.map(([name, [, what]]) => `| \`${name}\` | ${what} |`);
    const table = lines.length === 0 ? [] : ['', '| problem | means |', '|---|---|', ...lines];
    return [`## ${code}: ${meaning}`, ...table].join('\n');
  });
  const intro = `# Exit codes

Made from the code; a test holds it fresh. Every message says what was found where, what was
expected, and the next step. When several codes apply, the process ends with the first of 14, 1,
130, 13, 12, 11, 15, 10, 9, 8, 7, 6, 5, 4, 3. 20 is the answer of \`rebalance drift\`, 21 that of
\`rebalance scenario\`. Another
code from 3 up without a table is reserved and never used by this version.
`;
  await expect(await page([intro, ...codes].join('\n\n'))).toMatchFileSnapshot(
    join(docs, 'exit-codes.md'),
  );
});

it('docs/reports.md names the columns that there are', async () => {
  const table = (columns: typeof PRE_COLUMNS): string =>
    ['| column | says |', '|---|---|']
      .concat(columns.map((column) => `| \`${column}\` | ${COLUMNS[column]} |`))
      .join('\n');
  const intro = `# Reports

The tables of columns are made from the code; a test holds this page fresh.

Every run that makes a plan writes a pre-trade report, and every run that traded a post-trade report,
into \`report_dir\`:

| file | for |
|---|---|
| \`rebalance_pre_<time>.csv\`, \`rebalance_post_<time>.csv\` | spreadsheets and other programs |
| \`<run>/pre-trade.html\`, \`<run>/post-trade.html\` | reading: the last line of a run prints the path |
| \`<run>/pre-trade.md\`, \`<run>/post-trade.md\` | a wiki, a ticket, a diff |
| \`<run>/pre-trade.json\`, \`<run>/post-trade.json\` | programs |
| \`<run>/run.log\`, with \`log_format = json\` \`<run>/run.jsonl\` | what happened, line by line, to be read or for programs |

\`<time>\` is when the run began, in UTC, and \`<run>\` is its name in \`rebalance history\`. No file is
ever overwritten: a name that is taken gets a number behind it. With a clock that stands still the
same run gives the same bytes.

The accounts of a run share the files: \`account_id\` stands on every row. With several accounts the
HTML, the Markdown and the JSON begin with all of them side by side, and with what they hold and trade
of each symbol together; one that was not traded stands in the post-trade report as it is.

All forms are made from one set of figures, so they say the same to the cent. Where a figure is not
known, its place is empty. What the run saw is kept too, in the state folder and not here, for
\`rebalance explain\`. \`rebalance history --html\` writes a page about all runs beside the reports,
\`rebalance_history_<time>.html\`.

## The HTML

One file that needs no connection, runs no script and asks for nothing: its content security policy
lets in its own style sheet only. It follows the light or dark setting of the screen, fits a phone and
prints. From top to bottom: what is wrong, if something is; what was in drift, what was traded, what
it cost, what is left; the trades; execution quality; weights before, planned and now against their
targets; drift with the band of each holding; the way of the cash; the life of each order with its
limits, fills and the market at each step; all holdings. Every chart stands in a table that has its
figures as text.

## The log

Where the files are refused it has what is wrong with them, once the settings file can be read. Otherwise
it begins when both are valid: the system, what was asked for, every
setting as it counts with its origin, our own variables of the environment; the plan with its
warnings and gates; every state of every order; the outcome; then what the gateway said, everything
that went wrong, and how the run ended. With \`log_format = json\`
a line has \`time\`, \`run\`, \`level\`,
\`event\` and \`text\`, and for an order its \`symbol\`, \`side\`, \`state\`, \`quantity\`, \`filled\`,
\`order_ref\` and \`order_id\`. \`log_level\` is the least that is kept: with \`WARNING\` there are the
warnings and gates of the plan and the notices of the gateway, with \`ERROR\` what went wrong, with
\`DEBUG\` every line of the plan with its reasons too. It filters the log alone: the screen, the reports and
the journal are always complete. A log that cannot be written stops nothing: what must not be lost is
in the journal.

## How things are counted

- Weights and drift are percent of the investable base, which is the managed part of the account less
  the cash buffer. Drift is weight less target: above zero is too much.
- The rows of \`value_usd\` add up to \`netliq_usd\`. A total is the sum of the figures as they are
  shown; with fractions of a share these may be a cent off what they were rounded from.
- The cash walk adds up to the cent. What our own orders do not explain is \`cash_other_usd\`.
- **Slippage** is against the *arrival mid*: the middle of bid and ask when the order was decided, of
  the first order where a line had several. Above zero the fills were worse than it. The total in
  basis points is of the value at the mid.
- A commission that the broker has not reported yet is the most that it can be, and the notes say so.
- Text that a spreadsheet would read as a formula stands behind an apostrophe in the CSV; in the other
  forms it is escaped.
- With \`mask_accounts = true\` account ids have stars in all files, inside of order references too.

## The JSON

One object, with a list of \`accounts\` and, where there are several, \`combined\`: their sums. Figures are
texts, so that no reader turns them into binary fractions, under the names of the columns below. Of an
account, \`figures\` has those that hold for all rows, \`rows\` one record for each row of
the CSV with its \`kind\` (\`holding\`, \`unmanaged\`, \`conversion\` or \`cash\`), \`totals\` the
sums, \`trades\` the symbols in the order of sending. \`orders\` has the life of each order:
\`steps\` with \`after_ms\`, \`what\`, \`limit\`, \`bid\`, \`ask\`, and \`quantity\` and \`price\` of a
fill. \`problems\`, \`warnings\` and \`remarks\` are sentences; in the pre-trade report \`gates\` has its
problems as objects. \`timings\`, only with \`--timings\`, has what the run did until then, \`from_ms\`
\`to_ms\` since it began. \`version\` changes when something is
renamed or goes, not when something is added.
`;
  const text = [
    intro,
    '## Columns of the pre-trade report',
    table(PRE_COLUMNS),
    '## Columns of the post-trade report',
    table(POST_COLUMNS),
  ].join('\n\n');
  await expect(await page(text)).toMatchFileSnapshot(join(docs, 'reports.md'));
});

function helpFor(...command: readonly string[]): string {
  let help = '';
  readArguments([...command, '--help'], '0', (text) => (help += text));
  return help.trimEnd();
}

it('docs/cli.md says what the program says', async () => {
  const help = helpFor();
  const commands = [...help.slice(help.indexOf('Usage:')).matchAll(/^ {2}([a-z]+) /gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help' && name !== 'rebalance');
  expect(commands).toContain('drift');
  const intro = `# The command line

Made from what \`--help\` prints; a test holds it fresh. The flags of \`rebalance\` that name files or
change settings count for every command but demo, in front of its name or behind it. What a command
ends with is in [exit-codes.md](exit-codes.md).
`;
  const pages = ['', ...commands].map((name) => {
    const text = name === '' ? help : helpFor(name);
    return [`## rebalance ${name}`.trimEnd(), '', '```text', text, '```'].join('\n');
  });
  await expect(await page([intro, ...pages].join('\n\n'))).toMatchFileSnapshot(
    join(docs, 'cli.md'),
  );
});
