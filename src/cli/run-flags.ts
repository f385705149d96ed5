import { Option, type Command } from 'commander';

/** The flags of a run as they were given. */
export interface RunFlags {
  readonly ini?: string;
  readonly config?: string;
  readonly csv?: string;
  readonly confirm?: true;
  readonly paper?: true;
  readonly live?: true;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly readOnly?: true;
  readonly reportOnly?: true;
  readonly positions?: string;
  readonly cash?: string;
  readonly prices?: string;
  readonly json?: true;
  readonly timings?: true;
  readonly all?: true;
  readonly killSwitch?: string;
}

/** Adds the flags of a run, each in a group that says which commands have it. */
export function declareRunFlags(program: Command): void {
  program
    .optionsGroup('Which files (every command but demo):')
    .option('--ini <file>', 'settings file (default: settings.ini)')
    .addOption(new Option('--config <file>', 'the same as --ini').conflicts('ini'))
    .option(
      '--csv <file>',
      'portfolios file (default: what the settings say, or portfolios.csv beside them)',
    )
    .optionsGroup('What may be sent (a run, and recover):')
    .option(
      '--confirm',
      'show the plan, ask, and send it after a yes; alone it trades on the simulator only',
    )
    .option('--paper', 'the same, and the account must be a paper account')
    .addOption(
      new Option(
        '--live',
        'the same, and the account must be a live one; needs paper_only = false',
      ).conflicts('paper'),
    )
    .option(
      '--yes',
      'answer the question with yes; needs --confirm or --paper, and --live for a live account',
    )
    .option('--dry-run', 'show the plan and send nothing, whatever else is given')
    .option('--read-only', 'show the plan and ask, but send nothing whatever the answer')
    .option('--kill-switch <file>', 'a file that stops the run too, beside that of the settings')
    .optionsGroup('Without a connection (a run):')
    .option(
      '--report-only',
      'connect to nothing: plan what the newest run saw, or the three files below; beats all flags above',
    )
    .option('--positions <file>', 'with --report-only: symbol,quantity')
    .option('--cash <file>', 'with --report-only: currency,amount')
    .option('--prices <file>', 'with --report-only: symbol and some of bid,ask,last,close')
    .optionsGroup('What is told (a run):')
    .option('--all', 'list what is inside its band too')
    .option('--timings', 'say at the end where the time went, and in the JSON and HTML reports')
    .optionsGroup('For programs (a run, recover and drift):')
    .option(
      '--json',
      'print one JSON object and nothing else; with a flag that trades it needs --yes',
    );
}
