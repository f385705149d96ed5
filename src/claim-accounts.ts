import type { OpenOrder } from './core/account/snapshot.ts';
import type { OrderEvent } from './core/orders/order-event.ts';
import { ORDER_REF_PREFIX } from './core/orders/ticket.ts';
import type { Problem } from './core/units/problem.ts';
import { ZERO_USD, type Usd } from './core/units/usd.ts';
import { lookAtEarlierRuns, type EarlierRuns } from './earlier-runs.ts';
import { readExecutions } from './read-executions.ts';
import type { AccountLock, AccountLocks, Broker, Clock, Journals } from './ports.ts';
import type { Permission } from './run.ts';

/** What other runs, here and elsewhere, mean for a run that is about to trade in an account. */
export interface AccountClaim extends AccountLock {
  /** No order of this tool in any account has had a higher id: accounts share those of a client. */
  readonly orderIdsAbove: number;
  /** What they have bought and sold today. */
  readonly tradedToday: Usd;
  /** What stands in the way of trading because of them. */
  readonly unsettled: readonly Problem[];
}

/** What an order or an execution of today says about who sent it. */
interface Trace {
  readonly accountId: string;
  readonly orderRef: string;
}

/**
 * Takes accounts for this run and looks at what the runs before it have left, in the order of
 * `accountIds`. While another run has an account, that alone is said of it: its journal looks like
 * that of an interrupted run.
 */
export function claimAccounts(
  accountIds: readonly string[],
  {
    locks,
    journals,
    clock,
  }: { readonly locks: AccountLocks; readonly journals: Journals; readonly clock: Clock },
  seen: { readonly openOrders: readonly OpenOrder[]; readonly trades: readonly Trace[] },
): readonly AccountClaim[] {
  const locked = accountIds.map((accountId) => ({ accountId, lock: locks.take(accountId) }));
  try {
    const traces = [...seen.openOrders, ...seen.trades];
    const now = clock.now();
    const others = journals.accountIds().filter((id) => !accountIds.includes(id));
    const earlier = new Map(
      [...accountIds, ...others].map((id) => [id, lookAtEarlierRuns(journals, id, now)] as const),
    );
    const orderIdsAbove = Math.max(0, ...[...earlier.values()].map((runs) => runs.orderIdsAbove));
    return locked.map(({ accountId, lock }): AccountClaim => {
      const runs = earlier.get(accountId);
      if (lock.ok && runs !== undefined) {
        const unsettled = unsettledIn(accountId, runs, traces);
        return { orderIdsAbove, tradedToday: runs.tradedToday, unsettled, ...lock.value };
      }
      const unsettled = lock.ok ? [] : lock.problems;
      return { orderIdsAbove: 0, tradedToday: ZERO_USD, unsettled, release: () => undefined };
    });
  } catch (error) {
    for (const { lock } of locked) if (lock.ok) lock.value.release();
    throw error;
  }
}

/**
 * What an account that is claimed already means now, by orders and executions that were read once
 * more: another machine does not see our lock.
 */
export function claimAgain(
  accountId: string,
  claim: AccountClaim,
  {
    ports: { journals, clock },
    traces,
  }: {
    readonly ports: { readonly journals: Journals; readonly clock: Clock };
    readonly traces: readonly Trace[];
  },
): AccountClaim {
  const runs = lookAtEarlierRuns(journals, accountId, clock.now());
  const unsettled = unsettledIn(accountId, runs, traces);
  return { ...claim, tradedToday: runs.tradedToday, unsettled };
}

/** What earlier runs left, and whether another machine trades in the account. */
function unsettledIn(
  accountId: string,
  { unsettled, orderRefs }: EarlierRuns,
  traces: readonly Trace[],
): readonly Problem[] {
  const refs = traces
    .filter((trace) => trace.accountId === accountId)
    .map(({ orderRef }) => orderRef);
  const foreign = foreignRefs(refs, orderRefs);
  return foreign.length > 0 ? [...unsettled, otherMachine(accountId, foreign)] : unsettled;
}

/** References of this tool that none of its orders has here. */
function foreignRefs(refs: readonly string[], ours: ReadonlySet<string>): readonly string[] {
  const foreign = refs.filter((ref) => ref.startsWith(ORDER_REF_PREFIX) && !ours.has(ref));
  return [...new Set(foreign)];
}

/**
 * What was ordered and executed in accounts today, here and elsewhere. It can be read before they
 * are claimed, beside everything else: what is traded here in between is in our journals. Orders
 * that have ended unfilled matter only to a run that trades, so `trade` asks for them too.
 */
export async function readTradesOfToday(
  accountIds: readonly string[],
  { trade }: Pick<Permission, 'trade'>,
  broker: Broker,
): Promise<readonly Trace[]> {
  const [completed] = await Promise.all([
    trade ? broker.readCompletedOrders() : [],
    ...accountIds.map((accountId) => readExecutions(broker, accountId, trade ? 2 : 1)),
  ]);
  const events: readonly OrderEvent[] = await broker.nextOrderEvents(0);
  const executions = events.flatMap((event) =>
    event.kind === 'execution' ? [event.execution] : [],
  );
  return [...completed, ...executions];
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
