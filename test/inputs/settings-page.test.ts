import { join } from 'node:path';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { SETTING_FLAGS } from '../../src/inputs/setting-flags.ts';
import type { SettingKey } from '../../src/inputs/setting-key.ts';
import {
  keyOf,
  SETTING_KEYS,
  settingNames,
  type SettingName,
} from '../../src/inputs/settings-keys.ts';
import { ACCOUNT_SECTION, FREE_SECTIONS, SECTIONS } from '../../src/inputs/settings-sections.ts';

const intro = `# Settings

Made from the code; a test holds it fresh. \`rebalance validate\` checks a file against this page, and
\`rebalance validate --show\` prints every setting as it counts, with the place that says so.

A file has sections and keys, each key once: \`key = value\`. Names are read without case. \`;\` and
\`#\` begin a comment, at the start of a line or after white space; inside of double quotes they are
plain characters. What is unknown is refused, and so is a value that this version knows and does not
act on yet. Relative paths start at the folder of the settings file.

Later ones win: the default, the file, a variable of the environment, a flag. The variable of a key is
\`REBALANCE__SECTION__KEY\`, for example \`REBALANCE__IBKR__PORT\`. From the environment and from flags,
\`read_only\`, \`trading_hours\` and everything in \`[safety]\` can only be made safer, never less safe.
`;

/** Text in a cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function support({ built, notYet = [], kind, default: byDefault }: SettingKey): string {
  if (built) return notYet.length === 0 ? 'yes' : `all but \`${notYet.join('`, `')}\``;
  return byDefault === undefined || kind.expected === '' ? 'not yet' : 'the default only';
}

function row(name: SettingName): string {
  const definition: SettingKey = SETTING_KEYS[name];
  const flag = SETTING_FLAGS.find((each) => each.name === name)?.flag;
  const cells = [
    `\`${keyOf(name)}\``,
    definition.default === undefined ? 'none' : `\`${definition.default}\``,
    definition.about + (flag === undefined ? '' : ` Flag: \`--${flag}\`.`),
    definition.kind.expected,
    support(definition),
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
}

const HEAD = ['| key | default | meaning | allowed | in this version |', '|---|---|---|---|---|'];

it('docs/settings.md says what the table of keys says', async () => {
  const fixed = Object.entries(SECTIONS).map(([section, about]) =>
    [`## [${section}]`, '', about, '', ...HEAD, ...settingNames(section).map(row)].join('\n'),
  );
  const free = Object.entries(FREE_SECTIONS).map(
    ([section, { about, keys, kind }]) =>
      `## [${section}]\n\n${about}\n\nA key is ${keys}. Allowed: ${kind.expected}.`,
  );
  const account = `## [${ACCOUNT_SECTION.prefix}ID]

${ACCOUNT_SECTION.about} Any key of \`[rebalance]\`, \`[pricing]\`, \`[limits]\`, \`[fx]\`, \`[execution]\`
and \`[models]\`, written bare, or as \`section.key\` where two sections share a name
(\`fx.order_type = LMT\`), and \`path\` for a portfolios file of its own. What it does not say holds
as for all accounts; a model portfolio that it leaves out keeps its weight, so write 0 for one that it is
not to have. The environment and the flags win over it, as they win over the rest of the file. Prices are
asked for once for all accounts: \`fallback_to_snapshot\` counts as true where it is true for each.`;
  const page = [intro, ...fixed, ...free, account].join('\n\n');
  await expect(await format(page, { parser: 'markdown', printWidth: 100 })).toMatchFileSnapshot(
    join(import.meta.dirname, '../../docs/settings.md'),
  );
});
