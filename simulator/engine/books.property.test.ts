import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asPrice, price, type Price } from './price.ts';
import { wholeShares } from '../../src/core/units/shares.ts';
import { anyContract, startTrial, type Trial } from '../testing/engine-trial.ts';
import { worth } from './money.ts';
import { formatUsd, asUsd } from '../../src/core/units/usd.ts';

/** One thing that a client or the market does. */
type Step =
  | {
      readonly kind: 'place';
      readonly symbol: string;
      readonly action: string;
      readonly count: number;
      /** Distance of the limit from the middle in cents; null for a market order. */
      readonly offset: number | null;
      /** An id used before or left out, to modify or to collide; null for the next one. */
      readonly orderId: number | null;
    }
  | { readonly kind: 'cancel'; readonly orderId: number }
  | { readonly kind: 'quote'; readonly symbol: string; readonly cents: number }
  | { readonly kind: 'wait'; readonly ms: number };

const symbol = fc.constantFrom('SPY', 'VTI', 'BND');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      symbol,
      action: fc.constantFrom('BUY', 'SELL'),
      count: fc.integer({ min: 1, max: 120 }),
      offset: fc.option(fc.integer({ min: -40, max: 40 }), { freq: 2 }),
      orderId: fc.option(fc.integer({ min: 1, max: 30 }), { freq: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('cancel' as const),
      orderId: fc.integer({ min: 1, max: 30 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('quote' as const),
      symbol,
      cents: fc.integer({ min: -30, max: 30 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.integer({ max: 60, min: 0 }),
    }),
  },
);

const middles: Readonly<Record<string, string>> = { SPY: '500.00', VTI: '250.00', BND: '72.00' };

function middleOf(name: string): bigint {
  return price(middles[name] ?? '0');
}

function act({ engine, clock, place }: Trial, action: Step): void {
  switch (action.kind) {
    case 'place':
      place({
        contract: { ...anyContract, symbol: action.symbol },
        action: action.action,
        quantity: wholeShares(BigInt(action.count)),
        orderId: action.orderId ?? engine.nextOrderId(1),
        ...(action.offset === null
          ? {}
          : {
              orderType: 'LMT',
              limitPrice: asPrice(middleOf(action.symbol) + BigInt(action.offset) * price('0.01')),
            }),
      });
      return;
    case 'cancel':
      engine.cancel(1, action.orderId);
      return;
    case 'quote': {
      const bid = middleOf(action.symbol) + BigInt(action.cents) * price('0.01');
      engine.setQuote(action.symbol, { bid: asPrice(bid), ask: asPrice(bid + price('0.02')) });
      return;
    }
    case 'wait':
      clock.advance(action.ms);
  }
}

const gateway = `
  quotes:
    SPY: { bid: "499.99", ask: "500.01" }
    VTI: { bid: "249.99", ask: "250.01" }
    BND: { bid: "71.99", ask: "72.01" }
  fills: { delay_ms: 20, max_shares_per_fill: 35 }
  cancels: { delay_ms: 10 }`;

const accounts = (type: string): string => `
  accounts:
    - id: DU1
      type: ${type}
      cash: { USD: "30000" }
      positions: [{ symbol: VTI, shares: "60.5", average_cost: "200" }, { symbol: BND, shares: 90 }]`;

test('whatever orders come, the books agree with the executions and no money comes from nowhere', () => {
  const runs = fc.property(
    fc.constantFrom('margin', 'cash'),
    fc.array(step, { minLength: 10, maxLength: 60 }),
    (type, steps) => {
      // The trial audits at every event.
      const trial = startTrial(gateway, accounts(type));
      const { engine } = trial;
      const marks = new Map(
        engine.setup.contracts.map(({ conId }) => [conId, engine.valuation.mark(conId)]),
      );
      for (const action of steps) act(trial, action);
      trial.clock.advance(1_000);
      const audit = engine.audit();
      expect(audit.differences).toEqual([]);
      // At prices that stand still, value changes by exactly what each trade was off the mark and
      // its commission.
      const expected = engine.executions().reduce(
        (sum, { order, shares, price: paid, commission }) => {
          const gain = worth(shares, asPrice(marks.get(order.contract.conId)! - paid));
          return sum + (order.side === 'BUY' ? gain : 0n - gain) - commission;
        },
        valueAt(trial, marks, 'opening'),
      );
      expect(text(valueAt(trial, marks, 'now'))).toBe(text(expected));
      for (const { shares } of engine.accounts()[0]!.positions()) {
        expect(shares).toBeGreaterThanOrEqual(0n);
      }
      for (const { order, price: paid } of engine.executions()) {
        if (order.limit === null) continue;
        const worse = order.side === 'BUY' ? paid > order.limit : paid < order.limit;
        expect(worse).toBe(false);
      }
    },
  );
  fc.assert(runs, { numRuns: 200, seed: 20260413 });
});

function valueAt(
  { engine }: Trial,
  marks: ReadonlyMap<number, Price>,
  when: 'opening' | 'now',
): bigint {
  const book = engine.accounts()[0]!;
  const cash = when === 'now' ? book.cashIn('USD') : (book.setup.cash.get('USD') ?? 0n);
  const held =
    when === 'now'
      ? book.positions().map(({ contract, shares }) => ({ conId: contract.conId, shares }))
      : book.setup.positions;
  return held.reduce<bigint>(
    (sum, { conId, shares }) => sum + worth(shares, marks.get(conId)!),
    cash,
  );
}

function text(amount: bigint): string {
  return formatUsd(asUsd(amount), { decimals: 8 });
}

test('the random runs do trade', () => {
  const counts = fc
    .sample(fc.array(step, { minLength: 40, maxLength: 60 }), { numRuns: 20, seed: 1 })
    .map((steps) => {
      const trial = startTrial(gateway, accounts('margin'));
      for (const action of steps) act(trial, action);
      return trial.engine.executions().length;
    });
  expect(counts.filter((count) => count > 3).length).toBeGreaterThan(15);
});
