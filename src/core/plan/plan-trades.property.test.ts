/*
 * The laws of a plan (PLANNING A.9, whose numbers the names begin with) on random accounts: up to
 * 12 ETFs at 0.50 to 1,000 dollars, drifted, some with dust, without a quote, stale or gapped.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OtherCash } from '../account/snapshot.ts';
import { anyExample } from '../testing/any-account.ts';
import {
  type Example,
  examplePosition,
  perHolding,
  plannerInput,
} from '../testing/example-account.ts';
import { planIfAny } from '../testing/example-plan.ts';
import {
  abs,
  after,
  costsOf,
  least,
  most,
  ordersOf,
  rowsHold,
  tradesIn,
} from '../testing/plan-laws.ts';
import { asPrice } from '../units/price.ts';
import { asRatio, formatBps, ONE } from '../units/ratio.ts';
import { ONE_SHARE, shares } from '../units/shares.ts';
import { asUsd, usd } from '../units/usd.ts';
import { checkPlan } from './check-plan.ts';
import type { TradePlan } from './trade-plan.ts';

const seed = 7_301;

/** Checks a law on every account that can be planned, and that enough of them could. */
function forAll(
  law: (plan: TradePlan, example: Example) => void,
  { numRuns = 400, examples = anyExample } = {},
): void {
  let trades = 0;
  fc.assert(
    fc.property(examples, (example) => {
      const plan = planIfAny(example);
      if (plan === undefined) return;
      trades += tradesIn(plan).length;
      law(plan, example);
    }),
    { seed, numRuns },
  );
  expect(trades).toBeGreaterThan(numRuns);
}

describe('the money', () => {
  it('1: targets and cash target are exactly the managed base, the weights and cash exactly 1', () => {
    forAll((plan, example) => {
      const targets = plan.lines.reduce((sum, { target }) => sum + target, 0n);
      expect(targets + plan.base.cashTarget).toBe(plan.base.managed);
      const { weights, cash } = plannerInput(example).targets;
      expect([...weights.values()].reduce<bigint>((sum, each) => sum + each, cash)).toBe(ONE);
    });
  });

  it('each target is its weight of the base after the buffer, to 1e-8 dollar', () => {
    forAll(({ lines, base }, { rebalance }) => {
      const wanted = lines.some(({ holding }) => holding.targetWeight > 0n);
      if (!wanted) return;
      const buffer =
        rebalance?.cashBuffer?.kind === 'pct'
          ? (base.netLiq * rebalance.cashBuffer.share) / ONE
          : (rebalance?.cashBuffer?.amount ?? 0n);
      expect(abs(base.buffer - buffer) <= 1n).toBe(true);
      for (const { target, holding } of lines) {
        const exact = holding.targetWeight * (base.managed - base.buffer);
        expect(abs(target * ONE - exact) <= 2n * ONE).toBe(true);
      }
    });
  });

  it('2: all drifts and the drift of cash are exactly nothing together', () => {
    forAll(({ lines, cashDriftUsd, base }) => {
      expect(lines.reduce((sum, { driftUsd }) => sum + driftUsd, 0n) + cashDriftUsd).toBe(0n);
      for (const { driftUsd, target, holding } of lines) {
        expect(driftUsd).toBe(holding.held * (holding.valuation?.price ?? 0n) - target);
      }
      expect(cashDriftUsd).toBe(base.cash - base.cashTarget);
    });
  });

  it('the cash walk adds up, and never ends below its floor when anything is bought', () => {
    forAll((plan) => {
      const { before, sells, buys, commissions, reserve, after, floor } = plan.cash;
      expect(before + sells - buys - commissions - reserve).toBe(after);
      const costs = tradesIn(plan).reduce(
        (sum, { quantity, price: at, reserved }) => sum + costsOf(quantity, at, reserved),
        0n,
      );
      expect(commissions + reserve).toBe(costs);
      if (plan.buys.length > 0) expect(after >= floor).toBe(true);
    });
  });
});

describe('every order', () => {
  it('3, 4: is of whole shares, more than none, and never sells more than is held', () => {
    forAll((plan) => {
      for (const { trade, holding, heldAfter } of [...plan.sells, ...plan.buys]) {
        expect(trade.quantity > 0n && trade.quantity % ONE_SHARE === 0n).toBe(true);
        expect(heldAfter >= 0n).toBe(true);
        expect(heldAfter - holding.held).toBe(trade.quantity * (trade.side === 'BUY' ? 1n : -1n));
      }
    });
  });

  it('5: sells what is over and buys what is under its target, each symbol once', () => {
    forAll((plan) => {
      expect(plan.sells.every((line) => line.driftUsd > 0n && line.trade.side === 'SELL')).toBe(
        true,
      );
      expect(plan.buys.every((line) => line.driftUsd < 0n && line.trade.side === 'BUY')).toBe(true);
      const traded = ordersOf(plan).map(({ symbol }) => symbol);
      expect(new Set(traded).size).toBe(traded.length);
    });
  });

  it('6: is worth at least min_order_usd', () => {
    forAll((plan, { rebalance }) => {
      for (const { quantity, price: at } of tradesIn(plan)) {
        expect(quantity * at >= (rebalance?.minOrder ?? 0n)).toBe(true);
      }
    });
  });

  it('7, 8: brings its holding closer to its target, past it by half a share at most', () => {
    forAll((plan) => {
      for (const line of plan.lines) {
        const after = line.heldAfter * (line.holding.valuation?.price ?? 0n) - line.target;
        expect(abs(after) <= abs(line.driftUsd)).toBe(true);
        const passed = after * line.driftUsd < 0n;
        if (passed && line.trade) {
          expect(2n * abs(after) <= line.trade.price * ONE_SHARE).toBe(true);
        }
      }
    });
  });

  it('9: is of a holding whose drift is strictly greater than its band', () => {
    forAll((plan, { rebalance }) => {
      for (const { driftUsd } of [...plan.sells, ...plan.buys]) {
        const band = (rebalance?.trigger?.band ?? 0n) * plan.base.investable;
        expect(abs(driftUsd) * ONE > band).toBe(true);
      }
    });
  });

  it('10: is of an ETF with a live price on a line that is neither short, stale nor gapped', () => {
    forAll((plan, example) => {
      const quoteOf = new Map(example.etfs.map(({ symbol, quote = {} }) => [symbol, quote]));
      for (const { holding, trade } of [...plan.sells, ...plan.buys]) {
        const quote = quoteOf.get(holding.contract.symbol);
        if (quote === undefined || quote === 'none') throw new Error('traded without a quote');
        expect(quote).not.toHaveProperty('aliveAt');
        expect(quote).not.toHaveProperty('last');
        expect(quote).not.toHaveProperty('close');
        expect(holding.held >= 0n).toBe(true);
        if (trade.order.kind === 'limit') expect('bid' in quote || 'ask' in quote).toBe(false);
        if (trade.order.kind === 'market') expect(quote).not.toHaveProperty('halted');
      }
    });
  });

  it('24: is of a managed symbol; what is unmanaged is never traded', () => {
    forAll((plan, example) => {
      const listed = new Set(
        example.etfs.filter(({ weight }) => weight !== undefined).map(({ symbol }) => symbol),
      );
      for (const { symbol, side } of ordersOf(plan)) {
        if (listed.has(symbol)) continue;
        expect([example.rebalance?.unlistedEtfs, side]).toEqual(['sell', 'SELL']);
      }
    });
  });
});

describe('sells come first and are never starved', () => {
  it('14: every triggered sell is planned at exactly its nearest quantity', () => {
    forAll((plan, { rebalance }) => {
      const { minOrder = 0n } = rebalance ?? {};
      const band = rebalance?.trigger?.band ?? 0n;
      for (const { driftUsd, holding, trade } of plan.lines) {
        const at = holding.valuation?.price ?? 0n;
        const triggered =
          driftUsd > 0n &&
          driftUsd * ONE > band * plan.base.investable &&
          holding.freeze === undefined &&
          holding.sellOrder.kind !== 'denied';
        if (!triggered) continue;
        const whole = (holding.held / ONE_SHARE) * ONE_SHARE;
        const nearest = ((2n * driftUsd + at * ONE_SHARE) / (2n * at * ONE_SHARE)) * ONE_SHARE;
        const wanted = holding.targetWeight === 0n ? whole : least(nearest, whole);
        const expected = driftUsd < minOrder || wanted * at < minOrder ? 0n : wanted;
        expect(trade?.quantity ?? 0n).toBe(expected);
      }
    });
  });
});

describe('buys', () => {
  it('11, 12: keep both cash rows and the leverage, if there is any', () => {
    forAll((plan, example) => {
      if (plan.buys.length > 0) expect(rowsHold(plan, example, tradesIn(plan))).toBe(true);
    });
  });

  it('19: whoever is cut could not have had one share more, and came in the order of priority', () => {
    forAll((plan, example) => {
      const order = plan.buys.map(({ driftUsd, holding }) => [driftUsd, holding.contract.symbol]);
      const sorted = [...order].sort(([a, x], [b, y]) =>
        a === b ? ((x ?? '') < (y ?? '') ? -1 : 1) : (a ?? 0n) < (b ?? 0n) ? -1 : 1,
      );
      expect(order).toEqual(sorted);
      const sold = plan.sells.map(({ trade }) => trade);
      plan.buys.forEach((line, at) => {
        const before = plan.buys.slice(0, at).map(({ trade }) => trade);
        const { trade, driftUsd, reasons } = line;
        const full = ((0n - driftUsd) / (trade.price * ONE_SHARE)) * ONE_SHARE;
        const cut = reasons.some(({ kind }) => kind === 'cut');
        const up = reasons.some(({ kind }) => kind === 'rounded-up-to-min-order');
        if (cut) {
          const more = { ...trade, quantity: trade.quantity + ONE_SHARE };
          expect(rowsHold(plan, example, [...sold, ...before, more])).toBe(false);
          expect(trade.quantity < full).toBe(true);
        } else {
          expect(trade.quantity).toBe(up ? full + ONE_SHARE : full);
        }
      });
    });
  });

  it('a buy that is left out for want of room would not have fitted at its smallest', () => {
    forAll((plan, example) => {
      const { minOrder = 0n } = example.rebalance ?? {};
      const earlier = (driftUsd: bigint, symbol: string) =>
        plan.buys.filter(
          (line) =>
            line.driftUsd < driftUsd ||
            (line.driftUsd === driftUsd && line.holding.contract.symbol < symbol),
        );
      for (const { reasons, trade, holding, driftUsd } of plan.lines) {
        if (trade || !reasons.some(({ kind }) => kind === 'cut')) continue;
        const at = holding.valuation?.price ?? 0n;
        const { buyOrder } = holding;
        const slippage = ONE + (example.rebalance?.slippageReserve ?? 0n);
        const counted = (at * slippage + ONE - 1n) / ONE;
        const limit = buyOrder.kind === 'limit' ? buyOrder.limit : 0n;
        const smallest = most(1n, (minOrder + at * ONE_SHARE - 1n) / (at * ONE_SHARE));
        const one = { side: 'BUY', quantity: smallest * ONE_SHARE, price: at };
        const others = earlier(driftUsd, holding.contract.symbol).map((line) => line.trade);
        const sold = plan.sells.map((line) => line.trade);
        const reserved = most(counted, limit);
        expect(rowsHold(plan, example, [...sold, ...others, { ...one, reserved }])).toBe(false);
      }
    });
  });

  it('22: who got everything is less than a share from its target', () => {
    forAll((plan) => {
      for (const { trade, reasons, heldAfter, target } of plan.buys) {
        if (reasons.some(({ kind }) => kind === 'cut')) continue;
        expect(abs(heldAfter * trade.price - target) < trade.price * ONE_SHARE).toBe(true);
      }
    });
  });
});

describe('what does not matter', () => {
  it('16: the order in which the account and the files are read', () => {
    forAll(
      (plan, example) => {
        const turned = { ...example, etfs: [...example.etfs].reverse() };
        expect(planIfAny(turned)).toEqual(plan);
      },
      { numRuns: 200 },
    );
  });

  it('20: cash in other currencies that is no debt', () => {
    forAll(
      (plan, example) => {
        const otherCash: OtherCash[] = [
          { currency: 'CAD', amount: usd('12345.67'), worth: usd('9000') },
          { currency: 'EUR', amount: usd('1'), worth: undefined },
        ];
        expect(planIfAny({ ...example, otherCash })).toEqual(plan);
      },
      { numRuns: 200 },
    );
  });

  it('24: the price of what is unmanaged, where buffer and leverage do not see it', () => {
    forAll(
      (_, example) => {
        const plain = {
          ...example.rebalance,
          cashBuffer: { kind: 'abs' as const, amount: usd('100') },
          maxLeverage: asRatio(100n * ONE),
        };
        const bond = (worth: string) =>
          planIfAny({
            ...example,
            rebalance: plain,
            positions: [
              examplePosition('BOND', {
                conId: 3,
                secType: 'BOND',
                quantity: shares('1'),
                marketValue: usd(worth),
              }),
            ],
          });
        const [cheap, dear] = [bond('1'), bond('1000')];
        expect(cheap && ordersOf(cheap)).toEqual(dear && ordersOf(dear));
      },
      { numRuns: 200 },
    );
  });
});

it('25: a wider band triggers a part of what a narrower one does', () => {
  forAll(
    (plan, example) => {
      const band = example.rebalance?.trigger?.band ?? asRatio(0n);
      const wider = planIfAny({
        ...example,
        rebalance: {
          ...example.rebalance,
          trigger: perHolding(formatBps(asRatio(2n * band + 10_000n))),
        },
      });
      const outside = (each: TradePlan | undefined): string[] =>
        (each?.lines ?? [])
          .filter(({ reasons }) => reasons.some(({ kind }) => kind === 'out-of-band'))
          .map(({ holding }) => holding.contract.symbol);
      expect(outside(plan)).toEqual(expect.arrayContaining(outside(wider)));
    },
    { numRuns: 200 },
  );
});

it('15: after a plan that no row cut, and that the buffer pays for, nothing is left to do', () => {
  let settled = 0;
  forAll((plan, example) => {
    const { commissions, reserve } = plan.cash;
    const cut = plan.lines.some(({ reasons }) => reasons.some(({ kind }) => kind === 'cut'));
    if (cut || commissions + reserve > plan.base.buffer) return;
    // A share that costs more than min_order_usd may be rounded up by the second plan: the first
    // gave it its whole shares, and what is left is more than half of one.
    const { minOrder = asUsd(0n) } = example.rebalance ?? {};
    const dear = plan.lines.some(({ holding: { valuation } }) => {
      return minOrder > 0n && (valuation?.price ?? asPrice(0n)) * ONE_SHARE > minOrder;
    });
    if (dear) return;
    settled += ordersOf(plan).length;
    expect(ordersOf(planIfAny(after(example, plan)) ?? plan)).toEqual([]);
  });
  expect(settled).toBeGreaterThan(100);
});

it('7, 22: planning again and again comes to rest', () => {
  forAll(
    (plan, example) => {
      let [now, then] = [plan, example];
      let rounds = 0;
      while (ordersOf(now).length > 0 && rounds < 20) {
        then = after(then, now);
        now = planIfAny(then) ?? now;
        rounds += 1;
      }
      expect(rounds).toBeLessThan(20);
    },
    { numRuns: 150 },
  );
});

it('the check that runs after every plan finds nothing wrong with any of them', () => {
  forAll((plan, example) => {
    expect(checkPlan(plan, plannerInput(example).settings)).toEqual([]);
  });
});
