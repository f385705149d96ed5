import type { Contract } from '../account/contract.ts';
import { lookAtMarket, type MarketState, type TradingHours } from '../account/market-hours.ts';
import { describeInstant } from '../account/zone-time.ts';
import type { Problem } from '../units/problem.ts';

/** The time at which it is asked whether a market is open. */
export interface AskedAt {
  /** ms since 1970. */
  readonly now: number;
  /** The zone of the person's own clock, a name of the IANA list. */
  readonly timeZone: string;
}

/** The markets that are not open, in one problem for all contracts that open together. */
export function closedMarkets(
  accountId: string,
  contracts: readonly Contract[],
  trading: TradingHours,
  asked: AskedAt,
): readonly Problem[] {
  const told = new Map<string, { readonly what: Omit<Problem, 'where'>; symbols: string[] }>();
  for (const { symbol, hours } of contracts) {
    const state = lookAtMarket(hours, trading, asked.now);
    if (state.kind === 'open') continue;
    const what = notOpen(state, trading, { ...asked, exchange: hours?.timeZone });
    const same = told.get(what.fix);
    if (same === undefined) told.set(what.fix, { what, symbols: [symbol] });
    else same.symbols.push(symbol);
  }
  return [...told.values()].map(({ what, symbols }) => ({
    ...what,
    where: `${accountId} ${symbols.join(', ')}`,
  }));
}

function notOpen(
  state: Exclude<MarketState, { kind: 'open' }>,
  trading: TradingHours,
  zones: { readonly timeZone: string; readonly exchange: string | undefined },
): Omit<Problem, 'where'> {
  const hours = trading === 'rth' ? 'regular hours' : 'regular or extended hours';
  if (state.kind === 'unknown') {
    return {
      code: 'market.unknown-hours',
      found: 'trading hours that the broker does not tell, or not for today',
      expected: `${hours} of the exchange; what is not known counts as closed`,
      fix: 'Run again later. If it stays so, compare the trading hours of the contract in TWS.',
    };
  }
  return {
    code: 'market.closed',
    found: 'the market is closed',
    expected: `${hours} of the exchange`,
    fix:
      state.opens === undefined
        ? 'Run again in some days: the broker lists no opening in the next ones.'
        : `Run again when it opens: ${inBothZones(state.opens, zones)}.`,
  };
}

/** In the time of the exchange and, where that is another, of the person. */
function inBothZones(
  instant: number,
  { timeZone, exchange }: { readonly timeZone: string; readonly exchange: string | undefined },
): string {
  const zones = exchange === undefined || exchange === timeZone ? [timeZone] : [exchange, timeZone];
  const [first = '', ...second] = zones.map((zone) => describeInstant(instant, zone));
  return [first, ...second.map((local) => `(${local})`)].join(' ');
}
