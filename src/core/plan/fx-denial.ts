import type { Problem } from '../units/problem.ts';
import type { FxDenial } from './fx-terms.ts';

/** A conversion that the buys wait for and that cannot be made now. */
export function fxDenied(accountId: string, why: FxDenial): Problem {
  const where = `${accountId} USD.CAD`;
  switch (why) {
    case 'closed':
      return {
        code: 'fx.closed',
        where,
        found: 'a closed currency market, and buys that wait for US dollars',
        expected: 'Sunday 17:15 to Friday 17:00 in New York',
        fix: 'Run again when it is open, or set prefer_market_hours = false under [fx].',
      };
    case 'no-rate':
    case 'stale-rate':
      return {
        code: 'data.line-denied',
        where,
        found: why === 'no-rate' ? 'no bid and ask of USD.CAD' : 'a stale quote of USD.CAD',
        expected: 'a fresh rate, so that the conversion can be counted',
        fix: 'Check the market data of USD.CAD, or set enabled = false under [fx].',
      };
  }
}
