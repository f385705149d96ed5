import { approvePlan, type ApprovedPlan } from './core/approval/approved-plan.ts';
import { kindOfAccount, type Asked } from './core/approval/account-gates.ts';
import type { ApprovedFacts } from './core/approval/ceiling.ts';
import { evaluateGates, type GateFacts } from './core/approval/gates.ts';
import type { ShownPlan } from './core/approval/plan-bytes.ts';
import type { AccountReading } from './core/account/snapshot.ts';
import { countOrders, type TradePlan } from './core/plan/trade-plan.ts';
import type { Problem } from './core/units/problem.ts';
import type { Approver, Broker, Clock } from './ports.ts';

/** What the command line allows. */
export interface Permission extends Asked {
  readonly dryRun: boolean;
  /** Ask, and send nothing whatever the answer is. */
  readonly readOnly: boolean;
}

/** What became of the question. */
export type Approval =
  | { readonly kind: 'approved'; readonly plan: ApprovedPlan; readonly account: AccountReading }
  | { readonly kind: 'nothing-to-do' | 'dry-run' | 'preview' | 'read-only' | 'declined' }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/**
 * Asks for the approval of a plan, where the flags allow to ask. After a yes the account is read
 * once more and every gate is looked at again: only then is there an approved plan.
 */
export async function seekApproval(
  plan: TradePlan,
  gates: readonly Problem[],
  permission: Permission,
  context: {
    readonly shown: ShownPlan;
    readonly broker: Broker;
    readonly approver: Approver;
    readonly clock: Clock;
    /** What is left of the approval of the interrupted run whose rest this is. */
    readonly left: ApprovedFacts | undefined;
    /** The facts of the gates, as they are at the moment of the call. */
    readonly factsNow: () => GateFacts;
  },
): Promise<Approval> {
  const { trade, dryRun, readOnly, yes } = permission;
  if (dryRun) return { kind: 'dry-run' };
  if (countOrders(plan) === 0) return { kind: 'nothing-to-do' };
  if (!trade && !readOnly) return { kind: 'preview' };
  if (gates.length > 0 && !readOnly) return { kind: 'refused', problems: gates };

  const { settings } = context.factsNow();
  const unasked = !settings.safety.requireConfirm && kindOfAccount(plan.accountId) === 'paper';
  const answer = yes || unasked ? 'yes' : await context.approver.ask('Proceed? [y/N]: ');
  if (answer === 'no-answer') return { kind: 'refused', problems: [noAnswer()] };
  if (answer === 'interrupted') return { kind: 'refused', problems: [interrupted()] };
  if (answer === 'no') return { kind: 'declined' };
  if (readOnly) return { kind: 'read-only' };

  const { broker, clock } = context;
  const [account, openOrders] = await Promise.all([
    broker.readAccount(plan.accountId),
    broker.readOpenOrders(),
  ]);
  const facts = context.factsNow();
  const approved = approvePlan(
    plan,
    {
      shown: context.shown,
      gates: evaluateGates(plan, { ...facts, snapshot: { ...facts.snapshot, openOrders } }),
      approvedAt: clock.now(),
      planned: facts.snapshot,
      now: { account, openOrders },
      left: context.left,
    },
    facts.settings,
  );
  if (!approved.ok) return { kind: 'refused', problems: approved.problems };
  return { kind: 'approved', plan: approved.value, account };
}

function noAnswer(): Problem {
  return {
    code: 'usage.no-answer',
    where: 'the question',
    found: 'nobody to answer it: standard input is closed or not a terminal',
    expected: 'y or n from a person, or --yes',
    fix: 'Run it in a terminal, or add --yes to approve the plan unseen.',
  };
}

function interrupted(): Problem {
  return {
    code: 'run.interrupted',
    where: 'the question',
    found: 'Ctrl-C',
    expected: 'y or n',
    fix: 'Run again when you are ready.',
  };
}
