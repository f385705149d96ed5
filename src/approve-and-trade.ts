import type { AccountRun, Within } from './account-run.ts';
import { askForApproval } from './ask-for-approval.ts';
import { capRun } from './cap-run.ts';
import { claimAgain, readTradesOfToday } from './claim-accounts.ts';
import type { Problem } from './core/units/problem.ts';
import { success, type Result } from './core/units/result.ts';
import { judgeAccount, type JudgedAccount } from './judge-account.ts';
import { measureRun } from './measure-run.ts';
import { observeAfter } from './observe-after.ts';
import { observeAndPlan } from './observe-and-plan.ts';
import { refused, together, type Outcome } from './outcome.ts';
import { reportTrades, type ReportedRun } from './report-trades.ts';
import type { Permission, RunRequest } from './run.ts';
import { seekApproval } from './seek-approval.ts';
import { showPlans } from './show-plans.ts';
import { measured } from './timings.ts';
import { tradeInTurn, type AccountEnd, type AnsweredAccount } from './trade-in-turn.ts';

/** How often a plan that the answer came too late for is made anew in one run. */
const MOST_PLANS_ANEW = 3;

/** The accounts of a run that are to be traded. */
interface Trading {
  readonly startedAt: number;
  readonly accounts: readonly AccountRun[];
}

/**
 * Shows the plans, asks, trades what was approved, and reports. The plan of a run over one account
 * that is void when its answer comes is made anew, and asked about once more.
 */
export async function approveAndTrade(
  request: RunRequest,
  trading: Trading,
  within: Within,
  timesAnew = 0,
): Promise<Outcome> {
  const { ports, inputs, outside } = within;
  const { runId, permission } = request;
  const judged: JudgedAccount[] = [];
  for (const each of trading.accounts) judged.push(await judgeAccount(request, each, within));
  const run = { runId, startedAt: trading.startedAt, all: request.all };
  const shown = measured(ports.timings, 'reports, preview', () =>
    showPlans(capRun(judged), run, within),
  );
  if (!shown.ok) return refused(shown.problems);

  const { confirmMode } = inputs.settings;
  const { approver, clock } = ports;
  const answers = await askForApproval(shown.value, permission, { confirmMode, approver, clock });
  const asked = shown.value.flatMap((account, at): AnsweredAccount[] => {
    const answered = answers[at];
    return answered === undefined ? [] : [{ account, answered }];
  });
  const [only, ...others] = asked;
  if (only?.answered.kind !== 'yes' || others.length > 0) {
    return tradeAndReport(asked, request, { run, within });
  }
  const { account, answered } = only;
  const approval = await seekApproval(account, answered.answeredAt, outside.broker);
  if (approval.ok) {
    return tradeAndReport([{ ...only, approval: approval.value }], request, { run, within });
  }
  const mayAskAgain = !permission.yes && timesAnew < MOST_PLANS_ANEW && account.rest === undefined;
  if (!mayAskAgain || !approval.problems.every(isVoid)) return refused(approval.problems);
  for (const { where, found } of approval.problems) ports.screen.show(`\n${where}: ${found}.`);
  const anew = await planAnew(account, permission, within);
  if (!anew.ok) return refused(anew.problems);
  return approveAndTrade(request, { ...trading, accounts: [anew.value] }, within, timesAnew + 1);
}

async function tradeAndReport(
  asked: readonly AnsweredAccount[],
  request: RunRequest,
  { run, within }: { readonly run: ReportedRun; readonly within: Within },
): Promise<Outcome> {
  if (!asked.some(({ answered }) => answered.kind === 'yes')) {
    return outcomeOf(await tradeInTurn(asked, run, within), request, []);
  }
  return within.outside.killSwitch.guard(async () => {
    const ends = await tradeInTurn(asked, run, within);
    const after = await observeAfter(ends, within);
    measureRun(ends, after, { run, within });
    return outcomeOf(ends, request, reportTrades(ends, after, { run, within }));
  });
}

/** Whether a plan is void and would be a new one now: nothing else stands in its way. */
function isVoid({ code }: Problem): boolean {
  return code === 'safety.changed' || code === 'safety.expired';
}

async function planAnew(
  { account, claim, planned, notes, orderIdsAbove }: JudgedAccount,
  permission: Permission,
  { ports, outside: { broker } }: Within,
): Promise<Result<AccountRun>> {
  const { accountId } = account;
  const [anew, trades] = await Promise.all([
    observeAndPlan(account, { broker, clock: ports.clock }),
    readTradesOfToday([accountId], permission, broker),
  ]);
  if (!anew.ok) return anew;
  const traces = [...anew.value.snapshot.openOrders, ...trades];
  const again = claimAgain(accountId, claim, { ports, traces });
  return success({
    ...{ account, notes },
    // Questions about the plan before have used up ids too.
    claim: { ...again, orderIdsAbove },
    planned: anew.value,
    replaces: planned.plan,
  });
}

/** The ends of all accounts as the end of the run. */
function outcomeOf(
  ends: readonly AccountEnd[],
  { permission }: RunRequest,
  reported: readonly Problem[],
): Outcome {
  const outcomes = ends.map((end): Outcome => {
    const unsent = permission.trade ? end.account.denied : [];
    if (end.kind === 'traded') return { kind: 'traded', problems: unsent };
    // What refuses an account says all about it.
    return { kind: end.kind, problems: end.kind === 'refused' ? end.problems : unsent };
  });
  return together([...outcomes, ...reported.map((each) => refused([each]))]);
}
