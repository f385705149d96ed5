/*
 * What became of the orders of an interrupted run, from evidence only.
 *
 * Executions are the truth, and a status that they agree with ends an order. What neither of them
 * settles is held against one look at the account: who is open there, what has ended, what is held.
 * An order that is not open, and whose executions explain the position to the share, is gone. One
 * such look proves nothing, because a list may lag; a second one, ten seconds later, does.
 *
 * A gateway forgets at midnight and when it restarts. An order that it does not show then may have
 * been filled and forgotten: only the position tells, and a person has to agree with it.
 *
 * Example: 40 were held, the order bought 10, two executions of 3 are known. The position is 46 and
 * the order not open: gone, with 6 filled. The position is 48: somebody bought 2 that we know
 * nothing of, so nothing is concluded, and after midnight a person is asked about 8.
 */
import type { OpenOrder } from '../account/snapshot.ts';
import {
  cashEffectOf,
  filledOf,
  isAccountedFor,
  type TrackedOrder,
} from '../orders/tracked-order.ts';
import { asShares, formatShares, ZERO_SHARES, type Shares } from '../units/shares.ts';
import { absUsd, asUsd, sumUsd, usd, type Usd } from '../units/usd.ts';
import { unsettledOrders, type RunRecord } from './run-record.ts';

/** Everything that the broker shows of the account at one moment, all lists complete. */
export interface Sighting {
  /** The gateway is linked to the broker. */
  readonly linked: boolean;
  readonly open: readonly OpenOrder[];
  /** By contract; what is not in it is not held. */
  readonly positions: ReadonlyMap<number, Shares>;
  /** In US dollars. */
  readonly cash: Usd;
  /** The first order id that the gateway offered: above all that it remembers of this client. */
  readonly nextOrderId: number;
}

/** What one look says about an order that is not settled. */
export type Finding = { readonly order: TrackedOrder } & (
  | { readonly kind: 'open'; readonly open: OpenOrder }
  /** Not open, and everything that was traded is known. */
  | { readonly kind: 'gone' }
  /** Not open; the gateway may have forgotten, and the position says that so much more was filled. */
  | { readonly kind: 'by-position'; readonly filled: Shares; readonly held: Shares }
  | { readonly kind: 'unclear'; readonly why: string }
);

/** What a look says about each order of the run that is not settled. */
export function judgeOrders(
  record: RunRecord,
  sighting: Sighting,
  /** It is the day of the run, and the gateway has not restarted since. */
  remembers: boolean,
): readonly Finding[] {
  const { linked, open, positions } = sighting;
  return unsettledOrders(record).map((order): Finding => {
    const { kind, contract, quantity, side, orderRef } = order.ticket;
    const alive = open.find((each) => each.orderRef === orderRef);
    if (alive !== undefined) return { order, kind: 'open', open: alive };
    const unclear = (why: string): Finding => ({ order, kind: 'unclear', why });
    if (!linked) return unclear('the gateway has lost its link to the broker');
    if (kind === 'conversion') return judgeConversion(order, record, sighting, remembers);
    const expected = expectedPosition(record, contract.conId);
    if (expected === undefined) return unclear('nobody wrote down what was held before it');
    const held = positions.get(contract.conId) ?? ZERO_SHARES;
    const change = held - expected;
    if (remembers) {
      if (change !== 0n) {
        const found = `${formatShares(held)} are held, and the executions explain ${formatShares(expected)}`;
        return unclear(found);
      }
      if (isAccountedFor(order)) return { order, kind: 'gone' };
      return unclear('the broker spoke of more fills than it shows executions for');
    }
    const filled = asShares(side === 'BUY' ? change : 0n - change);
    const all = filledOf(order) + filled;
    if (filled < 0n || all > quantity || all < order.reportedFilled) {
      const found = `the position of ${formatShares(held)} does not fit what is known of the order`;
      return unclear(found);
    }
    return { order, kind: 'by-position', filled, held };
  });
}

/**
 * A conversion changes no position: the lists tell, as long as the gateway has not forgotten. One
 * that offers the id of the order again has never seen it, or has forgotten it: only the cash shows
 * which.
 */
function judgeConversion(
  order: TrackedOrder,
  record: RunRecord,
  { nextOrderId, cash }: Sighting,
  remembers: boolean,
): Finding {
  const unclear = (why: string): Finding => ({ order, kind: 'unclear', why });
  if (!remembers) return unclear('no position tells what a conversion has filled');
  if (!isAccountedFor(order)) {
    return unclear('the broker spoke of more fills than it shows executions for');
  }
  const expected = expectedCash(record);
  const off = expected === undefined ? undefined : absUsd(asUsd(cash - expected));
  if (nextOrderId <= order.orderId && (off === undefined || off > ONE_CENT)) {
    return unclear('the gateway may have forgotten it, and the executions do not explain the cash');
  }
  return { order, kind: 'gone' };
}

/** Brokers show cash in whole cents. */
const ONE_CENT = usd('0.01');

/** The cash by the journal: what there was before, and what the executions of the run changed. */
function expectedCash({ facts, book }: RunRecord): Usd | undefined {
  return facts && asUsd(facts.approved.cash + sumUsd(book.orders.map(cashEffectOf)));
}

/** What is held by the journal: what was before, and the executions of the run since. */
function expectedPosition({ facts, book }: RunRecord, conId: number): Shares | undefined {
  const before = facts?.held.find((each) => each.conId === conId);
  if (before === undefined) return undefined;
  const traded = book.orders
    .filter(({ ticket }) => ticket.contract.conId === conId)
    .map((order) => (order.ticket.side === 'BUY' ? filledOf(order) : 0n - filledOf(order)));
  return asShares(traded.reduce((sum, change) => sum + change, before.quantity));
}

/** Whether a second look says the same of the order as the one before it. */
export function saysTheSame(finding: Finding, before: Finding | undefined): boolean {
  if (before?.kind !== finding.kind) return false;
  return (
    finding.kind !== 'by-position' ||
    (before.kind === 'by-position' && before.filled === finding.filled)
  );
}

/**
 * Whether the gateway is still the one that the orders were sent through. One that offers an order
 * id which it has seen used, or one that is below the first that it offered, has restarted.
 */
export function isSameGateway({ facts, book }: RunRecord, nextOrderId: number): boolean {
  const known = book.orders.filter(({ permId, executions }) => permId !== 0 || executions.size > 0);
  const highest = Math.max(0, ...known.map(({ orderId }) => orderId));
  return nextOrderId > highest && nextOrderId >= (facts?.nextOrderId ?? 0);
}
