import { expect, it } from 'vitest';
import { plannerInput, type Example } from '../testing/example-account.ts';
import { planOf } from '../testing/example-plan.ts';
import { warnAbout } from './gates.ts';

const account: Example = {
  cash: '100',
  brokerNetLiq: '10100',
  etfs: [
    { symbol: 'VTI', weight: '50', held: '60', price: '100' },
    { symbol: 'BND', weight: '50', held: '40', price: '100' },
  ],
};

function warningsOf(example: Example): readonly string[] {
  const { snapshot, settings } = plannerInput(example);
  return warnAbout(planOf(example), snapshot, settings);
}

it('lines without a price are named, the first five of them, with where to look', () => {
  const without = (count: number) =>
    warningsOf({
      ...account,
      etfs: [
        ...account.etfs,
        ...Array.from({ length: count }, (_, at) => ({
          symbol: `NEW${at}`,
          weight: '0',
          quote: { bid: undefined, ask: undefined, last: undefined, close: undefined },
        })),
      ],
    });
  expect(without(0)).toEqual([]);
  expect(without(5)).toEqual([
    expect.stringMatching(
      /^No live prices of NEW0, NEW1, NEW2, NEW3, NEW4, so .* rebalance doctor /,
    ),
  ]);
  expect(without(7)[0]).toContain('NEW4 and 2 more, so');
});
