import type { Command } from 'commander';

/** The heading of the flags that change a setting. */
export const SETTINGS_GROUP = 'Settings, for this run only (every command but demo):';

const TO_BEGIN = 'Commands to begin with:';
const TO_LOOK = 'Commands that look (they never ask and never send):';
const TO_ACT = 'Commands for a run that is under way, or was interrupted:';

const GROUPS: Readonly<Record<string, string>> = {
  demo: TO_BEGIN,
  init: TO_BEGIN,
  doctor: TO_BEGIN,
  validate: TO_BEGIN,
  explain: TO_LOOK,
  drift: TO_LOOK,
  history: TO_LOOK,
  kill: TO_ACT,
  recover: TO_ACT,
};

const FIRST_STEPS = `
The first three commands:
  rebalance demo      the whole story on the simulator; needs no account and no files
  rebalance init      writes settings.ini and portfolios.csv to begin with
  rebalance doctor    looks at files, gateway and market data, and says what to mend first
`;

const EXAMPLES = `
Examples:
  rebalance                        plan and show; nothing is sent
  rebalance --report-only          the same without a connection, as the last run saw it
  rebalance explain VTI            why it is traded or not, with every number
  rebalance --paper                show, ask, and send after a yes to a paper account
  rebalance --dry-run --json       the plan as one JSON object, for programs
  rebalance drift                  for cron: ends with 20 when something is out of its band
  rebalance kill                   stop a run that is under way, and let no other begin

What a command ends with: docs/exit-codes.md. Every setting: docs/settings.md.`;

/** Puts the help of the program in an order to learn from: what to do first, then what there is. */
export function teach(program: Command): void {
  for (const command of program.commands) {
    command.helpGroup(GROUPS[command.name()] ?? 'More commands:');
  }
  program.addHelpText('before', FIRST_STEPS.trimStart()).addHelpText('after', EXAMPLES);
}
