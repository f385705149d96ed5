import {
  isSameGateway,
  judgeOrders,
  saysTheSame,
  type Finding,
  type Sighting,
} from './core/journal/settle-orders.ts';
import { unsettledOrders, type RunRecord } from './core/journal/run-record.ts';
import type { OrderEvent } from './core/orders/order-event.ts';
import { filledOf, rejectionOf } from './core/orders/tracked-order.ts';
import { RunNotes } from './execution/run-notes.ts';
import { readExecutions } from './read-executions.ts';
import { BrokerError, type Broker, type Clock, type Gateway } from './ports.ts';

/** That nothing is missing is believed only when it is still so after this long. */
const SECOND_LOOK_MS = 10_000;
/** A cancelled order may take its time; whoever still waits then has to run recover again. */
const MOST_LOOKS = 6;

/** What is needed to look into an interrupted run. */
export interface Settling {
  readonly broker: Broker;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly notes: RunNotes;
  /** Orders of the run that are still open are cancelled, and not only named. */
  readonly mayCancel: boolean;
  readonly say: (text: string) => void;
}

/**
 * Asks the broker what became of every order of the run and writes down what is certain. Returns
 * what is not: orders that are open, or that only a person can settle, or nobody.
 */
export async function settleRun(settling: Settling): Promise<readonly Finding[]> {
  const { broker, gateway, clock, notes, mayCancel, say } = settling;
  const sameGateway = isSameGateway(notes.record, gateway.nextOrderId);
  const cancelled = new Set<number>();
  let before: readonly Finding[] = [];
  for (let looks = 1; ; looks += 1) {
    const sighting = await lookOnce(settling, cancelled);
    const remembers = sameGateway && isSameDay(notes.record.facts?.startedAt ?? 0, clock.now());
    const findings = judgeOrders(notes.record, sighting, remembers);
    if (findings.length === 0) return findings;
    for (const finding of findings) {
      const earlier = before.find(({ order }) => order.orderId === finding.order.orderId);
      if (finding.kind === 'gone' && saysTheSame(finding, earlier)) conclude(finding, notes);
      if (finding.kind === 'open' && mayCancel) await cancelOnce(finding, cancelled, settling);
    }
    const left = findings.filter(({ order }) =>
      unsettledOrders(notes.record).some(({ orderId }) => orderId === order.orderId),
    );
    if (left.length === 0) return left;
    const isSettling = left.some(
      (finding) =>
        (finding.kind === 'open' && mayCancel) ||
        !saysTheSame(
          finding,
          before.find(({ order }) => order.orderId === finding.order.orderId),
        ),
    );
    if (!isSettling || looks === MOST_LOOKS) return left;
    before = findings;
    say('Some orders are not accounted for yet. Looking again in ten seconds.');
    const until = clock.now() + SECOND_LOOK_MS;
    while (clock.now() < until) {
      takeIn(await broker.nextOrderEvents(until - clock.now()), notes, cancelled);
    }
  }
}

/** Reads everything that the account shows, and takes in the executions of today. */
async function lookOnce(
  { broker, gateway, notes }: Settling,
  cancelled: ReadonlySet<number>,
): Promise<Sighting> {
  const accountId = notes.record.facts?.accountId ?? '';
  // Executions before the position: one that comes between the two makes them differ, and we look
  // again. The completed orders are read so that a list that does not end proves nothing.
  await readExecutions(broker, accountId, 2);
  const [open] = await Promise.all([broker.readOpenOrders(), broker.readCompletedOrders()]);
  const { positions, cash } = await broker.readAccount(accountId);
  takeIn(await broker.nextOrderEvents(0), notes, cancelled, open);
  return {
    linked: broker.linkedToBroker(),
    open: open.filter((order) => order.accountId === accountId),
    positions: new Map(positions.map(({ conId, quantity }) => [conId, quantity])),
    cash,
    nextOrderId: gateway.nextOrderId,
  };
}

/**
 * Writes down what is new and certainly about an order of this run. An execution bears its
 * reference. A status has only an order id, which a gateway that restarted may have given again, so
 * its permanent id has to be known.
 */
function takeIn(
  events: readonly OrderEvent[],
  notes: RunNotes,
  cancelled: ReadonlySet<number>,
  open: readonly { readonly orderRef: string; readonly permId: number }[] = [],
): void {
  for (const event of events) {
    if (event.kind === 'lost') throw new BrokerError('lost', event.reason);
    if (isNews(event, notes.record, { cancelled, open })) notes.note({ kind: 'told', event });
  }
}

function isNews(
  event: Exclude<OrderEvent, { kind: 'lost' }>,
  { book }: RunRecord,
  context: {
    readonly cancelled: ReadonlySet<number>;
    readonly open: readonly { readonly orderRef: string; readonly permId: number }[];
  },
): boolean {
  switch (event.kind) {
    case 'execution': {
      const { orderRef, execId } = event.execution;
      const order = book.orders.find(({ ticket }) => ticket.orderRef === orderRef);
      const known = [...(order?.executions.values() ?? [])];
      return order !== undefined && !known.some((each) => each.execId === execId);
    }
    case 'commission': {
      const ours = book.orders.some(({ executions }) =>
        [...executions.values()].some(({ execId }) => execId === event.execId),
      );
      return ours && !book.commissions.has(event.execId);
    }
    case 'status': {
      const order = book.orders.find(({ orderId }) => orderId === event.orderId);
      if (order === undefined || event.permId === 0) return false;
      const listed = context.open.find(({ orderRef }) => orderRef === order.ticket.orderRef);
      return event.permId === order.permId || event.permId === listed?.permId;
    }
    case 'message':
      return context.cancelled.has(event.orderId);
  }
}

function conclude({ order }: Finding, notes: RunNotes): void {
  const now = notes.record.book.orders.find(({ orderId }) => orderId === order.orderId) ?? order;
  const refused = rejectionOf(now) !== undefined && filledOf(now) === 0n;
  notes.note({ kind: 'concluded', orderId: order.orderId, refused });
}

async function cancelOnce(
  { order, open }: Extract<Finding, { readonly kind: 'open' }>,
  cancelled: Set<number>,
  { broker, notes, say }: Settling,
): Promise<void> {
  // Only the client that placed it, by the id that it was placed with.
  const isOurs = open.clientId === notes.record.facts?.clientId && open.orderId === order.orderId;
  if (!isOurs || cancelled.has(order.orderId)) return;
  // What is not written down is not sent.
  if (!notes.note({ kind: 'cancel', orderId: order.orderId })) return;
  cancelled.add(order.orderId);
  say(`Cancelling order ${order.orderId} (${order.ticket.orderRef}), which is still open.`);
  await broker.cancelOrder(order.orderId);
}

/** Whether no midnight lies between, neither here nor in New York: gateways forget at one of them. */
function isSameDay(one: number, other: number): boolean {
  const dayIn = (at: number, timeZone?: string): string =>
    new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
  return (
    dayIn(one) === dayIn(other) &&
    dayIn(one, 'America/New_York') === dayIn(other, 'America/New_York')
  );
}
