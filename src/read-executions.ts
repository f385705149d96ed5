import { BrokerError, type Broker } from './ports.ts';

/**
 * Asks for the executions of an account today; they arrive as events. So many silences are an
 * answer: some gateways say nothing, not even that this is all, when there are none.
 */
export async function readExecutions(
  broker: Pick<Broker, 'refreshExecutions'>,
  accountId: string,
  silences: 1 | 2,
): Promise<void> {
  for (let tries = 1; tries <= silences; tries += 1) {
    try {
      await broker.refreshExecutions(accountId);
      return;
    } catch (error) {
      if (!(error instanceof BrokerError) || error.trouble !== 'no-answer') throw error;
    }
  }
}
