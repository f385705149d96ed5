import type { AccountReading } from '../core/account/snapshot.ts';
import { allotBuy, type BuyRoom } from '../core/approval/allot-buy.ts';
import type { ApprovedPlan } from '../core/approval/approved-plan.ts';
import type { Ceiling } from '../core/approval/ceiling.ts';
import { takenBy } from '../core/journal/remainder.ts';
import { filledOf } from '../core/orders/tracked-order.ts';
import type { Algo } from '../core/settings.ts';
import { asShares, orderablePart, ZERO_SHARES, type Shares } from '../core/units/shares.ts';
import { isTooLate } from './closing-time.ts';
import type { DeskPorts } from './desk-ports.ts';
import type { OrderDesk } from './order-desk.ts';
import { priceNow, type QuoteSource } from './price-now.ts';
import type { Decision, Turn } from './run-stage.ts';

/** What a decision looks at. */
export interface DecisionFacts extends QuoteSource {
  readonly approved: ApprovedPlan;
  /** The account as read after the answer: no sell is larger than what is held there. */
  readonly account: AccountReading;
}

const TOO_LATE = 'too little time is left before the close';

/** So much of an approved sell as is still held, while there is time for the buys after it. */
export async function decideSell(
  { ceiling, atMarket }: Turn,
  desk: OrderDesk,
  { facts, ports }: { readonly facts: DecisionFacts; readonly ports: DeskPorts },
): Promise<Decision> {
  const stages = facts.approved.buys.length > 0 ? 2 : 1;
  const now = ports.clock.now();
  if (!atMarket && isTooLate(ceiling.contract, { now, stages }, facts.settings.execution))
    return { send: false, reason: TOO_LATE };
  const held = orderablePart(heldNow(ceiling, desk, { facts, ports }), facts.approved.orderUnit);
  const left = leftOf(ceiling, desk);
  const quantity = held < left ? held : left;
  if (quantity <= 0n) return { send: false, reason: 'nothing is held any more' };
  const priced = await priceNow(ceiling, facts, { ports, atMarket });
  if ('reason' in priced) return { send: false, reason: priced.reason };
  return { send: true, order: { quantity, ...priced, algo: algoOf(atMarket, facts) } };
}

/** So much of an approved buy as the money that is there now pays for. */
export async function decideBuy(
  { ceiling, atMarket }: Turn,
  desk: OrderDesk,
  {
    facts,
    ports,
    room,
    begunAt,
  }: {
    readonly facts: DecisionFacts;
    readonly ports: DeskPorts;
    readonly room: () => BuyRoom;
    /** When the buys began: those that began in time are not stopped half way. */
    readonly begunAt: number;
  },
): Promise<Decision> {
  const asked = { now: begunAt, stages: 1 };
  if (!atMarket && isTooLate(ceiling.contract, asked, facts.settings.execution))
    return { send: false, reason: TOO_LATE };
  const priced = await priceNow(ceiling, facts, { ports, atMarket });
  if ('reason' in priced) return { send: false, reason: priced.reason };
  const quantity = allotBuy(leftOf(ceiling, desk), priced.countedAt, room());
  if (quantity === 0n)
    return { send: false, reason: 'the cash that is left does not buy one share' };
  return { send: true, order: { quantity, ...priced, algo: algoOf(atMarket, facts) } };
}

function algoOf(atMarket: boolean, { settings }: DecisionFacts): Algo | undefined {
  return atMarket ? undefined : settings.execution.algo;
}

/** What no order of the line has taken of its approval. */
function leftOf(ceiling: Ceiling, desk: OrderDesk): Shares {
  const taken = desk.ordersOf(ceiling).reduce((sum, order) => sum + takenBy(order), 0n);
  return asShares(ceiling.quantity - taken);
}

/**
 * What is held, by the account as it was read less our own sells, and by what the broker has told
 * since then: somebody may have sold by hand. The lower of the two counts.
 */
function heldNow(
  ceiling: Ceiling,
  desk: OrderDesk,
  { facts, ports }: { readonly facts: DecisionFacts; readonly ports: DeskPorts },
): Shares {
  const { conId } = ceiling.contract;
  const read = facts.account.positions.find((position) => position.conId === conId)?.quantity;
  if (read === undefined) return ZERO_SHARES;
  const sold = desk.ordersOf(ceiling).reduce((sum, order) => sum + filledOf(order), 0n);
  const expected = asShares(read - sold);
  const told = ports.broker.heldNow(facts.approved.accountId, conId) ?? expected;
  const held = told < expected ? told : expected;
  return held < 0n ? ZERO_SHARES : held;
}
