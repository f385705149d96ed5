import { describeProblem, type Problem } from './core/units/problem.ts';
import { bugProblem } from './core/units/bug-problem.ts';
import { failure, success, type Result } from './core/units/result.ts';
import type { Within } from './account-run.ts';
import type { Answered } from './ask-for-approval.ts';
import { stoppedByHand } from './execution/desk-problems.ts';
import type { Executed } from './execute-approved.ts';
import { seekApproval, type Approval } from './seek-approval.ts';
import type { PlanShown } from './show-plans.ts';
import { tradeApproved } from './trade-approved.ts';

/** What became of an account in a run. */
export type AccountEnd =
  | { readonly kind: 'traded'; readonly account: PlanShown; readonly executed: Executed }
  | {
      readonly kind: Exclude<Answered['kind'], 'yes'>;
      readonly account: PlanShown;
      readonly problems: readonly Problem[];
    };

/** An account and the answer about it; its approval, where that has been sought already. */
export interface AnsweredAccount {
  readonly account: PlanShown;
  readonly answered: Answered;
  readonly approval?: Approval;
}

/** What stops the sending in one account and would stop it in every other. */
const ENDS_RUN: ReadonlySet<Problem['code']> = new Set<Problem['code']>([
  'run.interrupted',
  'safety.kill-switch',
  'safety.clock',
  'orders.excess',
  'orders.whatif-alive',
  'broker.connection',
  'broker.pacing',
  'journal.unwritten',
  'internal.bug',
]);

/**
 * Trades the accounts that were answered with yes, one after the other over one connection. What
 * fails in one stops no other, save where its reason holds for all of them.
 */
export async function tradeInTurn(
  accounts: readonly AnsweredAccount[],
  run: { readonly runId: string; readonly startedAt: number },
  within: Within,
): Promise<readonly AccountEnd[]> {
  const ends: AccountEnd[] = [];
  let sendingSince: number | undefined;
  let ended: Problem | undefined;
  const several = accounts.length > 1;
  const { screen, clock } = within.ports;
  for (const asked of accounts) {
    const { account, answered } = asked;
    const { accountId } = account.planned.plan;
    if (answered.kind !== 'yes') {
      const problems = answered.kind === 'refused' ? answered.problems : [];
      ends.push({ kind: answered.kind, account, problems });
      continue;
    }
    if (ended !== undefined) {
      ends.push({ kind: 'refused', account, problems: [notBegun(accountId, ended)] });
      continue;
    }
    const pulled = within.outside.killSwitch.pulled();
    if (pulled === 'interrupted' || pulled === 'leave') {
      ended = stoppedByHand(accountId, pulled);
      ends.push({ kind: 'refused', account, problems: [ended] });
      continue;
    }
    if (several) screen.show(`\n${accountId}`);
    const since = clock.now();
    const sending = { ...run, sendingSince, answeredAt: answered.answeredAt };
    const traded = await tradeOne(asked, sending, within).catch(bugAfter(ends, accountId));
    if (!traded.ok) {
      for (const problem of several ? traded.problems : []) screen.show(describeProblem(problem));
      ends.push({ kind: 'refused', account, problems: traded.problems });
      ended = traded.problems.find(({ code }) => ENDS_RUN.has(code));
      continue;
    }
    if (traded.value.execution.book.orders.length > 0) sendingSince ??= since;
    ends.push({ kind: 'traded', account, executed: traded.value });
    const { stopped, unwritten } = traded.value.execution;
    ended = [stopped, unwritten].find((each) => each !== undefined && ENDS_RUN.has(each.code));
  }
  return ends;
}

async function tradeOne(
  { account, approval }: AnsweredAccount,
  { answeredAt, ...run }: { readonly answeredAt: number } & Parameters<typeof tradeApproved>[2],
  within: Within,
): Promise<Result<Executed>> {
  const sought =
    approval === undefined
      ? await seekApproval(account, answeredAt, within.outside.broker)
      : success(approval);
  return sought.ok ? tradeApproved(account, sought.value, run, within) : sought;
}

/** A bug must not keep back the report about what was traded before it; if nothing was, it is told at once. */
function bugAfter(
  ends: readonly AccountEnd[],
  accountId: string,
): (error: unknown) => Result<Executed> {
  return (error) => {
    if (!ends.some(({ kind }) => kind === 'traded')) throw error;
    return failure([bugProblem(accountId, error)]);
  };
}

function notBegun(accountId: string, { code, where, found }: Problem): Problem {
  return {
    code,
    where: accountId,
    found: `not begun: the run was stopped in ${where}, ${found}`,
    expected: 'a run that goes on to its last account',
    fix: 'Run again: the new plan starts from the account as it is now.',
  };
}
