import type { Ceiling } from '../core/approval/ceiling.ts';
import type { ShareOrder } from '../core/orders/tracked-order.ts';
import { isCloser, priceRung, rungAt } from '../core/prices/ladder.ts';
import { crossOrder } from '../core/prices/limit-price.ts';
import type { Price } from '../core/units/price.ts';
import type { DeskPorts } from './desk-ports.ts';
import type { OrderDesk } from './order-desk.ts';
import { freshQuote, limitInside, type QuoteSource } from './price-now.ts';

/** How often the gateway is asked to prove that a quiet quote is alive. */
const ASK_MS = 5_000;

/**
 * The ladder of one stage: limits that do not fill step toward the far side, and take it at last
 * when `on_timeout = cross`. A step is a change of the same order. It never goes back, never past
 * the approved worst price or the collar, never on a stale quote; a buy that could no longer be
 * paid for keeps its limit.
 */
export class LimitSteps {
  readonly #desk: OrderDesk;
  readonly #source: QuoteSource;
  readonly #ports: DeskPorts;
  /** The last step that each order took or passed over. */
  readonly #taken = new Map<number, number>();
  #askedAt: number | undefined;

  constructor(desk: OrderDesk, source: QuoteSource, ports: DeskPorts) {
    this.#desk = desk;
    this.#source = source;
    this.#ports = ports;
  }

  /** Takes every step that is due. `affords`: whether an open order may cost as much as that. */
  async take(
    ceilings: readonly Ceiling[],
    affords: (order: ShareOrder, limit: Price) => boolean,
  ): Promise<void> {
    for (const ceiling of ceilings) {
      const order = this.#desk.ordersOf(ceiling).at(-1);
      if (order === undefined) continue;
      const limit = this.#limitDue(ceiling, order);
      if (limit === undefined) continue;
      const { side, limit: now } = order.ticket;
      if (now === undefined || !isCloser(side, limit, now)) continue;
      if (side === 'SELL' || affords(order, limit)) await this.#desk.reprice(ceiling, order, limit);
    }
  }

  /** The limit of the step that is due; undefined when none is, or it cannot be priced. */
  #limitDue(ceiling: Ceiling, order: ShareOrder): Price | undefined {
    const { ticket, orderId } = order;
    const { settings } = this.#source;
    const { execution, limits } = settings;
    const openFor = this.#desk.openFor(order);
    if (openFor === undefined || ticket.limit === undefined || ticket.algo !== undefined)
      return undefined;
    const rung = rungAt(openFor, execution);
    const crosses =
      execution.onTimeout === 'cross' && openFor >= execution.fillTimeoutSeconds * 1000;
    const step = crosses ? rung.steps + 1 : rung.step;
    if (step <= (this.#taken.get(orderId) ?? 0)) return undefined;
    const quote = freshQuote(ceiling, this.#source, this.#ports);
    if (quote === undefined) {
      this.#askForLife();
      return undefined;
    }
    this.#taken.set(orderId, step);
    const { side, contract } = ceiling;
    const { ticks } = contract;
    const priced = crosses
      ? crossOrder(side, quote, ticks)
      : priceRung(side, quote, { ticks, settings: limits, rung });
    const inside = limitInside(ceiling, priced, quote, settings);
    return 'limit' in inside ? inside.limit : undefined;
  }

  /** Not waited for: a quote that turns out to be alive is used at one of the next looks. */
  #askForLife(): void {
    const now = this.#ports.clock.now();
    if (this.#askedAt !== undefined && now - this.#askedAt < ASK_MS) return;
    this.#askedAt = now;
    void this.#ports.broker.checkAlive().catch(() => undefined);
  }
}
