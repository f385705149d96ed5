import type { ApprovedFacts } from '../core/approval/ceiling.ts';
import type { JournalEvent } from '../core/journal/journal-event.ts';
import { applyToRecord, EMPTY_RECORD, type RunRecord } from '../core/journal/run-record.ts';
import { replaceOrder } from '../core/orders/order-book.ts';
import type { TrackedOrder } from '../core/orders/tracked-order.ts';

/** An execution as far as it has come, for whoever watches. It decides nothing. */
export interface ExecutionScene {
  readonly approved: ApprovedFacts;
  /** When it began, in ms since 1970. */
  readonly begunAt: number;
  readonly record: RunRecord;
  /** When each order was sent, by its id; ms since 1970. */
  readonly sentAt: ReadonlyMap<number, number>;
  /** The orders that the broker was asked to cancel, by id. */
  readonly cancelling: ReadonlySet<number>;
}

/** An approved plan of which nothing has been sent yet. */
export function beginScene(approved: ApprovedFacts, begunAt: number): ExecutionScene {
  return {
    approved,
    begunAt,
    record: EMPTY_RECORD,
    sentAt: new Map(),
    cancelling: new Set(),
  };
}

/** The scene after an entry of the run's journal, which was written at `at`. */
export function applyToScene(
  scene: ExecutionScene,
  event: JournalEvent,
  at: number,
): ExecutionScene {
  const record = applyToRecord(scene.record, event);
  switch (event.kind) {
    case 'intent':
      return { ...scene, record, sentAt: new Map(scene.sentAt).set(event.orderId, at) };
    case 'cancel':
      return { ...scene, record, cancelling: new Set(scene.cancelling).add(event.orderId) };
    case 'started':
    case 'reprice':
    case 'not-sent':
    case 'told':
    case 'concluded':
    case 'abandoned':
    case 'recovering':
    case 'settled':
    case 'stopped':
    case 'ended':
      return { ...scene, record };
  }
}

/** The scene with an order as it is now, whether or not a journal could be written. */
export function showOrder(scene: ExecutionScene, order: TrackedOrder): ExecutionScene {
  const { record } = scene;
  return { ...scene, record: { ...record, book: replaceOrder(record.book, order) } };
}
