import type { OpenOrder } from '../core/account/snapshot.ts';
import { BrokerError, type Broker } from '../ports.ts';

/** One question about all our orders: which of them are open, and what was executed. */
export interface Inquiry {
  /** The orders that are open, once both answers are complete. */
  readonly open: readonly OpenOrder[] | undefined;
}

/** Asks the broker about our orders, one question at a time, so that its answers are its own. */
export class Inquiries {
  readonly #broker: Pick<Broker, 'readOpenOrders' | 'refreshExecutions'>;
  readonly #accountId: string;
  #current: { open: readonly OpenOrder[] | undefined } | undefined;
  #bug: Error | undefined;

  constructor(broker: Pick<Broker, 'readOpenOrders' | 'refreshExecutions'>, accountId: string) {
    this.#broker = broker;
    this.#accountId = accountId;
  }

  /** Asks, without waiting for the answer; undefined while another question is under way. */
  ask(): Inquiry | undefined {
    if (this.#current !== undefined) return undefined;
    const inquiry = { open: undefined };
    this.#current = inquiry;
    void this.#answer(inquiry);
    return inquiry;
  }

  /** The question that was answered and not taken yet. */
  answered(): Inquiry | undefined {
    return this.#current?.open === undefined ? undefined : this.#current;
  }

  /** Ends the question, so that another can be asked. */
  take(): void {
    this.#current = undefined;
  }

  /** Whether the question is still under way: one that is not answered in time is not. */
  isUnderWay(inquiry: Inquiry): boolean {
    return this.#current === inquiry;
  }

  /** A bug that showed itself while nobody waited, once. */
  takeBug(): Error | undefined {
    const bug = this.#bug;
    this.#bug = undefined;
    return bug;
  }

  async #answer(inquiry: { open: readonly OpenOrder[] | undefined }): Promise<void> {
    try {
      const [open] = await Promise.all([
        this.#broker.readOpenOrders(),
        this.#broker.refreshExecutions(this.#accountId),
      ]);
      inquiry.open = open;
    } catch (error) {
      // Not answered: nothing is concluded, and the time limits decide.
      this.#current = undefined;
      if (!(error instanceof BrokerError)) {
        this.#bug = error instanceof Error ? error : new Error(String(error));
      }
    }
  }
}
