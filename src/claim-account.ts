import type { OpenOrder } from './core/account/snapshot.ts';
import { ORDER_REF_PREFIX } from './core/orders/ticket.ts';
import type { Problem } from './core/units/problem.ts';
import { ZERO_USD, type Usd } from './core/units/usd.ts';
import { lookAtEarlierRuns } from './earlier-runs.ts';
import type { AccountLock, AccountLocks, Broker, Clock, Journals } from './ports.ts';

/** What other runs, here and elsewhere, mean for a run that is about to trade in an account. */
export interface AccountClaim extends AccountLock {
  /** No order of this tool in this account has had a higher id. */
  readonly orderIdsAbove: number;
  /** What they have bought and sold today. */
  readonly tradedToday: Usd;
  /** What stands in the way of trading because of them. */
  readonly unsettled: readonly Problem[];
}

/**
 * Takes the account for this run and looks at what the runs before it have left. While another run
 * has the account, that alone is said: its journal looks like that of an interrupted run.
 */
export async function claimAccount(
  accountId: string,
  {
    locks,
    journals,
    clock,
  }: { readonly locks: AccountLocks; readonly journals: Journals; readonly clock: Clock },
  { broker, openOrders }: { readonly broker: Broker; readonly openOrders: readonly OpenOrder[] },
): Promise<AccountClaim> {
  const lock = locks.take(accountId);
  if (!lock.ok) {
    const unsettled = lock.problems;
    return { orderIdsAbove: 0, tradedToday: ZERO_USD, unsettled, release: () => undefined };
  }
  try {
    const earlier = lookAtEarlierRuns(journals, accountId, clock.now());
    const { orderIdsAbove, tradedToday, unsettled, orderRefs } = earlier;
    const refs = [
      ...openOrders.filter((order) => order.accountId === accountId),
      ...(await tradesOfToday(broker, accountId)),
    ].map(({ orderRef }) => orderRef);
    const foreign = foreignRefs(refs, orderRefs);
    const elsewhere = foreign.length > 0 ? [otherMachine(accountId, foreign)] : [];
    const stops = [...unsettled, ...elsewhere];
    return { orderIdsAbove, tradedToday, unsettled: stops, ...lock.value };
  } catch (error) {
    lock.value.release();
    throw error;
  }
}

/** References of this tool that none of its orders has here. */
function foreignRefs(refs: readonly string[], ours: ReadonlySet<string>): readonly string[] {
  const foreign = refs.filter((ref) => ref.startsWith(ORDER_REF_PREFIX) && !ours.has(ref));
  return [...new Set(foreign)];
}

async function tradesOfToday(
  broker: Broker,
  accountId: string,
): Promise<readonly { readonly orderRef: string }[]> {
  const [completed] = await Promise.all([
    broker.readCompletedOrders(),
    broker.refreshExecutions(accountId),
  ]);
  const events = await broker.nextOrderEvents(0);
  const executions = events.flatMap((event) =>
    event.kind === 'execution' ? [event.execution] : [],
  );
  return [...completed, ...executions].filter((trade) => trade.accountId === accountId);
}

function otherMachine(accountId: string, refs: readonly string[]): Problem {
  return {
    code: 'safety.other-machine',
    where: accountId,
    found: `orders of today that no journal of this machine knows: ${refs.join(', ')}`,
    expected: 'one machine that trades in an account',
    fix: 'Trade from that machine, or from this one tomorrow.',
  };
}
