/*
 * What holds whatever goes wrong (DESIGN 15): no order is sent twice, nobody sells what is not held,
 * nothing goes above a ceiling, no fill is lost, every difference is reported. Judged by the books of
 * the engine, which are the truth, against the approvals in the journals; the executor's own view
 * of its orders is believed nowhere.
 */
import type { ApprovedFacts, Ceiling } from '../../src/core/approval/ceiling.ts';
import type { RunFacts } from '../../src/core/journal/journal-event.ts';
import { isInterrupted, recordOf } from '../../src/core/journal/run-record.ts';
import { exitCodeOf } from '../../src/core/units/problem.ts';
import { EXIT } from '../../src/core/units/exit-code.ts';
import { formatUsd, asUsd } from '../../src/core/units/usd.ts';
import { currentExecutions } from '../../simulator/engine/correct-execution.ts';
import type { Order, OrderTicket } from '../../simulator/engine/order.ts';
import { isLive, remaining } from '../../simulator/engine/order.ts';
import type { ProcessEnd } from './live.ts';
import { OUR_CLIENT, ourLiveOrders, ourOrders, type World } from './world.ts';

/** An approval, and every order that was sent because of it. */
interface Approval {
  readonly facts: RunFacts;
  readonly intents: ReadonlyMap<string, { readonly line: number; readonly orderId: number }>;
}

/** Looks at the laws that hold at every moment; what is broken is added to the list as it happens. */
export function watchLaws(world: World): string[] {
  const broken: string[] = [];
  const { engine } = world;
  world.onArrival = (ticket) => {
    broken.push(...lawsOfArrival(world, ticket));
  };
  engine.listen((event) => {
    if (event.kind !== 'books') return;
    const { differences } = engine.audit();
    broken.push(...differences);
    broken.push(...lawsOfCash(world));
  });
  return broken;
}

/** An order arrives at the gateway: it was written down before, is new, and is inside its ceiling. */
function lawsOfArrival(world: World, ticket: OrderTicket): readonly string[] {
  const { orderRef, orderId, limitPrice, action, quantity } = ticket;
  const broken: string[] = [];
  const say = (text: string): number => broken.push(`order ${orderId} (${orderRef}) ${text}`);
  const twin = world.arrived.find((each) => each.ticket.orderRef === orderRef);
  const namesake = world.arrived.find((each) => each.ticket.orderId === orderId);
  const isChange = twin !== undefined && twin === namesake;
  if (twin !== namesake) say('was sent twice, or has an id of another');
  const approval = approvalsOf(world).find(({ intents }) => intents.has(orderRef));
  const intent = approval?.intents.get(orderRef);
  if (approval === undefined || intent === undefined) {
    say('is in no journal');
    return broken;
  }
  if (quantity === 'too-fine' || limitPrice === 'too-fine') {
    say('is finer than anything that can be traded');
    return broken;
  }
  if (isChange && !isRepriced(world, orderId, limitPrice)) say('was sent twice');
  if (isChange && twin.ticket.quantity !== quantity) say('became another by a change');
  if (intent.line === 0) {
    const { fx } = approval.facts.approved;
    if (fx === undefined) say('converts, and no conversion was approved');
    else if (quantity * 10_000n > fx.quantity) say('converts more than was approved');
    else if (fx.limit !== undefined && (limitPrice === null || limitPrice * 10n > fx.limit))
      say('converts at a worse rate than was approved');
    return broken;
  }
  const isFirst = ![...approval.intents.values()].some(
    ({ line, orderId: other }) => line === intent.line && other < orderId,
  );
  if (ticket.account !== approval.facts.accountId) say('is of another account');
  for (const { facts } of chainOf(world, approval)) {
    const ceiling = ceilingOf(facts.approved, ticket);
    if (ceiling?.side !== action) say(`is not what ${facts.runId} was approved for`);
    else if (isWorse(ceiling, limitPrice)) say(`has a worse limit than ${facts.runId} allows`);
    else if (
      limitPrice === null &&
      ceiling.worstPrice !== undefined &&
      isFirst &&
      ticket.orderType === 'MKT'
    )
      say('goes to the market before any limit was tried');
  }
  const { conId } = ticket.contract;
  const held = world.engine.account(ticket.account)?.sharesOf(conId) ?? 0n;
  // Fair only where nobody else sells: what a person sold while the order was under way is not
  // known to it, and the gateway refuses it then.
  if (action === 'SELL' && !isChange && !world.handTraded.has(conId)) {
    const promised = ourLiveOrders(world)
      .filter(
        ({ side, contract, account }) =>
          side === 'SELL' && contract.conId === conId && account === ticket.account,
      )
      .reduce((sum, order) => sum + remaining(order), 0n);
    if (quantity > held - promised) say('sells more than is held');
  }
  // A quarter of a second between two looks, and what the order takes on its way.
  const latest = (world.stoppedAt ?? Infinity) + 1_000 + 8_000;
  if (world.clock.now() > latest) say('was sent after somebody had stopped the run');
  return broken;
}

/**
 * Dollars are never fewer than the lowest floor that was approved, or than there were at the start.
 * Fair only where every price was approved (a market order has none), and nobody trades by hand.
 */
function lawsOfCash(world: World): readonly string[] {
  const ids = new Set(startsOf(world).map(({ accountId }) => accountId));
  return [...ids].flatMap((accountId) => lawOfCashIn(world, accountId));
}

function lawOfCashIn(world: World, accountId: string): readonly string[] {
  const book = world.engine.account(accountId);
  const approvals = startsOf(world)
    .filter((start) => start.accountId === accountId)
    .map(({ approved }) => approved);
  const ceilings = approvals.flatMap(({ sells, buys }) => [...sells, ...buys]);
  const priced = ceilings.every(
    ({ worstPrice, mayEndAtMarket }) => worstPrice !== undefined && !mayEndAtMarket,
  );
  if (book === undefined || !priced || world.handTraded.size > 0) return [];
  const floors = approvals.map(({ cashFloor, cash }) => (cashFloor < cash ? cashFloor : cash));
  const least = floors.reduce<bigint>((low, each) => (each < low ? each : low), floors[0] ?? 0n);
  const cash = book.cashIn('USD');
  // A gateway shows cash in whole cents.
  if (floors.length === 0 || cash >= least - 1_000_000n) return [];
  const figures = `${formatUsd(asUsd(cash))}, and ${formatUsd(asUsd(least))} was approved`;
  return [`the cash of ${accountId} is ${figures}`];
}

/** A process ended by itself: it has told what it left behind. */
export function lawsOfProcess(world: World, { command, runId, outcome }: ProcessEnd): string[] {
  const broken: string[] = lawsOfCeilings(world);
  if (outcome === undefined) return broken;
  const code = exitCodeOf(outcome.problems);
  const where = `${command} ${runId} (exit ${code})`;
  if (code === EXIT.internal) broken.push(`${where} found a bug`);
  const live = ourLiveOrders(world);
  const unknown = unknownExecutions(world);
  if (code === EXIT.success && live.length > 0) broken.push(`${where} left an order open`);
  if (code === EXIT.success && unknown.length > 0) broken.push(`${where} lost ${unknown.join()}`);
  for (const own of approvalsOf(world).filter(({ facts }) => facts.runId === runId)) {
    broken.push(...lawsOfApproval(world, own, { where, outcome, code, unknown }));
  }
  return broken;
}

/** What one account was approved for in a run that ended by itself. */
function lawsOfApproval(
  world: World,
  own: Approval,
  {
    where,
    outcome,
    code,
    unknown,
  }: {
    readonly where: string;
    readonly outcome: NonNullable<ProcessEnd['outcome']>;
    readonly code: number;
    readonly unknown: ReturnType<typeof unknownExecutions>;
  },
): readonly string[] {
  const broken: string[] = [];
  const ofRun = ourOrders(world).filter(({ orderRef }) => own.intents.has(orderRef));
  // A run that says that its journal is not whole need not have its fills in there.
  const unwritten = outcome.problems.some((problem) => problem.code === 'journal.unwritten');
  const left =
    ofRun.some(isLive) ||
    (!unwritten && ofRun.some(({ permId }) => unknown.some(([, of]) => of === permId)));
  // Whoever leaves the orders at the broker is told so, and knows it.
  const leaves = code === EXIT.interrupted && world.stopped() === 'leave';
  if (left && code !== EXIT.unknownOutcome && !leaves)
    broken.push(`${where} does not say what it left`);
  if (code === EXIT.success) {
    const { sells, buys } = own.facts.approved;
    for (const ceiling of [...sells, ...buys]) {
      const filled = ofRun
        .filter(({ contract }) => contract.conId === ceiling.contract.conId)
        .reduce((sum, order) => sum + order.filled, 0n);
      if (filled !== ceiling.quantity) {
        broken.push(`${where} filled ${filled} of ${ceiling.quantity} ${ceiling.contract.symbol}`);
      }
    }
  }
  return broken;
}

/** Of every line, filled and open together are at most what was approved, at approved prices. */
function lawsOfCeilings(world: World): string[] {
  const orders = ourOrders(world);
  const approvals = approvalsOf(world);
  return approvals.flatMap((approval) => {
    const refs = new Set(
      approvals
        .filter((other) => chainOf(world, other).some(({ facts }) => facts === approval.facts))
        .flatMap(({ intents }) => [...intents.keys()]),
    );
    const { runId, approved } = approval.facts;
    return [...approved.sells, ...approved.buys].flatMap((ceiling) => {
      const ofLine = orders.filter(
        ({ orderRef, contract }) => refs.has(orderRef) && contract.conId === ceiling.contract.conId,
      );
      const taken = ofLine.reduce(
        (sum, order) => sum + (isLive(order) ? order.quantity : order.filled),
        0n,
      );
      const wrong = ofLine.filter(({ side }) => side !== ceiling.side);
      const name = `${runId} ${ceiling.side} ${ceiling.contract.symbol}`;
      return [
        ...(taken > ceiling.quantity ? [`${name}: ${taken} of ${ceiling.quantity} taken`] : []),
        ...(wrong.length > 0 ? [`${name}: an order of the other side`] : []),
        ...pricesWorse(world, ofLine, ceiling).map((each) => `${name}: traded at ${each}`),
      ];
    });
  });
}

function pricesWorse(world: World, orders: readonly Order[], ceiling: Ceiling): readonly bigint[] {
  const { worstPrice, side } = ceiling;
  if (worstPrice === undefined) return [];
  const worst = worstPrice * 10n;
  return currentExecutions(world.engine.executions())
    .filter(({ order }) => orders.some(({ permId }) => permId === order.permId))
    .filter(({ order }) => order.limit !== null)
    .map(({ price }) => price)
    .filter((price) => (side === 'BUY' ? price > worst : price < worst));
}

/** The story is over: every fill is known or named unknown, and what can be settled is settled. */
export function lawsAtEnd(world: World, processes: readonly ProcessEnd[]): string[] {
  const broken: string[] = [];
  const last = processes.at(-1)?.outcome;
  const code = last === undefined ? undefined : exitCodeOf(last.problems);
  const live = ourLiveOrders(world);
  const unknown = unknownExecutions(world);
  if (code !== EXIT.unknownOutcome) {
    for (const { orderId } of live) broken.push(`order ${orderId} is open, and nobody says so`);
    for (const [execId] of unknown) broken.push(`the fill ${execId} is lost`);
  }
  // Fair only where nobody traded by hand, which makes positions that no journal explains, and no
  // gateway restarted, after which only a person can say what became of an order.
  const isFair = world.handTraded.size === 0 && world.restarts === 0;
  const unsettled = world.disk.journals.filter(({ events }) => isInterrupted(recordOf(events)));
  if (isFair && unsettled.length > 0) {
    broken.push(`calm recoveries leave ${unsettled.map(({ path }) => path).join()} unsettled`);
  }
  return broken;
}

/** Executions of our orders that no journal knows, with the permanent id of their order. */
function unknownExecutions(world: World): readonly (readonly [execId: string, permId: number])[] {
  const known = new Map<string, bigint>();
  const settled = new Set<string>();
  for (const { events } of world.disk.journals) {
    for (const order of recordOf(events).book.orders) {
      if (order.settled !== undefined) settled.add(order.ticket.orderRef);
      for (const { execId, quantity } of order.executions.values()) known.set(execId, quantity);
    }
  }
  return currentExecutions(world.engine.executions())
    .filter(({ order }) => order.clientId === OUR_CLIENT && !settled.has(order.orderRef))
    .filter(({ execId, shares }) => known.get(execId) !== shares)
    .map(({ execId, order }) => [execId, order.permId] as const);
}

function startsOf({ disk }: World): readonly RunFacts[] {
  return disk.journals.flatMap(({ events: [first] }) =>
    first?.kind === 'started' ? [first.facts] : [],
  );
}

function approvalsOf({ disk }: World): readonly Approval[] {
  return disk.journals.flatMap(({ events }): Approval[] => {
    const started = events.find((event) => event.kind === 'started');
    if (started === undefined) return [];
    const intents = events.flatMap((event) =>
      event.kind === 'intent' ? [[event.ticket.orderRef, event] as const] : [],
    );
    return [{ facts: started.facts, intents: new Map(intents) }];
  });
}

/** An approval and those whose rest it is, back to the first. */
function chainOf(world: World, approval: Approval): readonly Approval[] {
  const { accountId, recovers } = approval.facts;
  const before = approvalsOf(world).find(
    ({ facts }) => facts.runId === recovers && facts.accountId === accountId,
  );
  return before === undefined ? [approval] : [approval, ...chainOf(world, before)];
}

function ceilingOf({ sells, buys }: ApprovedFacts, ticket: OrderTicket): Ceiling | undefined {
  return [...sells, ...buys].find(({ contract }) => contract.conId === ticket.contract.conId);
}

/** Whether somebody wrote down that this order is about to get this limit. */
function isRepriced({ disk }: World, orderId: number, limitPrice: bigint | null): boolean {
  return disk.journals.some(({ events }) =>
    events.some(
      (event) =>
        event.kind === 'reprice' && event.orderId === orderId && event.limit * 10n === limitPrice,
    ),
  );
}

/** A market order has no price; it is approved as such, or as the end of a line's limit orders. */
function isWorse({ side, worstPrice, mayEndAtMarket }: Ceiling, limit: bigint | null): boolean {
  if (worstPrice === undefined) return false;
  if (limit === null) return !mayEndAtMarket;
  return side === 'BUY' ? limit > worstPrice * 10n : limit < worstPrice * 10n;
}
