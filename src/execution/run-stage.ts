import type { Ceiling } from '../core/approval/ceiling.ts';
import type { SkippedLine } from '../core/approval/execution-report.ts';
import { takenBy } from '../core/journal/remainder.ts';
import { isSettled, stateOf, type ShareOrder } from '../core/orders/tracked-order.ts';
import type { ExecutionSettings } from '../core/settings.ts';
import type { Price } from '../core/units/price.ts';
import type { Clock } from '../ports.ts';
import { openUntilClose } from './closing-time.ts';
import type { OrderDesk } from './order-desk.ts';
import type { LimitSteps } from './step-limits.ts';
import type { PricedQuantity } from './write-ticket.ts';

/** What is to be sent for a line now, or why nothing is. */
export type Decision =
  | { readonly send: true; readonly order: PricedQuantity }
  | { readonly send: false; readonly reason: string };

/** A line whose turn it is. */
export interface Turn {
  readonly ceiling: Ceiling;
  /** What an earlier order of the line left goes out as a market order. */
  readonly atMarket: boolean;
}

/** The sells of a plan, or its buys. */
export interface Stage {
  readonly ceilings: readonly Ceiling[];
  readonly decide: (turn: Turn) => Promise<Decision>;
  /** Whether an open order may cost as much as a new limit says. */
  readonly affords: (order: ShareOrder, limit: Price) => boolean;
}

/**
 * Sends the lines of a stage and watches their orders to the end. Limits that do not fill step
 * toward the far side; what an algorithm or a limit leaves at the end of its time goes out as a
 * market order, where settings and approval say so, once the old order is known to be dead. Gives
 * the lines of which nothing, or not all, was sent.
 */
export async function runStage(
  desk: OrderDesk,
  { ceilings, decide, affords }: Stage,
  {
    execution,
    clock,
    steps,
  }: {
    readonly execution: ExecutionSettings;
    readonly clock: Clock;
    readonly steps: LimitSteps;
  },
): Promise<readonly SkippedLine[]> {
  const skipped: SkippedLine[] = [];
  const waiting: Turn[] = ceilings.map((ceiling) => ({ ceiling, atMarket: false }));
  const followed = new Set<Ceiling>();
  const takeTurn = async (turn: Turn): Promise<void> => {
    const { ceiling } = turn;
    const decision = await decide(turn);
    if (!decision.send) {
      skipped.push({ ceiling, reason: decision.reason });
    } else if (!desk.maySend()) {
      // Deciding may take seconds: somebody pulled the kill switch in the meantime.
      waiting.unshift(turn);
    } else {
      const asked = { now: clock.now(), timeoutMs: timeoutMs(decision.order, execution) };
      const openFor = openUntilClose(ceiling.contract, asked, execution);
      const unsent =
        openFor === 0
          ? 'the market is about to close'
          : await desk.send(ceiling, decision.order, openFor);
      if (unsent !== undefined) skipped.push({ ceiling, reason: unsent });
    }
  };
  while (waiting.length > 0 || desk.openOrders().length > 0) {
    const next = desk.maySend() ? waiting.shift() : undefined;
    if (next !== undefined) await takeTurn(next);
    if (desk.isOutOfTime()) {
      for (const { ceiling } of waiting.splice(0))
        skipped.push({ ceiling, reason: 'max_run_minutes were over' });
    }
    if (desk.stopped !== undefined) waiting.length = 0;
    // While there is more to send nobody waits, but what has come is taken in after every line.
    if (waiting.length > 0 && desk.maySend()) await desk.look(0);
    else if (waiting.length > 0 || desk.openOrders().length > 0) await desk.look();
    await steps.take(ceilings, affords);
    for (const ceiling of ceilings) {
      if (followed.has(ceiling) || !isFollowed(ceiling, desk, execution)) continue;
      followed.add(ceiling);
      waiting.unshift({ ceiling, atMarket: true });
    }
  }
  return skipped;
}

/** Whether a market order is due for what the last order of a line has left. */
function isFollowed(ceiling: Ceiling, desk: OrderDesk, execution: ExecutionSettings): boolean {
  const orders = desk.ordersOf(ceiling);
  const last = orders.at(-1);
  if (last === undefined || desk.stopped !== undefined || !orders.every(isSettled)) return false;
  const { limit, algo, quantity } = last.ticket;
  // Nothing follows on a plain market order, nor on one that got all it was sent for.
  if ((limit === undefined && algo === undefined) || takenBy(last) >= quantity) return false;
  const timedOut = desk.timedOut(last);
  if (algo === undefined) return execution.onTimeout === 'market' && timedOut;
  const failed = timedOut || stateOf(last) === 'rejected';
  return (
    failed && (execution.fallbackPlainMarket || (execution.onTimeout === 'market' && timedOut))
  );
}

/** How long an order may be open before it is cancelled. */
function timeoutMs({ limit, algo }: PricedQuantity, execution: ExecutionSettings): number {
  const { fallbackPlainMarket, onTimeout } = execution;
  const crosses = algo === undefined && limit !== undefined && onTimeout === 'cross';
  const seconds =
    algo !== undefined && fallbackPlainMarket
      ? execution.waitBeforeFallbackSeconds
      : execution.fillTimeoutSeconds + (crosses ? execution.repriceSeconds : 0);
  return seconds * 1000;
}
