import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TradePlan } from '../plan/trade-plan.ts';
import { anyExample } from '../testing/any-account.ts';
import { examplePosition, perHolding, type Example } from '../testing/example-account.ts';
import { planIfAny, planOf } from '../testing/example-plan.ts';
import { price } from '../units/price.ts';
import { ratio } from '../units/ratio.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { planBytes } from './plan-bytes.ts';

/** A sell, a buy that cash cuts, a line in its band, a frozen one, and what is not managed. */
const everything: Example = {
  etfs: [
    { symbol: 'SELL', weight: '30', held: '400', price: '100' },
    { symbol: 'BUYS', weight: '40', held: '100', price: '100', quote: { last: price('100.02') } },
    { symbol: 'CUTS', weight: '20', price: '70' },
    { symbol: 'BAND', weight: '10', held: '77' },
    { symbol: 'HALT', weight: '0', held: '3', quote: { bid: undefined } },
    { symbol: 'OTHR', held: '5', price: '50' },
    { symbol: 'PLUS', held: '5', price: '60' },
  ],
  cash: '20000',
  positions: [
    examplePosition('BOND', {
      conId: 3,
      secType: 'BOND',
      quantity: shares('1'),
      marketValue: usd('900'),
    }),
    examplePosition('OPTN', {
      conId: 4,
      secType: 'OPT',
      quantity: shares('2'),
      marketValue: usd('80'),
    }),
  ],
  netLiquidation: '83000',
  excessLiquidity: '60000',
  rebalance: {
    trigger: perHolding('50'),
    cashBuffer: { kind: 'pct', share: ratio('0.01') },
    maintenanceBuffer: ratio('0.05'),
  },
};

type Path = readonly (string | number)[];

/** Where every value of a plan stands, containers too. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const parts = Object.keys(value).flatMap((key) =>
    pathsOf((value as Record<string, unknown>)[key], [...path, key]),
  );
  return [path, ...parts];
}

/** A copy with the value at the path made anew. */
function replacedAt(
  value: unknown,
  [key, ...rest]: Path,
  change: (old: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  const copy = (
    Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }
  ) as Record<string | number, unknown>;
  copy[key] = replacedAt(copy[key], rest, change);
  return copy;
}

const fewer = (list: unknown[]): unknown[][] => (list.length === 0 ? [] : [list.slice(1)]);

/** Every way in which a value can become another one of its kind. */
function changesOf(old: unknown): unknown[] {
  switch (typeof old) {
    case 'bigint':
      return [old + 1n, -old - 1n];
    case 'number':
      return [old + 1];
    case 'boolean':
      return [!old];
    case 'string':
      return [`${old} `, `${old}\n.accountId = "X"`];
    case 'undefined':
      return [0n, 'something'];
    case 'object':
    case 'function':
    case 'symbol':
      // A record changes with its fields; a list with its length too.
      return Array.isArray(old) ? [[...(old as unknown[]), old[0] ?? 'one'], ...fewer(old)] : [];
  }
}

describe('the bytes of a plan', () => {
  it('change with every field of it', () => {
    const plan = planOf(everything);
    expect([
      plan.sells.length,
      plan.buys.length > 0,
      plan.unmanaged.length,
      plan.unlisted.length,
    ]).toEqual([1, true, 4, 2]);
    const bytes = planBytes(plan);
    const paths = pathsOf(plan).filter((path) => path.length > 0);
    expect(paths.length).toBeGreaterThan(400);
    const unseen = paths.flatMap((path) => {
      let old: unknown;
      replacedAt(plan, path, (value) => (old = value));
      return changesOf(old)
        .filter((change) => planBytes(replacedAt(plan, path, () => change) as TradePlan) === bytes)
        .map(() => path.join('.'));
    });
    expect(unseen).toEqual([]);
  });

  it('are the same for the same account, in whatever order it was read', () => {
    fc.assert(
      fc.property(anyExample, (example) => {
        const plan = planIfAny(example);
        if (plan === undefined) return;
        const bytes = planBytes(plan);
        const turned = planIfAny({ ...example, etfs: [...example.etfs].reverse() });
        expect(turned && planBytes(turned)).toBe(bytes);
        const mixed = {
          ...plan,
          lines: [...plan.lines].reverse(),
          unmanaged: [...plan.unmanaged].reverse(),
        };
        const renewed = Object.fromEntries(Object.entries(mixed).reverse()) as unknown as TradePlan;
        expect(planBytes(renewed)).toBe(bytes);
      }),
      { seed: 4_021, numRuns: 200 },
    );
  });

  it('keep the order of sending: it is who is served first', () => {
    const plan = planOf({
      etfs: [
        { symbol: 'AA', weight: '60' },
        { symbol: 'BB', weight: '40' },
      ],
      cash: '10000',
    });
    expect(planBytes({ ...plan, buys: [...plan.buys].reverse() })).not.toBe(planBytes(plan));
  });

  it('are a line for each field, in words that a person can read', () => {
    const bytes = planBytes(planOf({ etfs: [{ symbol: 'AA', weight: '100' }], cash: '10000' }));
    expect(bytes).toContain('\n.lines[0].trade.quantity = 990000\n');
    expect(bytes).toContain('.accountId = "DU1234567"\n');
    expect(bytes).toContain('\n.sells = 0 items\n');
    const lines = bytes.split('\n').slice(0, -1);
    expect(lines.filter((line) => !/^[.\w[\]]+ = \S.*$/.test(line))).toEqual([]);
  });

  it.each([
    ['a fraction', 0.5],
    ['no number', NaN],
    ['a map', new Map([['AA', 1n]])],
    ['nothing where something must be', null],
    ['a hole', [undefined]],
  ])('are refused to a plan with %s in it: that is a bug', (_what, value) => {
    const plan = planOf({ etfs: [{ symbol: 'AA', weight: '100' }], cash: '10000' });
    expect(() => planBytes({ ...plan, base: value } as unknown as TradePlan)).toThrow(/of a plan/);
  });
});
