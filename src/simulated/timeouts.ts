import type { Request } from './line.ts';

/** How long the broker adapter waits for each answer. */
export const TIMEOUT_MS: Readonly<Record<Exclude<Request, 'place' | 'cancel'>, number>> = {
  connect: 10_000,
  contracts: 10_000,
  account: 15_000,
  'open-orders': 10_000,
  'completed-orders': 10_000,
  quotes: 4_000,
  time: 5_000,
  executions: 5_000,
  'what-if': 8_000,
};
