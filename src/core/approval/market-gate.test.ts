import { describe, expect, it } from 'vitest';
import type { MarketHours } from '../account/market-hours.ts';
import { exampleContract } from '../testing/example-account.ts';
import { describeProblem } from '../units/problem.ts';
import { closedMarkets } from './market-gate.ts';

const at = (text: string): number => Date.parse(`${text}:00Z`);

/** The Friday after Thanksgiving, a half day, and the Monday after it. */
const hours: MarketHours = {
  timeZone: 'America/New_York',
  knownFrom: at('2026-11-27T05:00'),
  knownUntil: at('2026-12-01T05:00'),
  regular: [
    { opens: at('2026-11-27T14:30'), closes: at('2026-11-27T18:00') },
    { opens: at('2026-11-30T14:30'), closes: at('2026-11-30T21:00') },
  ],
  extended: [
    { opens: at('2026-11-27T09:00'), closes: at('2026-11-27T22:00') },
    { opens: at('2026-11-30T09:00'), closes: at('2026-12-01T01:00') },
  ],
};
const [vti, bnd] = ['VTI', 'BND'].map((symbol) => exampleContract(symbol, { hours }));
const strange = exampleContract('ODD', { hours: undefined });

function closed(
  now: string,
  {
    contracts = [vti!, bnd!],
    trading = 'rth',
    timeZone = 'Europe/Berlin',
  }: {
    readonly contracts?: Parameters<typeof closedMarkets>[1];
    readonly trading?: 'rth' | 'eth';
    readonly timeZone?: string;
  } = {},
): readonly string[] {
  const asked = { now: at(now), timeZone };
  return closedMarkets('DU1', contracts, trading, asked).map(describeProblem);
}

describe('a market', () => {
  it('that is open is no problem', () => {
    expect(closed('2026-11-27T17:59')).toEqual([]);
  });

  it('that is closed names its next opening in exchange time and local time, once for all', () => {
    expect(closed('2026-11-27T18:00')).toEqual([
      'DU1 VTI, BND: the market is closed; expected regular hours of the exchange. Run again when ' +
        'it opens: Mon 2026-11-30 09:30 America/New_York (Mon 2026-11-30 15:30 Europe/Berlin).',
    ]);
  });

  it('names it once to who lives by the clock of the exchange', () => {
    const [problem] = closed('2026-11-28T12:00', { timeZone: 'America/New_York' });
    expect(problem).toContain('when it opens: Mon 2026-11-30 09:30 America/New_York.');
  });

  it('is open longer in extended hours', () => {
    expect(closed('2026-11-27T18:00', { trading: 'eth' })).toEqual([]);
    const [problem] = closed('2026-11-27T22:00', { trading: 'eth' });
    expect(problem).toContain('expected regular or extended hours of the exchange');
    expect(problem).toContain('Mon 2026-11-30 04:00 America/New_York');
  });

  it('that does not open within the listed days says so', () => {
    expect(closed('2026-11-30T21:00')).toEqual([
      'DU1 VTI, BND: the market is closed; expected regular hours of the exchange. Run again in ' +
        'some days: the broker lists no opening in the next ones.',
    ]);
  });

  it('whose hours are not known, or not for now, counts as closed, with words of its own', () => {
    const told =
      'trading hours that the broker does not tell, or not for today; expected regular hours of ' +
      'the exchange; what is not known counts as closed. Run again later. If it stays so, compare ' +
      'the trading hours of the contract in TWS.';
    expect(closed('2026-11-27T15:00', { contracts: [vti!, strange] })).toEqual([
      `DU1 ODD: ${told}`,
    ]);
    expect(closed('2026-12-01T15:00')).toEqual([`DU1 VTI, BND: ${told}`]);
  });
});
