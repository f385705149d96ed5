import type { FaultEvent, FaultPlan } from '../../simulator/faults/fault-plan.ts';
import type { Message, Request } from '../simulated/line.ts';

/** The messages of the wire that a question of a client is made of. */
export const REQUESTS: Readonly<Record<Request, readonly string[]>> = {
  connect: ['START_API'],
  contracts: ['REQ_CONTRACT_DATA'],
  account: ['REQ_ACCOUNT_DATA', 'REQ_POSITIONS'],
  'open-orders': ['REQ_ALL_OPEN_ORDERS'],
  'completed-orders': ['REQ_COMPLETED_ORDERS'],
  quotes: ['REQ_MKT_DATA'],
  time: ['REQ_CURRENT_TIME'],
  executions: ['REQ_EXECUTIONS'],
  'what-if': ['PLACE_ORDER'],
  place: ['PLACE_ORDER'],
  cancel: ['CANCEL_ORDER'],
};

/** What of the wire the news are that a gateway tells unasked; answers to questions have no name here. */
export const ANSWERS: Readonly<Partial<Record<Message, string>>> = {
  status: 'ORDER_STATUS',
  execution: 'EXECUTION_DATA',
  commission: 'COMMISSION_REPORT',
  refusal: 'ERR_MSG',
};

const known: ReadonlySet<string> = new Set([
  ...Object.values(REQUESTS).flat(),
  ...Object.values(ANSWERS),
]);

/** Faults that change bytes, of which there are none in process. */
const ofBytes: ReadonlySet<string> = new Set(['split', 'coalesce', 'rewrite', 'corrupt']);

/** Why these faults exist on a socket only; undefined when all of them can happen in process too. */
export function socketOnly({ events, chaos }: FaultPlan): string | undefined {
  if (chaos !== null) return 'gateway.chaos: what chance does depends on messages of the wire';
  for (const event of events) {
    const why = whyNot(event);
    if (why !== undefined) return `${event.where}: ${why}`;
  }
  return undefined;
}

function whyNot({ trigger, action }: FaultEvent): string | undefined {
  if (ofBytes.has(action.do)) return `${action.do} changes bytes`;
  if (action.do === 'disconnect' && action.after_bytes !== undefined) return 'bytes are counted';
  if (trigger.kind === 'bytes') return 'bytes are counted';
  if (trigger.kind === 'time') return undefined;
  if (!known.has(trigger.name)) return `there is no ${trigger.name} in process`;
  const isCalm = trigger.name === 'PLACE_ORDER' || trigger.name === 'REQ_CONTRACT_DATA';
  if (action.do === 'reject' && !isCalm) return `${trigger.name} is not refused in process`;
  return undefined;
}
