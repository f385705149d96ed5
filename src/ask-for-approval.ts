import { kindOfAccount } from './core/approval/account-gates.ts';
import { APPROVAL_EXPIRES_MS } from './core/approval/approved-plan.ts';
import { countOrders } from './core/plan/trade-plan.ts';
import type { ConfirmMode } from './core/settings.ts';
import type { Problem } from './core/units/problem.ts';
import type { JudgedAccount } from './judge-account.ts';
import type { Answer, Approver, Clock } from './ports.ts';
import type { Permission } from './run.ts';

/** What became of the question about an account. */
export type Answered =
  | { readonly kind: 'yes'; readonly answeredAt: number }
  | { readonly kind: 'nothing-to-do' | 'dry-run' | 'preview' | 'read-only' | 'declined' }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** What of an account stands behind a question. */
export type AskedAccount = Pick<JudgedAccount, 'gates'> & {
  readonly planned: { readonly plan: JudgedAccount['planned']['plan'] };
  readonly account: {
    readonly settings: Pick<JudgedAccount['account']['settings'], 'safety'>;
  };
};

/**
 * Asks where the flags allow to ask and no gate is closed: about each account by itself, or once
 * about all of them. Every question is asked before the first order of the run is sent. Who answers
 * none of them, or interrupts one, has approved nothing; a yes that had to wait too long for the
 * last answer does not count. The answers are in the order of the accounts.
 */
export async function askForApproval(
  accounts: readonly AskedAccount[],
  permission: Permission,
  asking: {
    readonly confirmMode: ConfirmMode;
    readonly approver: Approver;
    readonly clock: Clock;
  },
): Promise<readonly Answered[]> {
  const answers = accounts.map((each) => withoutQuestion(each, permission));
  const open = accounts.flatMap((account, at) =>
    answers[at] === undefined ? [{ account, at }] : [],
  );
  const several = accounts.length > 1;
  const together = several && asking.confirmMode === 'global';
  const questions = together && open.length > 0 ? [open] : open.map((each) => [each]);
  for (const asked of questions) {
    const isClear = permission.yes || asked.every(({ account }) => needsNoQuestion(account));
    const answer = isClear ? 'yes' : await asking.approver.ask(questionFor(asked, several));
    if (answer === 'no-answer' || answer === 'interrupted') {
      const stopped = { kind: 'refused', problems: [unanswered(answer)] } as const;
      return answers.map((each, at) =>
        each === undefined || each.kind === 'yes' || asked.some((other) => other.at === at)
          ? stopped
          : each,
      );
    }
    const answeredAt = asking.clock.now();
    for (const { at } of asked) answers[at] = answered(answer, permission, answeredAt);
  }
  const until = asking.clock.now() - APPROVAL_EXPIRES_MS;
  return answers.map((each, at): Answered => {
    if (each?.kind !== 'yes' || each.answeredAt >= until) return each ?? { kind: 'declined' };
    const { accountId = '' } = accounts[at]?.planned.plan ?? {};
    return { kind: 'refused', problems: [outwaited(accountId)] };
  });
}

/** Where nobody answers a later question for hours, an earlier yes must not send all the same. */
function outwaited(accountId: string): Problem {
  return {
    code: 'safety.expired',
    where: accountId,
    found: 'an answer more than five minutes before the last one',
    expected: 'all questions answered soon after each other: nothing is sent before the last',
    fix: 'Run again.',
  };
}

/** What an account comes to without anybody being asked; undefined when somebody has to be. */
function withoutQuestion(
  { planned: { plan }, gates }: AskedAccount,
  { trade, dryRun, readOnly }: Permission,
): Answered | undefined {
  if (dryRun) return { kind: 'dry-run' };
  if (countOrders(plan) === 0) return { kind: 'nothing-to-do' };
  if (!trade && !readOnly) return { kind: 'preview' };
  return gates.length > 0 && !readOnly ? { kind: 'refused', problems: gates } : undefined;
}

function needsNoQuestion({ planned, account }: AskedAccount): boolean {
  const isPaper = kindOfAccount(planned.plan.accountId) === 'paper';
  return !account.settings.safety.requireConfirm && isPaper;
}

function answered(answer: 'yes' | 'no', { readOnly }: Permission, answeredAt: number): Answered {
  if (answer === 'no') return { kind: 'declined' };
  return readOnly ? { kind: 'read-only' } : { kind: 'yes', answeredAt };
}

function questionFor(
  asked: readonly { readonly account: AskedAccount }[],
  several: boolean,
): string {
  const ids = asked.map(({ account }) => account.planned.plan.accountId);
  if (!several) return 'Proceed? [y/N]: ';
  if (ids.length === 1) return `${ids.join('')}: proceed? [y/N]: `;
  return `Proceed with these ${ids.length} accounts: ${ids.join(', ')}? [y/N]: `;
}

/** A question that was answered with neither yes nor no. */
export function unanswered(answer: Extract<Answer, 'no-answer' | 'interrupted'>): Problem {
  if (answer === 'interrupted') {
    return {
      code: 'run.interrupted',
      where: 'the question',
      found: 'Ctrl-C',
      expected: 'y or n',
      fix: 'Run again when you are ready.',
    };
  }
  return {
    code: 'usage.no-answer',
    where: 'the question',
    found: 'nobody to answer it: standard input is closed or not a terminal',
    expected: 'y or n from a person, or --yes',
    fix: 'Run it in a terminal, or add --yes to approve the plan unseen.',
  };
}
