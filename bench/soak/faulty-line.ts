import type { Fate, Line, Message, Request } from '../../src/simulated/line.ts';
import type { Draws } from './draws.ts';

/** How often in a hundred, and for how long at most, a message fares ill. */
export interface LineTrouble {
  /** News of orders that are never told. */
  readonly lost: number;
  /** Answers that never come. */
  readonly unanswered: number;
  readonly late: number;
  readonly lateMs: number;
  readonly twice: number;
  /** Orders that a dialog swallows: nobody ever presses its button. */
  readonly swallowed: number;
  /** Orders that wait in a dialog for somebody to press its button. */
  readonly held: number;
  readonly heldMs: number;
  readonly cancelsLost: number;
}

export const NO_TROUBLE: LineTrouble = {
  lost: 0,
  unanswered: 0,
  late: 0,
  lateMs: 0,
  twice: 0,
  swallowed: 0,
  held: 0,
  heldMs: 0,
  cancelsLost: 0,
};

/** The same for all messages that nothing happens to: on a socket they keep their order. */
const LATENCY_MS = 2;

/** A line that treats messages by chance; `trouble` says how badly at this moment. */
export function faultyLine(draws: Draws, trouble: () => LineTrouble): Line {
  const lateBy = ({ late, lateMs }: LineTrouble): number =>
    LATENCY_MS + draws.perhaps(late, () => draws.between(1, lateMs), 0);
  return {
    toGateway(request: Request): Fate {
      const now = trouble();
      switch (request) {
        case 'place':
          if (draws.percent(now.swallowed)) return [];
          return [LATENCY_MS + draws.perhaps(now.held, () => draws.between(1, now.heldMs), 0)];
        case 'cancel':
          return draws.percent(now.cancelsLost) ? [] : [lateBy(now)];
        case 'connect':
        case 'contracts':
        case 'account':
        case 'open-orders':
        case 'completed-orders':
        case 'quotes':
        case 'time':
        case 'executions':
        case 'what-if':
          return [LATENCY_MS];
      }
    },
    toClient(message: Message): Fate {
      const now = trouble();
      switch (message) {
        case 'answer':
          return draws.percent(now.unanswered) ? [] : [lateBy(now)];
        case 'status':
        case 'execution':
        case 'commission':
        case 'refusal': {
          if (draws.percent(now.lost)) return [];
          return draws.percent(now.twice) ? [lateBy(now), lateBy(now)] : [lateBy(now)];
        }
        case 'position':
        case 'quote':
          return [LATENCY_MS];
      }
    },
  };
}
