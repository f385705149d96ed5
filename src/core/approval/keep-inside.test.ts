import { describe, expect, it } from 'vitest';
import type { TradeLine, TradePlan } from '../plan/trade-plan.ts';
import { exampleContract, type Example } from '../testing/example-account.ts';
import { planOf } from '../testing/example-plan.ts';
import { exampleApproval, exampleCeiling } from '../testing/example-run.ts';
import { price } from '../units/price.ts';
import { ratio } from '../units/ratio.ts';
import { asShares, ONE_SHARE, shares, ZERO_SHARES } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import type { Ceiling } from './ceiling.ts';
import { boundBy, checkInside } from './keep-inside.ts';

/** 20 of AAA are sold for 20 of BBB. */
const account: Example = {
  cash: '100',
  etfs: [
    { symbol: 'AAA', weight: '50', held: '70' },
    { symbol: 'BBB', weight: '50', held: '30' },
  ],
  rebalance: { cashBuffer: { kind: 'abs', amount: usd('100') } },
};
const plan = planOf(account);

/** An approval of exactly the trades of the plan, but for what is different. */
function approvalOf(different: (ceiling: Ceiling) => Partial<Ceiling> = () => ({})) {
  const ceilings = [...plan.sells, ...plan.buys].map(({ holding, trade }, at) => {
    const { side, quantity } = trade;
    const ceiling = exampleCeiling({ line: at + 1, contract: holding.contract, side, quantity });
    return { ...ceiling, ...different(ceiling) };
  });
  return exampleApproval({
    sells: ceilings.filter(({ side }) => side === 'SELL'),
    buys: ceilings.filter(({ side }) => side === 'BUY'),
  });
}

describe('a plan is inside what is left of an approval', () => {
  const outside = (symbol: string) => `${symbol}: inside what is left of the approval`;
  const changed = (change: (line: TradeLine) => TradeLine): TradePlan => ({
    ...plan,
    sells: plan.sells.map(change),
  });

  it('that allows exactly its trades', () => {
    expect(checkInside(plan, approvalOf())).toEqual([]);
  });

  it.each(['AAA', 'BBB'])('but not with a share more of %s than is left', (symbol) => {
    const left = approvalOf(({ contract, quantity }) =>
      contract.symbol === symbol ? { quantity: asShares(quantity - ONE_SHARE) } : {},
    );
    expect(checkInside(plan, left)).toEqual([outside(symbol)]);
  });

  it('but not on the other side', () => {
    const turned = approvalOf(({ side }) => ({ side: side === 'BUY' ? 'SELL' : 'BUY' }));
    expect(checkInside(plan, turned)).toEqual([outside('AAA'), outside('BBB')]);
  });

  it('but not with a contract that is not in it', () => {
    expect(checkInside(plan, { ...approvalOf(), buys: [] })).toEqual([outside('BBB')]);
  });

  it('but not with an order for nothing', () => {
    const none = changed((line) => ({ ...line, trade: { ...line.trade, quantity: ZERO_SHARES } }));
    expect(checkInside(none, approvalOf())).toEqual([outside('AAA')]);
  });

  it('but not with a share more than is held', () => {
    const holding = (held: string) =>
      changed((line) => ({ ...line, holding: { ...line.holding, held: shares(held) } }));
    expect(checkInside(holding('20'), approvalOf())).toEqual([]);
    expect(checkInside(holding('19'), approvalOf())).toEqual([outside('AAA')]);
  });

  it('but not with a line that cannot be traded now', () => {
    const frozen = changed((line) => ({ ...line, holding: { ...line.holding, freeze: 'stale' } }));
    expect(checkInside(frozen, approvalOf())).toEqual([outside('AAA')]);
  });

  it('but not with a conversion: what one was for is not known any more', () => {
    const converting = planOf({ ...account, cash: '0', cad: '20000', fx: { enabled: true } });
    expect(converting.fx.kind).toBe('convert');
    expect(checkInside({ ...plan, fx: converting.fx }, approvalOf())).toEqual(['no conversion']);
  });
});

describe('of two approvals the stricter counts', () => {
  const at = (worst: string | undefined) => (worst === undefined ? undefined : price(worst));

  it.each([
    ['BUY', '101', '102', '101'],
    ['BUY', '101', '100', '100'],
    ['BUY', undefined, '100', '100'],
    ['BUY', '101', undefined, '101'],
    ['BUY', undefined, undefined, undefined],
    ['SELL', '99', '98', '99'],
    ['SELL', '99', '100', '100'],
    ['SELL', undefined, '100', '100'],
    ['SELL', '99', undefined, '99'],
  ] as const)('%s at %s, and now at %s: at %s', (side, before, now, worst) => {
    const list = side === 'BUY' ? 'buys' : 'sells';
    const approval = (worstPrice: string | undefined) =>
      exampleApproval({ buys: [], [list]: [exampleCeiling({ side, worstPrice: at(worstPrice) })] });
    const bound = boundBy(approval(before), approval(now));
    expect(bound[list]).toEqual([exampleCeiling({ side, worstPrice: at(worst) })]);
  });

  it.each([
    ['allowed both times', { mayEndAtMarket: true }, true, true],
    ['not allowed before', { mayEndAtMarket: false }, true, false],
    ['not allowed now', { mayEndAtMarket: true }, false, false],
    ['a market order from the start', { worstPrice: undefined }, true, true],
    ['another contract before', { contract: exampleContract('QQQ') }, true, false],
  ])('an end at the market, %s', (_, before, now, expected) => {
    const left = exampleApproval({ buys: [exampleCeiling(before)] });
    const bound = boundBy(
      left,
      exampleApproval({ buys: [exampleCeiling({ mayEndAtMarket: now })] }),
    );
    expect(bound.buys[0]?.mayEndAtMarket).toBe(expected);
  });

  it('in leverage, reserve and margin', () => {
    const loose = exampleApproval({
      maxLeverage: ratio('1.5'),
      slippageReserve: ratio('0.001'),
      maintenanceFloor: usd('5'),
    });
    const strict = exampleApproval({
      maxLeverage: ratio('1.2'),
      slippageReserve: ratio('0.002'),
      maintenanceFloor: usd('9'),
    });
    const { maxLeverage, slippageReserve, maintenanceFloor } = strict;
    for (const bound of [boundBy(loose, strict), boundBy(strict, loose)]) {
      expect(bound).toMatchObject({ maxLeverage, slippageReserve, maintenanceFloor });
    }
  });

  it('and what is left of the earlier one in cash and in the unit of orders', () => {
    const left = exampleApproval({ orderUnit: asShares(1n) });
    const now = exampleApproval({
      cashFloor: usd('1'),
      cashTarget: usd('2'),
      orderUnit: ONE_SHARE,
      fx: { quantity: usd('1000'), limit: undefined },
    });
    const { cashFloor, cashTarget, orderUnit } = left;
    expect(boundBy(left, now)).toMatchObject({ cashFloor, cashTarget, orderUnit, fx: undefined });
  });
});
