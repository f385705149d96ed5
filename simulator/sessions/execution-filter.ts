import { exchangeStamp, exchangeTime, utcStamp } from '../engine/instant.ts';
import type { Execution } from '../engine/order.ts';
import type { ExecutionFilter } from '../wire/request.ts';

/** Today's executions, by the exchange's date, that fit what a client asked for. */
export function filterExecutions(
  executions: readonly Execution[],
  filter: ExecutionFilter,
  now: number,
): readonly Execution[] {
  const today = exchangeTime(now).date;
  return executions.filter((execution) => {
    const { order, instant } = execution;
    return (
      exchangeTime(instant).date === today &&
      (filter.clientId === 0 || filter.clientId === order.clientId) &&
      fits(filter.account, order.account) &&
      fits(filter.symbol, order.contract.symbol) &&
      fits(filter.secType, order.contract.secType) &&
      fits(filter.exchange, order.contract.primaryExchange, 'SMART') &&
      fits(filter.side, order.side, order.side === 'BUY' ? 'BOT' : 'SLD') &&
      isSince(filter.time, instant)
    );
  });
}

function fits(asked: string, ...actual: readonly string[]): boolean {
  return asked === '' || actual.includes(asked.toUpperCase());
}

/** `20260413-15:27:04` is UTC; with a blank instead, and a zone or none, it is exchange time. */
function isSince(asked: string, instant: number): boolean {
  const match = /^(\d{8})([- ])\s*(\d\d:\d\d:\d\d)/.exec(asked);
  if (match === null) return true;
  const [, date = '', separator, time = ''] = match;
  const isUtc = separator === '-' || asked.endsWith(' UTC');
  const stamp = isUtc ? utcStamp(instant) : exchangeStamp(instant);
  return stamp.slice(0, 17) >= `${date} ${time}`;
}
