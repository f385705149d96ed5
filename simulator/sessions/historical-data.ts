import { finestIncrement, type Contract } from '../engine/contract.ts';
import { inventBars, weekdaysBefore } from '../engine/daily-history.ts';
import { markPrice } from '../engine/quote.ts';
import { historicalData } from '../wire/history-messages.ts';
import type { MarketRequest } from '../wire/request.ts';
import { notValid, type SessionContext } from './session-context.ts';

/** Where the history of every contract begins. */
export const HISTORY_BEGINS = { text: '20100104-14:30:00', seconds: 1_262_615_400 } as const;

export type HistoryRequest = Extract<MarketRequest, { kind: 'REQ_HISTORICAL_DATA' }>;

/** Trading days in each unit of a duration. */
const daysIn: ReadonlyMap<string, number> = new Map([
  ['D', 1],
  ['W', 5],
  ['M', 21],
  ['Y', 252],
]);
const MOST_BARS = 2_520;

const kinds: ReadonlySet<string> = new Set(['TRADES', 'ADJUSTED_LAST', 'MIDPOINT', 'BID', 'ASK']);

/** Daily bars up to the day before the end; other sizes of bars have no data here. */
export function sendHistory(
  context: SessionContext,
  contract: Contract,
  request: HistoryRequest,
): void {
  const { requestId } = request;
  const days = countDays(request.duration);
  const end = readEnd(request.end, context.engine.clock.now());
  if (days === undefined || end === undefined) {
    const what = days === undefined ? 'duration' : 'end date and time';
    context.sendError(requestId, 321, notValid(`the ${what} cannot be understood`));
    return;
  }
  if (request.barSize !== '1 day' || !kinds.has(request.whatToShow) || days === 0) {
    const what = `${contract.symbol}@SMART ${request.whatToShow}`;
    const text = `Historical Market Data Service error message:HMDS query returned no data: ${what}`;
    context.sendError(requestId, 162, text);
    return;
  }
  const dates = weekdaysBefore(end, days);
  const { engine } = context;
  const quote = engine.quote(contract);
  const bars = inventBars(dates, {
    close: quote.close ?? markPrice(quote),
    increment: finestIncrement(engine.setup.marketRules.get(contract.marketRule) ?? []),
    seed: engine.setup.market.seed + contract.conId,
  }).toReversed();
  const stamp = (date: string): string => `${date} 00:00:00 US/Eastern`;
  const answer = {
    requestId,
    bars,
    start: stamp(dates.at(-1) ?? ''),
    end: stamp(dates[0] ?? ''),
  };
  context.send(...historicalData(answer, context.version));
}

function countDays(duration: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d{1,4}) ([DWMY])$/.exec(duration) ?? [];
  const days = daysIn.get(unit);
  return days === undefined ? undefined : Math.min(Number(count) * days, MOST_BARS);
}

/** An instant on the day that a request ends with; the present when it names none. */
function readEnd(text: string, now: number): number | undefined {
  if (text === '') return now;
  const match = /^(\d{4})(\d\d)(\d\d)([ -]|$)/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = match.slice(1, 4).map(Number);
  const instant = Date.UTC(year ?? 0, (month ?? 1) - 1, day, 17);
  return Number.isFinite(instant) ? Math.min(instant, now) : undefined;
}
