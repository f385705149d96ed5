import { passedCapsTogether } from './core/approval/cap-gates.ts';
import type { JudgedAccount } from './judge-account.ts';

/**
 * The caps count for the whole run too: what is too large for one account is not made right by
 * being spread over several. A run that passes one of them trades in no account.
 */
export function capRun(accounts: readonly JudgedAccount[]): readonly JudgedAccount[] {
  const [first, ...others] = accounts;
  if (first === undefined || others.length === 0) return accounts;
  const passed = passedCapsTogether(
    accounts.map(({ planned, claim }) => ({ plan: planned.plan, tradedToday: claim.tradedToday })),
    first.account.settings,
  );
  if (passed.length === 0) return accounts;
  return accounts.map((each) => ({ ...each, gates: [...each.gates, ...passed] }));
}
