import type { RunFacts } from './core/journal/journal-event.ts';
import type { Result } from './core/units/result.ts';
import { ZERO_SHARES } from './core/units/shares.ts';
import type { Within } from './account-run.ts';
import { executeApproved, type Executed } from './execute-approved.ts';
import type { Approval } from './seek-approval.ts';
import type { PlanShown } from './show-plans.ts';

/** Executes an approved plan with a journal of its own. */
export async function tradeApproved(
  account: PlanShown,
  approval: Approval,
  run: Pick<RunFacts, 'runId' | 'startedAt'> & {
    /** When the first order of the run was about to be sent; undefined for the first account. */
    readonly sendingSince: number | undefined;
  },
  { ports, outside, gateway }: Within,
): Promise<Result<Executed>> {
  const { broker, killSwitch, log } = outside;
  const { settings } = account.account;
  const { plan: approved, account: reading } = approval;
  const { accountId } = approved;
  const held = [...approved.sells, ...approved.buys].map(({ contract: { conId } }) => ({
    conId,
    quantity: reading.positions.find((each) => each.conId === conId)?.quantity ?? ZERO_SHARES,
  }));
  const { simulated, nextOrderId } = gateway;
  const { orderIdsAbove, rest } = account;
  const { runId, startedAt, sendingSince } = run;
  const facts = {
    ...{ runId, startedAt, orderIdsAbove, recovers: rest?.runId, accountId },
    ...{ clientId: settings.ibkr.clientId, simulated, nextOrderId, held },
  };
  const { snapshot } = account.planned;
  const within = { facts, settings, snapshot, sendingSince };
  return executeApproved(approval, within, { ...ports, broker, killSwitch, log });
}
