import { TwsBroker, type TwsBrokerOptions } from '../broker/tws-broker.ts';
import type { Progress } from './progress.ts';

const READING = 'Reading the account and prices';

/**
 * The broker of a person who waits: what takes long before the first order is told. From then on the
 * orders are what is shown.
 */
export class ToldBroker extends TwsBroker {
  readonly #progress: Progress;
  readonly #address: string;

  constructor(progress: Progress, options: TwsBrokerOptions) {
    super(options);
    this.#progress = progress;
    this.#address = `${options.host}:${options.port}`;
  }

  override connect(): ReturnType<TwsBroker['connect']> {
    return this.#progress.during(`Connecting to ${this.#address}`, () => super.connect());
  }

  override findContracts(
    ...asked: Parameters<TwsBroker['findContracts']>
  ): ReturnType<TwsBroker['findContracts']> {
    return this.#progress.during(READING, () => super.findContracts(...asked));
  }

  override readAccount(accountId: string): ReturnType<TwsBroker['readAccount']> {
    return this.#progress.during(READING, () => super.readAccount(accountId));
  }

  override watchQuotes(...asked: Parameters<TwsBroker['watchQuotes']>): Promise<void> {
    return this.#progress.during(READING, () => super.watchQuotes(...asked));
  }

  override readUsdCad(): ReturnType<TwsBroker['readUsdCad']> {
    return this.#progress.during(READING, () => super.readUsdCad());
  }

  override readCompletedOrders(): ReturnType<TwsBroker['readCompletedOrders']> {
    return this.#progress.during('Reading the orders of today', () => super.readCompletedOrders());
  }

  override whatIf(...asked: Parameters<TwsBroker['whatIf']>): ReturnType<TwsBroker['whatIf']> {
    const what = 'Asking the broker what each buy would do';
    return this.#progress.during(what, () => super.whatIf(...asked));
  }

  override nextOrderEvents(waitMs: number): ReturnType<TwsBroker['nextOrderEvents']> {
    return this.#progress.during('Waiting for the broker', () => super.nextOrderEvents(waitMs));
  }

  override placeOrder(...order: Parameters<TwsBroker['placeOrder']>): Promise<void> {
    this.#progress.end();
    return super.placeOrder(...order);
  }
}
