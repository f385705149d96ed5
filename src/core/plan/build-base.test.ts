import { describe, expect, it } from 'vitest';
import {
  type Example,
  examplePosition,
  perHolding,
  plannerInput,
} from '../testing/example-account.ts';
import { planOf } from '../testing/example-plan.ts';
import { price } from '../units/price.ts';
import { ratio } from '../units/ratio.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { planTrades } from './plan-trades.ts';

/** 10,000 in cash and 90,000 in VTI. */
const account: Example = {
  cash: '10000',
  etfs: [{ symbol: 'VTI', weight: '100', held: '900', price: '100' }],
};

const percent = (text: string) => ({ kind: 'pct', share: ratio(text) }) as const;
const absolute = (text: string) => ({ kind: 'abs', amount: usd(text) }) as const;

describe('the cash buffer comes off first, and every target is a weight of what remains', () => {
  it.each([
    ['1% of NetLiq', percent('0.01'), '1000', '99000'],
    ['an absolute amount', absolute('2500'), '2500', '97500'],
    ['none', absolute('0'), '0', '100000'],
  ])('%s', (_, cashBuffer, buffer, investable) => {
    const { base } = planOf({ ...account, rebalance: { cashBuffer } });
    expect(base).toMatchObject({
      cash: usd('10000'),
      managed: usd('100000'),
      netLiq: usd('100000'),
      buffer: usd(buffer),
      investable: usd(investable),
      targetTotal: usd(investable),
      cashTarget: usd(buffer),
      gross: usd('90000'),
    });
  });

  it('a percentage is of NetLiq, unmanaged holdings included; the targets are of the rest', () => {
    const bond = { secType: 'BOND', quantity: shares('1'), marketValue: usd('50000') };
    const positions = [examplePosition('BOND', bond)];
    const { base } = planOf({ ...account, positions, rebalance: { cashBuffer: percent('0.01') } });
    expect(base.netLiq).toBe(usd('150000'));
    expect(base.buffer).toBe(usd('1500'));
    expect(base.investable).toBe(usd('98500'));
    expect(base.gross).toBe(usd('140000'));
  });

  it('is rounded up: a fraction of a cent is never invested by rounding', () => {
    const odd = { ...account, cash: '0.00000001', rebalance: { cashBuffer: percent('0.01') } };
    expect(planOf(odd).base.buffer).toBe(usd('900.00000001'));
  });
});

describe('the cash target is the buffer and the CASH row together', () => {
  it.each([
    ['a CASH row of 20%', '80', '20800', '79200'],
    ['no CASH row', '100', '1000', '99000'],
    ['a CASH row of -50%', '150', '-48500', '148500'],
  ])('%s', (_, weight, cashTarget, targetTotal) => {
    const { base } = planOf({
      ...account,
      etfs: [{ symbol: 'VTI', weight, held: '900', price: '100' }],
      rebalance: { cashBuffer: percent('0.01'), maxLeverage: ratio('2') },
    });
    expect(base.cashTarget).toBe(usd(cashTarget));
    expect(base.targetTotal).toBe(usd(targetTotal));
    expect(base.cashTarget + base.targetTotal).toBe(base.managed);
  });
});

describe('nothing is planned when nothing is left to invest', () => {
  const held = (cash: string) => ({
    cash,
    etfs: [{ symbol: 'VTI', weight: '100', held: '10', price: '100' }],
  });
  it.each([
    ['the buffer takes exactly everything', '1000', absolute('2000')],
    ['the buffer takes more than there is', '0', absolute('5000')],
    ['debts eat the holdings up exactly', '-1000', absolute('0')],
    ['debts are larger than the holdings', '-1500', absolute('0')],
  ])('%s', (_, cash, cashBuffer) => {
    const { targets, snapshot, settings } = plannerInput({
      ...held(cash),
      rebalance: { cashBuffer },
    });
    const planned = planTrades(targets, snapshot, settings);
    expect(planned).toMatchObject({ ok: false, problems: [{ code: 'data.no-base' }] });
  });

  it('a NetLiq below zero lends nobody a buffer: what is owed stays owed', () => {
    // 1% of -1,000,000 is a buffer of -10,000, which would leave 9,500 to invest out of nothing.
    const short = examplePosition('OPT', {
      secType: 'OPT',
      quantity: shares('-1'),
      marketValue: usd('-1000000'),
    });
    const { targets, snapshot, settings } = plannerInput({
      ...held('-1500'),
      positions: [short],
      rebalance: { cashBuffer: percent('0.01') },
    });
    expect(planTrades(targets, snapshot, settings).ok).toBe(false);
  });

  it('one hundred-millionth of a dollar is enough', () => {
    const rebalance = { cashBuffer: absolute('1999.99999999') };
    expect(planOf({ ...held('1000'), rebalance }).base.investable).toBe(1n);
  });
});

describe('cash in other currencies', () => {
  const cad = (amount: string, worth: string | undefined) => ({
    currency: 'CAD',
    amount: usd(amount),
    worth: worth === undefined ? undefined : usd(worth),
  });

  it('does not exist for the plan when it is not a debt', () => {
    const without = planOf(account);
    expect(planOf({ ...account, otherCash: [cad('50000', '37000')] })).toEqual(without);
    expect(planOf({ ...account, otherCash: [cad('50000', undefined)] })).toEqual(without);
  });

  it('as a debt it lowers what leverage is measured on, and nothing else', () => {
    const { base } = planOf({ ...account, otherCash: [cad('-1000', '-740'), cad('99', '70')] });
    const { base: without } = planOf(account);
    expect(base).toEqual({ ...without, guardValue: usd('99260') });
  });
});

describe('what is counted', () => {
  const option = {
    conId: 1,
    secType: 'OPT',
    quantity: shares('1'),
    marketPrice: price('5'),
  };

  it('positions in other currencies are not counted at all', () => {
    const foreign = examplePosition('XIC', {
      currency: 'CAD',
      quantity: shares('500'),
      marketValue: usd('15000'),
    });
    expect(planOf({ ...account, positions: [foreign] })).toEqual(planOf(account));
  });

  it('cash that is reported as a position is not counted twice', () => {
    const pair = examplePosition('USD', { secType: 'CASH', quantity: shares('10000') });
    expect(planOf({ ...account, positions: [pair] })).toEqual(planOf(account));
  });

  it('a closed position that is still told needs no price', () => {
    expect(planOf({ ...account, positions: [examplePosition('GONE')] })).toEqual(planOf(account));
  });

  it('short options lower NetLiq and raise gross exposure', () => {
    const positions = [examplePosition('VTI', { ...option, marketValue: usd('-500') })];
    const { base } = planOf({ ...account, positions });
    expect(base.managed).toBe(usd('100000'));
    expect(base.netLiq).toBe(usd('99500'));
    expect(base.gross).toBe(usd('90500'));
  });

  it('a short ETF of the portfolios counts with its absolute value', () => {
    const { base } = planOf({
      ...account,
      etfs: [...account.etfs, { symbol: 'SHRT', weight: '0', held: '-10', price: '50' }],
    });
    expect(base.managed).toBe(usd('99500'));
    expect(base.gross).toBe(usd('90500'));
  });
});

it('a band of a percentage of the base is compared with dollars of the same base', () => {
  const { lines, base } = planOf({ ...account, rebalance: { trigger: perHolding('50') } });
  expect(lines[0]?.driftUsd).toBe(usd('-10000'));
  expect(lines[0]?.drift).toBe(ratio('-0.1'));
  expect(base.investable).toBe(usd('100000'));
});

it('a debt in another currency without a rate stops the plan: the leverage limit cannot see it', () => {
  const otherCash = [{ currency: 'CAD', amount: -1n, worth: undefined }];
  const { targets, snapshot, settings } = plannerInput({ ...account, otherCash });
  expect(planTrades(targets, snapshot, settings)).toMatchObject({
    ok: false,
    problems: [{ code: 'data.no-rate', where: expect.stringContaining('CAD') as string }],
  });
  for (const amount of [0n, 1n]) {
    const noDebt = [{ currency: 'CAD', amount, worth: undefined }];
    expect(planOf({ ...account, otherCash: noDebt }).base.guardValue).toBe(usd('100000'));
  }
});
