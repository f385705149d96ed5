import { EXIT, worstExitCode, type ExitCode } from './exit-code.ts';

/**
 * Every kind of trouble that a person or the market can cause, with its exit code and what it
 * means. Trouble is data: it is collected and shown together, never thrown.
 */
export const PROBLEMS = {
  'settings.unreadable': [EXIT.settings, 'The settings file cannot be read.'],
  'settings.syntax': [
    EXIT.settings,
    'A line is neither a section, a key with a value, nor a comment.',
  ],
  'settings.unknown-section': [EXIT.settings, 'A section that the tool does not know.'],
  'settings.unknown-key': [EXIT.settings, 'A key that the tool does not know.'],
  'settings.duplicate-key': [EXIT.settings, 'A key is written twice in one section.'],
  'settings.bad-value': [EXIT.settings, 'A value that its key cannot have.'],
  'settings.missing-key': [EXIT.settings, 'A key that must be written is not there.'],
  'settings.model-mix': [EXIT.settings, 'The weights of the model portfolios do not add up to 1.'],
  'settings.contradiction': [
    EXIT.settings,
    'Two settings contradict each other, or one from outside the file would make it less safe.',
  ],
  'settings.leverage': [
    EXIT.settings,
    'The target weights add up to more than max_leverage allows.',
  ],
  'settings.not-supported': [
    EXIT.settings,
    'A setting that this version only knows with its default.',
  ],
  'settings.account': [
    EXIT.settings,
    'The account is not chosen, or the gateway does not show it.',
  ],
  'portfolios.unreadable': [EXIT.portfolios, 'The portfolios file cannot be read.'],
  'portfolios.syntax': [EXIT.portfolios, 'The file is not a CSV table.'],
  'portfolios.columns': [
    EXIT.portfolios,
    'A column is missing, unknown or written twice, or a row names no model portfolio.',
  ],
  'portfolios.symbol': [EXIT.portfolios, 'A symbol is missing or is no ticker symbol.'],
  'portfolios.duplicate': [EXIT.portfolios, 'A symbol stands twice in one model portfolio.'],
  'portfolios.percent': [
    EXIT.portfolios,
    'A cell is no percentage, is negative, or is cash where the file may hold none.',
  ],
  'portfolios.sum': [EXIT.portfolios, 'A model portfolio does not add up to 100%.'],
  'portfolios.empty': [EXIT.portfolios, 'A model portfolio holds no ETF, or is not in the file.'],
  'portfolios.borrowing': [
    EXIT.portfolios,
    'A CASH row below 0, and the settings do not allow to borrow.',
  ],
  'broker.connection': [EXIT.connection, 'The gateway cannot be reached or does not answer.'],
  'broker.pacing': [EXIT.pacing, 'The gateway says that it is asked too much.'],
  'contract.not-found': [EXIT.contract, 'The broker knows no such ETF.'],
  'contract.ambiguous': [EXIT.contract, 'The broker knows several contracts of that symbol.'],
  'contract.not-an-etf': [EXIT.contract, 'The contract is no ETF that trades in US dollars.'],
  'data.no-price': [EXIT.data, 'A price is missing, so that the account cannot be valued.'],
  'data.no-rate': [EXIT.data, 'A debt in another currency has no exchange rate.'],
  'data.no-base': [EXIT.data, 'Nothing is left to invest after the cash buffer.'],
  'data.no-subscription': [
    EXIT.data,
    'The broker gives this login no live market data, or only delayed ones.',
  ],
  'data.competing-session': [EXIT.data, 'Another session of the same user takes the market data.'],
  'data.no-snapshot': [EXIT.data, 'No run of this account was saved yet.'],
  'data.bad-snapshot': [EXIT.data, 'A saved run is damaged, or not what this version writes.'],
  'data.old-snapshot': [EXIT.data, 'The saved run knows too little for the files as they are now.'],
  'data.unreadable-file': [EXIT.data, 'A file of --positions, --cash or --prices cannot be read.'],
  'data.bad-file': [EXIT.data, 'A file of --positions, --cash or --prices has a mistake.'],
  'data.line-denied': [
    EXIT.data,
    'A line was stopped because its prices are missing, stale or gapped.',
  ],
  'market.closed': [EXIT.marketClosed, 'The market of a contract is closed.'],
  'market.unknown-hours': [
    EXIT.marketClosed,
    'The broker does not tell when a contract trades, so that its market counts as closed.',
  ],
  'fx.closed': [
    EXIT.marketClosed,
    'Buys wait for US dollars, and the currency market is closed (prefer_market_hours = true).',
  ],
  'safety.read-only': [EXIT.safety, 'The settings say read_only = true.'],
  'safety.paper-only': [EXIT.safety, 'The settings allow paper accounts only.'],
  'safety.wrong-port': [
    EXIT.safety,
    'A paper account behind a usual port of live accounts, or the other way round.',
  ],
  'safety.account-kind': [
    EXIT.safety,
    'The flags ask for another kind of account, paper or live, than the one that is chosen.',
  ],
  'safety.cap': [EXIT.safety, 'The plan would pass a cap of the settings on orders or turnover.'],
  'safety.kill-switch': [EXIT.safety, 'The kill switch file is there.'],
  'safety.kill-switch-stuck': [
    EXIT.safety,
    'The kill switch file could not be created, or could not be removed.',
  ],
  'safety.open-orders': [EXIT.safety, 'Orders are already open on a symbol that would be traded.'],
  'safety.short-position': [EXIT.safety, 'A managed symbol is held short.'],
  'safety.value-mismatch': [
    EXIT.safety,
    'The account value disagrees with the broker by more than 5%.',
  ],
  'safety.unlisted': [
    EXIT.safety,
    'An ETF that no model lists is held and nothing says what to do with it.',
  ],
  'safety.clock': [EXIT.safety, 'The clock of this machine jumped while orders were sent.'],
  'safety.clock-off': [
    EXIT.safety,
    'The clock of this machine and that of the gateway are more than 5 s apart.',
  ],
  'safety.read-only-api': [EXIT.safety, 'The gateway takes no orders: its Read-Only API is on.'],
  'safety.changed': [EXIT.safety, 'Positions, cash or orders changed while the plan was shown.'],
  'safety.expired': [EXIT.safety, 'The plan was approved too long after its quotes.'],
  'journal.damaged': [
    EXIT.unknownOutcome,
    'The journal of an earlier run was changed or damaged, so that its orders are not known.',
  ],
  'safety.interrupted-run': [
    EXIT.unknownOutcome,
    'An earlier run was interrupted, and what became of its orders is not settled.',
  ],
  'safety.locked': [EXIT.accountBusy, 'Another run trades in the account.'],
  'safety.other-machine': [
    EXIT.accountBusy,
    'Another machine traded in the account today with this tool.',
  ],
  'journal.unwritten': [
    EXIT.safety,
    'The journal of a run could not be written, so that nothing more was sent.',
  ],
  'orders.fractional': [
    EXIT.fractional,
    'The broker takes no fractions of a share from this account.',
  ],
  'orders.no-funds': [
    EXIT.buyingPower,
    'The broker would refuse a buy for lack of funds, and nothing in the plan brings any.',
  ],
  'orders.not-permitted': [EXIT.safety, 'The broker would refuse a buy, whatever funds there are.'],
  'orders.whatif-alive': [EXIT.unknownOutcome, 'The broker treats a what-if as an order.'],
  'safety.no-whatif': [
    EXIT.safety,
    'The broker gave no margin figures, and require_whatif = true asks for them.',
  ],
  'orders.incomplete': [EXIT.incomplete, 'Orders were rejected, cancelled or not filled.'],
  'orders.excess': [
    EXIT.unknownOutcome,
    'More was filled than was sent or approved: nothing else that is known can be trusted.',
  ],
  'orders.unknown': [EXIT.unknownOutcome, 'What became of an order is not known.'],
  'report.unwritten': [EXIT.internal, 'A report could not be written to its file.'],
  'internal.bug': [EXIT.internal, 'A bug in this tool ended the sending of orders.'],
  'run.interrupted': [EXIT.interrupted, 'Somebody pressed Ctrl-C.'],
  'usage.unknown-symbol': [
    EXIT.usage,
    'A symbol that is neither in the portfolios file nor held by the account.',
  ],
  'usage.unknown-run': [EXIT.usage, 'A run of that name has not traded in the account.'],
  'usage.unwritten-file': [
    EXIT.usage,
    'A file that a command was to write is there already, or cannot be written.',
  ],
  'scenario.bad-file': [EXIT.usage, 'A scenario file cannot be read, or something in it is wrong.'],
  'scenario.differs': [EXIT.differs, 'What happened is not what the scenario file expects.'],
  'usage.no-answer': [EXIT.usage, 'Nobody could be asked: input is closed and --yes is not given.'],
} as const satisfies Record<string, readonly [ExitCode, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface Problem {
  readonly code: ProblemCode;
  /** The file with its line, the account, the symbol: where a person would go and look. */
  readonly where: string;
  readonly found: string;
  readonly expected: string;
  /** The next step. */
  readonly fix: string;
}

/** One line for people: what was found where, what was expected, what to do. */
export function describeProblem(problem: Problem): string {
  // What a gateway or a system says is often a sentence of its own.
  const found = problem.found.replace(/\.$/, '');
  return `${problem.where}: ${found}; expected ${problem.expected}. ${problem.fix}`;
}

export function exitCodeOf(problems: readonly Problem[]): ExitCode {
  return worstExitCode(problems.map((problem) => PROBLEMS[problem.code][0]));
}
