import type { AccountRun, Within } from './account-run.ts';
import { askForApproval } from './ask-for-approval.ts';
import { capRun } from './cap-run.ts';
import type { Problem } from './core/units/problem.ts';
import { judgeAccount, type JudgedAccount } from './judge-account.ts';
import { measureRun } from './measure-run.ts';
import { observeAfter } from './observe-after.ts';
import { refused, together, type Outcome } from './outcome.ts';
import { reportTrades } from './report-trades.ts';
import type { RunRequest } from './run.ts';
import { showPlans } from './show-plans.ts';
import { tradeInTurn, type AccountEnd } from './trade-in-turn.ts';

/** Shows the plans, asks, trades what was approved, and reports. */
export async function approveAndTrade(
  request: RunRequest,
  { startedAt, accounts }: { readonly startedAt: number; readonly accounts: readonly AccountRun[] },
  within: Within,
): Promise<Outcome> {
  const { ports, inputs, outside } = within;
  const { runId, permission } = request;
  const judged: JudgedAccount[] = [];
  for (const each of accounts) judged.push(await judgeAccount(request, each, within));
  const run = { runId, startedAt };
  const shown = showPlans(capRun(judged), run, within);
  if (!shown.ok) return refused(shown.problems);

  const { confirmMode } = inputs.settings;
  const { approver, clock } = ports;
  const answers = await askForApproval(shown.value, permission, { confirmMode, approver, clock });
  const asked = shown.value.flatMap((account, at) => {
    const answered = answers[at];
    return answered === undefined ? [] : [{ account, answered }];
  });
  const trades = async (): Promise<readonly AccountEnd[]> => tradeInTurn(asked, run, within);
  if (!answers.some(({ kind }) => kind === 'yes')) return outcomeOf(await trades(), request, []);
  return outside.killSwitch.guard(async () => {
    const ends = await trades();
    const after = await observeAfter(ends, within);
    measureRun(ends, after, { run, within });
    return outcomeOf(ends, request, reportTrades(ends, after, { run, within }));
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
