import { describe, expect, it } from 'vitest';
import {
  ACCOUNT_ID,
  plannerInput,
  type ExampleEtf,
  examplePosition,
} from '../testing/example-account.ts';
import { fitSnapshot } from './fit-snapshot.ts';
import { planTrades } from './plan-trades.ts';

const etfs: readonly ExampleEtf[] = [
  { symbol: 'AA', weight: '50', held: '40' },
  { symbol: 'BB', weight: '30', held: '40' },
  { symbol: 'CC', weight: '20' },
];

describe('a snapshot that was taken for other target weights', () => {
  it('is itself when the weights name the same symbols', () => {
    const { snapshot, targets } = plannerInput({ etfs, cash: '2000' });
    expect(fitSnapshot(snapshot, targets)).toEqual({ snapshot, missing: [] });
  });

  it('makes a held symbol that is listed no more an unlisted one, and never sells it', () => {
    const { snapshot } = plannerInput({ etfs, cash: '2000' });
    const fewer = plannerInput({
      etfs: [
        { symbol: 'AA', weight: '60' },
        { symbol: 'CC', weight: '40' },
      ],
    });
    const fitted = fitSnapshot(snapshot, fewer.targets);
    expect(fitted.missing).toEqual([]);
    const planned = planTrades(fewer.targets, fitted.snapshot, fewer.settings);
    expect(planned.ok && planned.value.accountId).toBe(ACCOUNT_ID);
    expect(planned.ok && planned.value.unlisted.map(({ symbol }) => symbol)).toEqual(['BB']);
    expect(planned.ok && planned.value.lines.map(({ holding }) => holding.contract.symbol)).toEqual(
      ['AA', 'CC'],
    );
  });

  it('forgets a symbol that is neither held nor listed any more', () => {
    const { snapshot } = plannerInput({ etfs, cash: '2000' });
    const { targets } = plannerInput({ etfs: etfs.slice(0, 2) });
    const { snapshot: fitted } = fitSnapshot(snapshot, targets);
    expect([...fitted.listed.keys(), ...fitted.unlisted.keys()]).toEqual(['AA', 'BB']);
    // A position that was closed may still be reported, with no shares.
    const closed = plannerInput({ etfs, cash: '2000', positions: [examplePosition('CC')] });
    expect(fitSnapshot(closed.snapshot, targets).snapshot.unlisted.size).toBe(0);
  });

  it('names the symbols that it knows nothing about', () => {
    const { snapshot } = plannerInput({ etfs: etfs.slice(0, 1), cash: '2000' });
    expect(fitSnapshot(snapshot, plannerInput({ etfs }).targets).missing).toEqual(['BB', 'CC']);
  });
});
