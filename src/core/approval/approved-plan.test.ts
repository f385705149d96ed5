import { describe, expect, it } from 'vitest';
import type { OpenOrder, OtherCash, Position, Snapshot } from '../account/snapshot.ts';
import type { TradePlan } from '../plan/trade-plan.ts';
import {
  ACCOUNT_ID,
  exampleContract,
  examplePosition,
  NOW,
  plannerInput,
  type Example,
} from '../testing/example-account.ts';
import { planOf } from '../testing/example-plan.ts';
import { price } from '../units/price.ts';
import type { Problem } from '../units/problem.ts';
import { bps } from '../units/ratio.ts';
import { shares } from '../units/shares.ts';
import { rate } from '../units/rate.ts';
import { usd } from '../units/usd.ts';
import { APPROVAL_EXPIRES_MS, approvePlan, type ApprovedPlan } from './approved-plan.ts';
import { planBytes } from './plan-bytes.ts';

/** VTI is 1,000 over its target, BND 600 and GLD 400 under theirs. */
const account: Example = {
  cash: '100',
  etfs: [
    { symbol: 'VTI', weight: '50', held: '60', price: '100' },
    { symbol: 'BND', weight: '30', held: '24', price: '100' },
    { symbol: 'GLD', weight: '20', held: '16', price: '100' },
  ],
  rebalance: { cashBuffer: { kind: 'abs', amount: usd('100') } },
};

type Account = Snapshot['account'];

/** An approved plan as far as its fields have names. */
type Unsealed = Pick<ApprovedPlan, Extract<keyof ApprovedPlan, string>>;

function approve(
  given: {
    readonly example?: Example;
    readonly shown?: TradePlan;
    readonly gates?: readonly Problem[];
    readonly approvedAt?: number;
    readonly openOrders?: readonly OpenOrder[];
    readonly change?: (account: Account) => Partial<Account>;
    readonly openOrdersNow?: readonly OpenOrder[];
  } = {},
) {
  const { example = account, gates = [], approvedAt = NOW, openOrders = [] } = given;
  const { snapshot, settings } = plannerInput({ ...example, openOrders });
  const now = {
    account: { ...snapshot.account, ...given.change?.(snapshot.account) },
    openOrders: given.openOrdersNow ?? openOrders,
  };
  const plan = planOf(example);
  const shown = { bytes: planBytes(given.shown ?? plan), digest: 'd1e5' };
  const evidence = { shown, gates, approvedAt, planned: snapshot, now };
  return approvePlan(plan, evidence, settings);
}

function approvedPlan(example?: Example): ApprovedPlan {
  const approved = approve(example === undefined ? {} : { example });
  if (!approved.ok) throw new Error(approved.problems.map(({ found }) => found).join());
  return approved.value;
}

const codes = (result: ReturnType<typeof approve>) =>
  result.ok ? [] : result.problems.map(({ code }) => code);
const found = (result: ReturnType<typeof approve>) =>
  result.ok ? [] : result.problems.map((problem) => problem.found);

describe('a yes to a plan that nothing stands in the way of', () => {
  it('is for the plan that was shown, and bears its digest', () => {
    expect(approvedPlan().digest).toBe('d1e5');
    const plan = planOf(account);
    const other = { ...plan, quotedAt: plan.quotedAt - 1 };
    expect(() => approve({ shown: other })).toThrow('the plan approved is the plan shown');
  });

  it('approves a ceiling for each order, numbered in sending order', () => {
    const { sells, buys } = approvedPlan();
    expect(
      [...sells, ...buys].map(({ line, side, quantity, contract }) => [
        line,
        side,
        quantity,
        contract.symbol,
      ]),
    ).toEqual([
      [1, 'SELL', shares('10'), 'VTI'],
      [2, 'BUY', shares('6'), 'BND'],
      [3, 'BUY', shares('4'), 'GLD'],
    ]);
  });

  it('freezes the money of the plan', () => {
    const plan = planOf(account);
    expect(approvedPlan()).toMatchObject({
      accountId: ACCOUNT_ID,
      cash: usd('100'),
      cashFloor: plan.cash.floor,
      cashTarget: usd('100'),
      gross: usd('10000'),
      guardValue: usd('10100'),
    });
  });

  it('cannot be made by anybody else: neither written down nor copied with a change', () => {
    // Checked by the compiler: the seal is not exported, and a copy has none.
    const written: Unsealed extends ApprovedPlan ? 'forged' : 'refused' = 'refused';
    expect(written).toBe('refused');
  });
});

describe('the worst price', () => {
  const worst = (example: Example) => {
    const { sells, buys } = approvedPlan(example);
    return [...sells, ...buys].map(({ side, worstPrice }) => [side, worstPrice]);
  };

  it('is 50 bps past the middle of the preview: up for a buy, down for a sell', () => {
    expect(worst(account)).toEqual([
      ['SELL', price('99.50')],
      ['BUY', price('100.50')],
      ['BUY', price('100.50')],
    ]);
  });

  it('is rounded to the side of the middle, never past the promise', () => {
    const etfs = account.etfs.map((etf) => ({
      ...etf,
      quote: { bid: price('99.9901'), ask: price('100.0102') },
    }));
    // The middle is 100.00015; 1 bp of it up is 100.01015, down 99.990149985.
    expect(worst({ ...account, etfs, execution: { maxMove: bps('1') } })).toEqual([
      ['SELL', price('99.9902')],
      ['BUY', price('100.0101')],
      ['BUY', price('100.0101')],
    ]);
  });

  it('does not exist for a market order', () => {
    expect(worst({ ...account, limits: { style: 'off' } })).toEqual([
      ['SELL', undefined],
      ['BUY', undefined],
      ['BUY', undefined],
    ]);
  });
});

describe('a gate', () => {
  const gate: Problem = {
    code: 'safety.kill-switch',
    where: 'here',
    found: 'the file',
    expected: 'no file',
    fix: 'Remove it.',
  };
  it('that is closed refuses the approval', () => {
    expect(codes(approve({ gates: [gate] }))).toEqual(['safety.kill-switch']);
  });

  it('is told together with everything else', () => {
    const all = approve({
      gates: [gate, { ...gate, code: 'safety.read-only' }],
      approvedAt: NOW + APPROVAL_EXPIRES_MS + 1,
      change: () => ({ cash: usd('0') }),
    });
    expect(codes(all)).toEqual([
      'safety.kill-switch',
      'safety.read-only',
      'safety.changed',
      'safety.expired',
    ]);
  });
});

describe('five minutes after the quotes', () => {
  it.each([
    ['exactly', 300_000, []],
    ['a millisecond later', 300_001, ['safety.expired']],
    ['at once', 0, []],
    ['before them: a clock has jumped', -1, ['safety.expired']],
  ])('%s', (_, later, problems) => {
    expect(codes(approve({ approvedAt: NOW + later }))).toEqual(problems);
  });
});

describe('a plan that converts CAD to USD', () => {
  const cad = (amount: string): OtherCash => ({
    currency: 'CAD',
    amount: usd(amount),
    worth: undefined,
  });
  const funded: Example = { ...account, cad: '20000', fx: { enabled: true } };

  it('is approved with its dollars and its limit as a ceiling', () => {
    expect(approvedPlan(funded).fx).toEqual({ quantity: usd('14730'), limit: undefined });
    const limited = approvedPlan({ ...funded, fx: { enabled: true, orderType: 'LMT' } });
    expect(limited.fx?.limit).toBe(rate('1.35065'));
    expect(approvedPlan(account).fx).toBeUndefined();
  });

  it('counts the dollars that are really there as its cash', () => {
    expect(approvedPlan(funded).cash).toBe(usd('100'));
  });

  it('is void when the Canadian dollars changed', () => {
    const change = () => ({ otherCash: [cad('19999.99')] });
    expect(found(approve({ example: funded, change }))).toEqual([
      'CAD cash changed while the plan was shown',
    ]);
    expect(codes(approve({ example: { ...funded, fx: { enabled: false } }, change }))).toEqual([]);
  });
});

describe('an account that changed while the plan was shown', () => {
  const { conId } = exampleContract('VTI');
  const holding = (quantity: string): Position =>
    examplePosition('NEW', { conId: 5, quantity: shares(quantity) });
  const order = (different: Partial<OpenOrder> = {}): OpenOrder => ({
    orderId: 3,
    clientId: 0,
    permId: 12,
    accountId: ACCOUNT_ID,
    conId: 99,
    symbol: 'XYZ',
    side: 'BUY',
    quantity: shares('5'),
    orderRef: '',
    status: 'Submitted',
    ...different,
  });

  it.each<[string, (account: Account) => Partial<Account>, string]>([
    ['a cent of cash', () => ({ cash: usd('100.01') }), 'cash'],
    [
      'a new position',
      ({ positions }) => ({ positions: [...positions, holding('1')] }),
      'position NEW (5)',
    ],
    [
      'a position that is gone',
      ({ positions }) => ({ positions: positions.slice(1) }),
      `position VTI (${conId})`,
    ],
    [
      'a ten-thousandth of a share',
      ({ positions: [first, ...rest] }) => ({
        positions: [{ ...first!, quantity: shares('60.0001') }, ...rest],
      }),
      `position VTI (${conId})`,
    ],
  ])('%s', (_, change, what) => {
    const refused = approve({ change });
    expect(codes(refused)).toEqual(['safety.changed']);
    expect(found(refused)).toEqual([`${what} changed while the plan was shown`]);
  });

  it.each<[string, readonly OpenOrder[], readonly OpenOrder[]]>([
    ['an order that came', [], [order()]],
    ['an order that went', [order()], []],
    ['an order that was changed', [order()], [order({ quantity: shares('6') })]],
    ['an order replaced by another', [order()], [order({ permId: 13 })]],
  ])('%s', (_, openOrders, openOrdersNow) => {
    expect(codes(approve({ openOrders, openOrdersNow }))).toEqual(['safety.changed']);
  });

  it.each<[string, (account: Account) => Partial<Account>]>([
    ['the order of its positions', ({ positions }) => ({ positions: [...positions].reverse() })],
    [
      'a closed position that is still told',
      ({ positions }) => ({ positions: [...positions, holding('0')] }),
    ],
    ['its values', () => ({ brokerNetLiq: usd('1'), availableFunds: usd('2') })],
  ])('is not one that differs in %s', (_, change) => {
    expect(codes(approve({ change }))).toEqual([]);
  });

  it('nor one beside an account whose open orders change', () => {
    expect(codes(approve({ openOrdersNow: [order({ accountId: 'DU7654321' })] }))).toEqual([]);
  });

  it('nor one with the same open orders', () => {
    expect(codes(approve({ openOrders: [order()] }))).toEqual([]);
  });
});
