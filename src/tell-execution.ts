import { stripVTControlCharacters } from 'node:util';
import type { ApprovedFacts } from './core/approval/ceiling.ts';
import { nameOf } from './core/orders/ticket.ts';
import {
  filledOf,
  isDone,
  stateOf,
  type OrderState,
  type TrackedOrder,
} from './core/orders/tracked-order.ts';
import { formatShares } from './core/units/shares.ts';
import type { Clock, Journal, LogEntry, RunLog, Screen } from './ports.ts';
import { drawExecution } from './report/draw-execution.ts';
import { applyToScene, beginScene, showOrder } from './report/execution-scene.ts';
import { describeOrder } from './report/summary.ts';

/** What tells a person and the log how an execution goes. */
export interface Teller {
  /** The journal to write to, so that what is written is seen. */
  readonly journal: Journal;
  readonly onChange: (order: TrackedOrder, state: OrderState) => void;
  /** Nothing changes any more. */
  end(): void;
}

/**
 * Tells how an execution goes: as a picture that changes in place where the screen can do that, and
 * as a line for every change where it cannot. Under the picture only last words become lines, which
 * stay. The log gets every change.
 */
export function tellExecution(
  approved: ApprovedFacts,
  journal: Journal,
  { clock, screen, log }: { readonly clock: Clock; readonly screen: Screen; readonly log: RunLog },
): Teller {
  let scene = beginScene(approved, clock.now());
  /** What only tells must not end what it tells about: an entry that is written is written. */
  const see = (next: () => typeof scene): void => {
    try {
      scene = next();
    } catch (error) {
      log.write({ level: 'ERROR', event: 'view', text: String(error) });
    }
  };
  const view = screen.live?.((size) => drawExecution(scene, { ...size, now: clock.now() }));
  return {
    journal: {
      path: journal.path,
      append(event) {
        journal.append(event);
        see(() => applyToScene(scene, event, clock.now()));
      },
      close() {
        journal.close();
      },
    },
    onChange(order, state) {
      see(() => showOrder(scene, order));
      const text = describeOrder(order, state);
      if (view === undefined || isDone(order)) screen.show(text);
      log.write(orderEntry(order, state, text));
    },
    end() {
      view?.end();
      if (view === undefined) return;
      // What a person left at the broker has had no last word.
      for (const order of scene.record.book.orders) {
        if (!isDone(order)) screen.show(describeOrder(order, stateOf(order)));
      }
    },
  };
}

/** A new state of an order, for the log. */
function orderEntry(order: TrackedOrder, state: OrderState, text: string): LogEntry {
  const { orderRef, side, quantity } = order.ticket;
  const facts = {
    symbol: nameOf(order.ticket),
    side,
    state,
    quantity: formatShares(quantity),
    filled: formatShares(filledOf(order)),
    order_ref: orderRef,
    order_id: String(order.orderId),
  };
  const isBad = state === 'rejected' || state === 'unknown';
  const shown = stripVTControlCharacters(text);
  return { level: isBad ? 'ERROR' : 'INFO', event: 'order', text: shown, facts };
}
