/*
 * The laws of a plan (PLANNING A.9; the names begin with its numbers), as facts about one account
 * and its plan. They are told in plain integers, apart from the planner: a fuzzer and the tests of
 * the planner both hold every plan against all of them.
 */
import type { OtherCash } from '../account/snapshot.ts';
import { checkPlan } from '../plan/check-plan.ts';
import type { PlanLine, TradePlan } from '../plan/trade-plan.ts';
import type { RebalanceSettings } from '../settings.ts';
import { asRatio, formatBps, ONE } from '../units/ratio.ts';
import { usd } from '../units/usd.ts';
import { exampleSettings, perHolding, plannerInput, type Example } from './example-account.ts';
import { planIfAny } from './example-plan.ts';
import { abs, after, costsOf, least, most, ordersOf, rowsHold, tradesIn } from './plan-laws.ts';
import { REASON_LAWS } from './reason-laws.ts';

/** One account with its plan. */
export interface Case {
  readonly example: Example;
  readonly plan: TradePlan;
  readonly rebalance: RebalanceSettings;
}

export interface Law {
  readonly name: string;
  readonly holds: (each: Case) => boolean;
  /** Plans the account a second time: left out where speed counts more. */
  readonly replans?: boolean;
}

/** The case of an account; undefined when it cannot be planned. */
export function caseOf(example: Example): Case | undefined {
  const plan = planIfAny(example);
  return plan && { example, plan, rebalance: exampleSettings(example).rebalance };
}

const tradeLines = ({ sells, buys }: TradePlan) => [...sells, ...buys];
const has = (line: PlanLine, kind: string): boolean =>
  line.reasons.some((reason) => reason.kind === kind);
const isCut = ({ lines }: TradePlan): boolean => lines.some((line) => has(line, 'cut'));
const priceOf = ({ holding }: PlanLine): bigint => holding.valuation?.price ?? 0n;
const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);
const sameOrders = (a: TradePlan | undefined, b: TradePlan | undefined): boolean =>
  JSON.stringify(a && ordersOf(a), bigints) === JSON.stringify(b && ordersOf(b), bigints);
const samePlan = (a: TradePlan | undefined, b: TradePlan | undefined): boolean =>
  JSON.stringify(a, bigints) === JSON.stringify(b, bigints);

function bigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

const MONEY: readonly Law[] = [
  {
    name: '1: targets and cash target are exactly the managed base, weights and cash exactly 1',
    holds: ({ plan: { lines, base }, example }) => {
      const { weights, cash } = plannerInput(example).targets;
      return (
        sum(lines.map(({ target }) => target)) + base.cashTarget === base.managed &&
        sum([...weights.values(), cash]) === ONE
      );
    },
  },
  {
    name: '1: each target is its weight of the base after the buffer, to 1e-8 dollar',
    holds: ({ plan: { lines, base }, rebalance: { cashBuffer } }) => {
      const buffer =
        cashBuffer.kind === 'pct' ? (base.netLiq * cashBuffer.share) / ONE : cashBuffer.amount;
      const wanted = lines.some(({ holding }) => holding.targetWeight > 0n);
      return (
        abs(base.buffer - buffer) <= 1n &&
        lines.every(({ target, holding }) => {
          const exact = holding.targetWeight * (base.managed - base.buffer);
          return !wanted || abs(target * ONE - exact) <= 2n * ONE;
        })
      );
    },
  },
  {
    name: '2: all drifts and the drift of cash are exactly nothing together',
    holds: ({ plan: { lines, cashDriftUsd, base } }) =>
      sum(lines.map(({ driftUsd }) => driftUsd)) + cashDriftUsd === 0n &&
      cashDriftUsd === base.cash - base.cashTarget &&
      lines.every((line) => line.driftUsd === line.holding.held * priceOf(line) - line.target),
  },
  {
    name: 'the cash walk adds up, and never ends below its floor when anything is bought',
    holds: ({ plan }) => {
      const { before, sells, buys, commissions, reserve, after: end, floor } = plan.cash;
      const costs = sum(
        tradesIn(plan).map(({ quantity, price, reserved }) => costsOf(quantity, price, reserved)),
      );
      return (
        before + sells - buys - commissions - reserve === end &&
        commissions + reserve === costs &&
        (plan.buys.length === 0 || end >= floor)
      );
    },
  },
];

const ORDERS: readonly Law[] = [
  {
    name: '3, 4: is a positive multiple of the order unit, and never sells more than is held',
    holds: ({ plan, rebalance: { orderUnit } }) =>
      tradeLines(plan).every(
        ({ trade: { quantity, side }, holding, heldAfter }) =>
          quantity > 0n &&
          quantity % orderUnit === 0n &&
          heldAfter >= 0n &&
          heldAfter - holding.held === quantity * (side === 'BUY' ? 1n : -1n),
      ),
  },
  {
    name: '5: sells what is over and buys what is under its target, each symbol once',
    holds: ({ plan }) => {
      const traded = ordersOf(plan).map(({ symbol }) => symbol);
      return (
        plan.sells.every(({ driftUsd, trade }) => driftUsd > 0n && trade.side === 'SELL') &&
        plan.buys.every(({ driftUsd, trade }) => driftUsd < 0n && trade.side === 'BUY') &&
        new Set(traded).size === traded.length
      );
    },
  },
  {
    name: '6: is worth at least min_order_usd',
    holds: ({ plan, rebalance }) =>
      tradesIn(plan).every(({ quantity, price }) => quantity * price >= rebalance.minOrder),
  },
  {
    name: '7, 8: brings its holding closer to its target, past it by half a unit at most',
    holds: ({ plan, rebalance: { orderUnit } }) =>
      plan.lines.every((line) => {
        const left = line.heldAfter * priceOf(line) - line.target;
        const passed = line.trade !== undefined && left * line.driftUsd < 0n;
        return (
          abs(left) <= abs(line.driftUsd) &&
          (!passed || 2n * abs(left) <= priceOf(line) * orderUnit)
        );
      }),
  },
  {
    name: '9, 18: is sent only when its trigger is strictly beyond its band',
    holds: ({ plan, rebalance: { trigger } }) => {
      const { investable } = plan.base;
      const isOut = (driftUsd: bigint, band: bigint): boolean =>
        abs(driftUsd) * ONE > band * investable;
      if (trigger.kind === 'total_drift') {
        const total = sum(plan.lines.map(({ driftUsd }) => abs(driftUsd))) + abs(plan.cashDriftUsd);
        const told = plan.lines.every((line) => has(line, 'total-out-of-band'));
        return (
          plan.lines.length === 0 ||
          (isOut(total, trigger.band) ? told : !told && tradesIn(plan).length === 0)
        );
      }
      const { band, idleCashBand } = trigger;
      const cash = plan.cashDriftUsd + plan.cash.sells;
      const idle = idleCashBand !== undefined && cash > 0n && isOut(cash, idleCashBand);
      return tradeLines(plan).every(
        ({ driftUsd }) => isOut(driftUsd, band) || (idle && driftUsd < 0n),
      );
    },
  },
  {
    name: '9: total_drift trades the shortest run of largest drifts, or the whole pool',
    holds: ({ plan, rebalance }) => {
      if (rebalance.trigger.kind !== 'total_drift') return true;
      const skipped = plan.lines.filter((line) => has(line, 'not-needed'));
      const smallest = tradeLines(plan).reduce(
        (least_, { driftUsd }) => least(least_, abs(driftUsd)),
        plan.base.managed * 1000n,
      );
      const band = rebalance.trigger.band * plan.base.investable;
      const enough = plan.totalDriftAfter * ONE <= band;
      return (
        skipped.every(({ driftUsd }) => abs(driftUsd) <= smallest) &&
        (skipped.length === 0 || enough)
      );
    },
  },
  {
    name: '10: is of an ETF with a live price on a line that is neither short, stale nor gapped',
    holds: ({ plan, example }) => {
      const quoteOf = new Map(example.etfs.map(({ symbol, quote = {} }) => [symbol, quote]));
      return tradeLines(plan).every(({ holding, trade }) => {
        const quote = quoteOf.get(holding.contract.symbol);
        if (quote === undefined || quote === 'none' || holding.held < 0n) return false;
        const spoiled = ['aliveAt', 'last', 'close'].some((part) => part in quote);
        const noMarket = trade.order.kind === 'limit' && ('bid' in quote || 'ask' in quote);
        return !spoiled && !noMarket && !(trade.order.kind === 'market' && 'halted' in quote);
      });
    },
  },
  {
    name: '24: is of a managed symbol; what is unmanaged is never traded',
    holds: ({ plan, example, rebalance }) => {
      const listed = new Set(
        example.etfs.filter(({ weight }) => weight !== undefined).map(({ symbol }) => symbol),
      );
      return ordersOf(plan).every(
        ({ symbol, side }) =>
          listed.has(symbol) || (rebalance.unlistedEtfs === 'sell' && side === 'SELL'),
      );
    },
  },
  {
    name: 'is on the side that mode allows',
    holds: ({ plan, rebalance: { mode } }) =>
      (mode !== 'buy_only' || plan.sells.length === 0) &&
      (mode !== 'sell_only' || plan.buys.length === 0),
  },
];

const SIDES: readonly Law[] = [
  {
    name: '14: every triggered sell is planned at exactly its nearest quantity',
    holds: ({ plan, rebalance: { minOrder, orderUnit, mode } }) =>
      mode === 'buy_only' ||
      plan.lines.every((line) => {
        const { driftUsd, holding, trade } = line;
        const triggered =
          driftUsd > 0n &&
          (has(line, 'out-of-band') || has(line, 'total-out-of-band')) &&
          !has(line, 'not-needed') &&
          holding.freeze === undefined &&
          holding.sellOrder.kind !== 'denied';
        if (!triggered) return trade?.side !== 'SELL';
        const at = priceOf(line);
        const whole = (holding.held / orderUnit) * orderUnit;
        const nearest = ((2n * driftUsd + at * orderUnit) / (2n * at * orderUnit)) * orderUnit;
        const wanted = holding.targetWeight === 0n ? whole : least(nearest, whole);
        const expected = driftUsd < minOrder || wanted * at < minOrder ? 0n : wanted;
        return (trade?.quantity ?? 0n) === expected;
      }),
  },
  {
    name: '11, 12, 13: the cash rows, the leverage and the maintenance margin hold if anything is bought',
    holds: ({ plan, example }) => plan.buys.length === 0 || rowsHold(plan, example, tradesIn(plan)),
  },
  {
    name: '19: the buys come in the order of priority',
    holds: ({ plan }) =>
      plan.buys.every((line, at) => {
        const next = plan.buys[at + 1];
        if (next === undefined) return true;
        const [a, b] = [line.holding.contract.symbol, next.holding.contract.symbol];
        return line.driftUsd < next.driftUsd || (line.driftUsd === next.driftUsd && a < b);
      }),
  },
  {
    name: '19: whoever is cut could not have had one unit more after those before it',
    holds: ({ plan, example, rebalance: { orderUnit } }) => {
      const sold = plan.sells.map(({ trade }) => trade);
      return plan.buys.every((line, at) => {
        if (!has(line, 'cut')) return true;
        const before = plan.buys.slice(0, at).map(({ trade }) => trade);
        const { trade, driftUsd } = line;
        const full = ((0n - driftUsd) / (trade.price * orderUnit)) * orderUnit;
        const more = { ...trade, quantity: trade.quantity + orderUnit };
        return trade.quantity < full && !rowsHold(plan, example, [...sold, ...before, more]);
      });
    },
  },
  {
    name: '19: a buy that is left out for want of room would not have fitted at its smallest',
    holds: ({ plan, example, rebalance }) => {
      const { minOrder, orderUnit, slippageReserve } = rebalance;
      const sold = plan.sells.map(({ trade }) => trade);
      return plan.lines.every((line) => {
        if (line.trade !== undefined || !has(line, 'cut')) return true;
        const { buyOrder, contract } = line.holding;
        const at = priceOf(line);
        const counted = (at * (ONE + slippageReserve) + ONE - 1n) / ONE;
        const reserved = most(counted, buyOrder.kind === 'limit' ? buyOrder.limit : 0n);
        const units = most(1n, (minOrder + at * orderUnit - 1n) / (at * orderUnit));
        const one = { side: 'BUY', quantity: units * orderUnit, price: at, reserved };
        const before = plan.buys
          .filter(
            ({ driftUsd, holding }) =>
              driftUsd < line.driftUsd ||
              (driftUsd === line.driftUsd && holding.contract.symbol < contract.symbol),
          )
          .map(({ trade }) => trade);
        return !rowsHold(plan, example, [...sold, ...before, one]);
      });
    },
  },
  {
    name: '19: where a row cut somebody, nobody else got less than the whole units of his drift',
    holds: ({ plan, rebalance: { orderUnit } }) =>
      !isCut(plan) ||
      plan.buys.every((line) => {
        const full = ((0n - line.driftUsd) / (line.trade.price * orderUnit)) * orderUnit;
        const { quantity } = line.trade;
        return has(line, 'cut') || quantity === full || quantity === full + orderUnit;
      }),
  },
  {
    name: '22: where no row cut anybody, every buy that gave nothing up ends within a unit of its target',
    holds: ({ plan, rebalance: { orderUnit } }) =>
      isCut(plan) ||
      plan.buys.every(
        (line) =>
          has(line, 'yielded') ||
          abs(line.heldAfter * line.trade.price - line.target) < line.trade.price * orderUnit,
      ),
  },
  {
    name: '28: the total drift, before and after, is that of the lines',
    holds: ({ plan }) => {
      const { lines, cashDriftUsd, cash } = plan;
      const cashAfter = cashDriftUsd + cash.sells - cash.buys;
      return (
        plan.totalDrift === sum(lines.map(({ driftUsd }) => abs(driftUsd))) + abs(cashDriftUsd) &&
        plan.totalDriftAfter ===
          sum(lines.map(({ valueAfter, target }) => abs(valueAfter - target))) + abs(cashAfter)
      );
    },
  },
  {
    name: 'every line has a reason, and a line without a trade one that stops it',
    holds: ({ plan }) => plan.lines.every((line) => line.reasons.length > 0),
  },
  {
    name: 'the last look at a plan finds nothing',
    holds: ({ plan, example }) => checkPlan(plan, exampleSettings(example)).length === 0,
  },
];

const AGAIN: readonly Law[] = [
  {
    name: '15: after a plan that no row cut, and that the buffer pays for, nothing is left to do',
    replans: true,
    holds: ({ plan, example }) => {
      const { commissions, reserve } = plan.cash;
      if (isCut(plan) || commissions + reserve > plan.base.buffer) return true;
      const next = planIfAny(after(example, plan));
      if (next === undefined || tradesIn(next).length === 0) return true;
      // The second plan begins without the costs of the first. What the first could not have
      // afforded beside its own orders and their costs is no fault of it.
      return !rowsHold(plan, example, [...tradesIn(plan), ...tradesIn(next)]);
    },
  },
  {
    name: '16: the order in which account and files are read does not matter',
    replans: true,
    holds: ({ plan, example }) =>
      samePlan(planIfAny({ ...example, etfs: [...example.etfs].reverse() }), plan),
  },
  {
    name: '20: cash in other currencies that is no debt does not matter',
    replans: true,
    holds: ({ plan, example }) => {
      const otherCash: OtherCash[] = [
        { currency: 'CAD', amount: usd('12345.67'), worth: usd('9000') },
        { currency: 'EUR', amount: usd('1'), worth: undefined },
      ];
      return samePlan(planIfAny({ ...example, otherCash }), plan);
    },
  },
  {
    name: '25: a wider band triggers a part of what a narrower one does',
    replans: true,
    holds: ({ plan, example, rebalance: { trigger } }) => {
      if (trigger.kind !== 'per_holding') return true;
      const band = formatBps(asRatio(2n * trigger.band + 10_000n));
      const wider = planIfAny({
        ...example,
        rebalance: { ...example.rebalance, trigger: perHolding(band) },
      });
      const outside = (each: TradePlan | undefined): string[] =>
        (each?.lines ?? [])
          .filter((line) => has(line, 'out-of-band'))
          .map(({ holding }) => holding.contract.symbol);
      const narrow = new Set(outside(plan));
      return outside(wider).every((symbol) => narrow.has(symbol));
    },
  },
  {
    name: '27: the same account gives the same plan',
    replans: true,
    holds: ({ plan, example }) => sameOrders(planIfAny(example), plan),
  },
];

/** Every law, those that plan a second time last. */
export const LAWS: readonly Law[] = [...MONEY, ...ORDERS, ...SIDES, ...REASON_LAWS, ...AGAIN];
