import type { Broker, ContractQuery } from '../../ports.ts';

/** A broker that also tells what only a check-up asks for. */
export interface CheckupBroker extends Broker {
  /** The clock of the gateway in whole seconds, rounded down; in ms since 1970. */
  brokerTime(): Promise<number>;
  /** What the broker has said about the market data of a watched symbol. */
  dataMessagesOf(query: ContractQuery): readonly { readonly code: number }[];
}
