import {
  adaptivePriorities,
  orderTypes,
  timesInForce,
  type AdaptivePriority,
  type AlgoWords,
  type OrderTicket,
  type OrderType,
  type TimeInForce,
} from './order.ts';
import { invalid, isRefusal, type Refusal } from './refusal.ts';

/** What kind of order it is: the combination of type, time in force and algorithm. */
export interface OrderKind {
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly adaptive: AdaptivePriority | null;
}

/** The kind that a ticket asks for, or why there is no such kind. */
export function checkKind(ticket: OrderTicket): OrderKind | Refusal {
  if (ticket.action !== 'BUY' && ticket.action !== 'SELL') {
    return invalid(`The action "${ticket.action}" is neither BUY nor SELL.`);
  }
  const type = orderTypes.find((known) => known === ticket.orderType);
  const routed = ticket.contract.exchange !== 'SMART';
  if (type === undefined || (type === 'MIDPRICE' && routed)) return wrongType(ticket.orderType);
  const written = ticket.timeInForce === '' ? 'DAY' : ticket.timeInForce;
  const timeInForce = timesInForce.find((known) => known === written);
  if (timeInForce === undefined) {
    return invalid(`The time in force ${written} is not supported here.`);
  }
  const wrongTime = checkTime(type, timeInForce);
  if (wrongTime !== undefined) return wrongTime;
  const adaptive = ticket.algo === null ? null : checkAlgo(ticket.algo, type, timeInForce);
  return isRefusal(adaptive) ? adaptive : { type, timeInForce, adaptive };
}

function wrongType(type: string): Refusal {
  return {
    code: 387,
    text: `Unsupported order type for this exchange and security type: ${type}.`,
  };
}

const fittingTimes: Readonly<Record<OrderType, readonly TimeInForce[]>> = {
  MKT: timesInForce,
  LMT: timesInForce,
  MIDPRICE: ['DAY'],
  STP: ['DAY', 'GTC'],
  MOC: ['DAY'],
};

function checkTime(type: OrderType, timeInForce: TimeInForce): Refusal | undefined {
  if (fittingTimes[type].includes(timeInForce)) return undefined;
  if (type === 'MOC') {
    return { code: 113, text: 'The Tif option should be set to DAY for MOC and LOC orders.' };
  }
  return { code: 111, text: 'The TIF (Tif type) and the order type are incompatible.' };
}

const ADAPTIVE = 'Adaptive';
const PRIORITY = 'adaptivePriority';

function checkAlgo(
  { strategy, params }: AlgoWords,
  type: OrderType,
  timeInForce: TimeInForce,
): AdaptivePriority | Refusal {
  if (strategy !== ADAPTIVE) {
    const text = `The order processing failed. Algorithm definition not found: ${strategy}.`;
    return { code: 439, text };
  }
  const stranger = params.find(([tag]) => tag !== PRIORITY);
  if (stranger !== undefined) {
    const text = `Order processing failed. Unknown algo attribute: ${stranger[0]}.`;
    return { code: 443, text };
  }
  const [, written] = params.find(([tag]) => tag === PRIORITY) ?? [];
  const priority = adaptivePriorities.find((known) => known === written);
  if (priority === undefined) {
    const said = written === undefined ? `${PRIORITY} is missing` : `${PRIORITY} ${written}`;
    return { code: 441, text: `Algo attributes validation failed: ${said}.` };
  }
  const fits = (type === 'MKT' || type === 'LMT') && ['DAY', 'GTC'].includes(timeInForce);
  if (fits) return priority;
  return { code: 442, text: 'Specified algorithm is not allowed for this order.' };
}
