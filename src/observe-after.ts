import { failure, type Result } from './core/units/result.ts';
import type { Within } from './account-run.ts';
import { observeAccounts } from './observe-accounts.ts';
import { planObserved, type Planned } from './observe-and-plan.ts';
import { unreadAfterwards } from './outcome.ts';
import type { AccountEnd } from './trade-in-turn.ts';

/**
 * Reads the accounts that have traded once more and plans them anew: the drift that is left, and
 * why it is left. By account id; whatever goes wrong is the problem of the account.
 */
export async function observeAfter(
  ends: readonly AccountEnd[],
  { ports: { clock }, outside: { broker } }: Within,
): Promise<ReadonlyMap<string, Result<Planned>>> {
  const accounts = ends.flatMap((end) => (end.kind === 'traded' ? [end.account.account] : []));
  // A bug in planning them is caught too: orders were sent, so nothing keeps the report back.
  const planned = await observeAccounts(accounts, { broker, clock })
    .then((observed) =>
      accounts.map((account, at) => {
        const snapshot = observed[at] ?? failure<never>([]);
        return snapshot.ok ? planObserved(account, snapshot.value) : snapshot;
      }),
    )
    .catch((error: unknown) =>
      accounts.map(({ accountId, settings }) =>
        failure<never>([unreadAfterwards(error, settings.ibkr, accountId)]),
      ),
    );
  return new Map(
    accounts.map(({ accountId }, at) => [accountId, planned[at] ?? failure<never>([])]),
  );
}
