import { describe, expect, it } from 'vitest';
import { USD_CAD } from '../account/fx-market.ts';
import type { OpenOrder } from '../account/snapshot.ts';
import {
  ACCOUNT_ID,
  exampleContract,
  hoursOpen,
  NOW,
  perHolding,
  plannerInput,
  type Example,
} from '../testing/example-account.ts';
import { planOf } from '../testing/example-plan.ts';
import { price } from '../units/price.ts';
import { rate } from '../units/rate.ts';
import { PROBLEMS, type Problem } from '../units/problem.ts';
import { ratio } from '../units/ratio.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { deniedLines, evaluateGates, warnAbout, type GateFacts } from './gates.ts';

/** 10,000 dollars: VTI is sold, BND is bought. */
const account: Example = {
  cash: '100',
  brokerNetLiq: '10100',
  etfs: [
    { symbol: 'VTI', weight: '50', held: '60', price: '100' },
    { symbol: 'BND', weight: '50', held: '40', price: '100' },
  ],
  rebalance: { cashBuffer: { kind: 'abs', amount: usd('100') } },
};

function evaluate(example: Example, different: Partial<GateFacts> = {}, accountId = ACCOUNT_ID) {
  const { snapshot, settings } = plannerInput(example);
  const facts = {
    snapshot,
    settings,
    simulated: true,
    killSwitchOn: false,
    unsettled: [],
    now: NOW,
    timeZone: 'Europe/London',
    tradedToday: usd('0'),
    asked: { trade: true, yes: false },
    ...different,
  };
  return evaluateGates({ ...planOf(example), accountId }, facts);
}

const denied = (example: Example) =>
  deniedLines(planOf(example), {
    ...{ now: NOW, timeZone: 'Europe/London' },
    settings: plannerInput(example).settings,
  });

const codesOf = (...given: Parameters<typeof evaluate>) =>
  evaluate(...given).map(({ code }) => `${code} ${PROBLEMS[code][0]}`);

const openOrder = (symbol: string, different: Partial<OpenOrder> = {}): OpenOrder => ({
  orderId: 3,
  clientId: 0,
  permId: 12,
  accountId: ACCOUNT_ID,
  conId: exampleContract(symbol).conId,
  symbol,
  side: 'SELL',
  quantity: shares('1'),
  orderRef: '',
  status: 'PreSubmitted',
  ...different,
});

it('a paper account on the simulator, with nothing in the way, may trade', () => {
  expect(codesOf(account)).toEqual([]);
});

function warningsOf(example: Example): readonly string[] {
  const { snapshot, settings } = plannerInput(example);
  return warnAbout(planOf(example), snapshot, settings);
}

it('what an earlier run left unsettled stands in the way as it is told', () => {
  const unsettled: Problem[] = [
    {
      code: 'safety.interrupted-run',
      where: 'run 1',
      found: 'an order',
      expected: 'its end',
      fix: 'Look.',
    },
  ];
  expect(evaluate(account, { unsettled })).toEqual(unsettled);
});

it('each gate on a symbol says which account and symbol it is about', () => {
  const short = { symbol: 'SHRT', weight: '0', held: '-1' };
  const jumped = { symbol: 'GAP', weight: '0', held: '1', quote: { close: price('200') } };
  const unlisted = ['OLD', 'ODD'].map((symbol) => ({ symbol, held: '1' }));
  const etfs = [...account.etfs, short, jumped, ...unlisted];
  const problems = evaluate({ ...account, etfs, openOrders: [openOrder('VTI')] });
  const wheres = ['VTI', 'SHRT', 'GAP', 'ODD, OLD'].map((symbols) => `${ACCOUNT_ID} ${symbols}`);
  expect(problems.map(({ where }) => where)).toEqual(expect.arrayContaining(wheres));
});

describe('each gate closes alone, with its exit code', () => {
  it.each<[string, Example, Partial<GateFacts>, string]>([
    ['read_only = true', { ...account, ibkr: { readOnly: true } }, {}, 'safety.read-only 12'],
    ['--confirm alone at the broker', account, { simulated: false }, 'safety.account-kind 12'],
    [
      '--live on a paper account',
      account,
      { asked: { trade: true, yes: false, accountKind: 'live' } },
      'safety.account-kind 12',
    ],
    ['a cap that the plan passes', { ...account, safety: { maxOrders: 1 } }, {}, 'safety.cap 12'],
    ['the kill switch', account, { killSwitchOn: true }, 'safety.kill-switch 12'],
    [
      'an open order of anyone on a symbol to be sold',
      { ...account, openOrders: [openOrder('VTI', { clientId: 999 })] },
      {},
      'safety.open-orders 12',
    ],
    [
      'an open order on a symbol to be bought',
      { ...account, openOrders: [openOrder('BND')] },
      {},
      'safety.open-orders 12',
    ],
    [
      'a managed symbol held short',
      { ...account, etfs: [...account.etfs, { symbol: 'SHRT', weight: '0', held: '-1' }] },
      {},
      'safety.short-position 12',
    ],
    [
      'a held symbol whose price jumped',
      {
        ...account,
        etfs: [
          ...account.etfs,
          { symbol: 'GAP', weight: '0', held: '1', quote: { close: price('200') } },
        ],
      },
      {},
      'data.line-denied 8',
    ],
    [
      'an unlisted ETF and no word about it',
      { ...account, etfs: [...account.etfs, { symbol: 'OLD', held: '1' }] },
      {},
      'safety.unlisted 12',
    ],
    [
      'a market that is closed',
      {
        ...account,
        etfs: account.etfs.map((etf) => ({
          ...etf,
          contract: etf.symbol === 'BND' ? { hours: hoursOpen(NOW + 1, NOW + 2) } : {},
        })),
      },
      {},
      'market.closed 10',
    ],
    [
      'a value that the broker sees 6% lower',
      { ...account, brokerNetLiq: '9494' },
      {},
      'safety.value-mismatch 12',
    ],
  ])('%s', (_, example, facts, problem) => {
    expect(codesOf(example, facts)).toEqual([problem]);
  });

  it('all of them at once, when all of them are closed', () => {
    const example: Example = {
      ...account,
      etfs: [
        ...account.etfs,
        { symbol: 'OLD', held: '1' },
        { symbol: 'SHRT', weight: '0', held: '-1' },
        { symbol: 'GAP', weight: '0', held: '1', quote: { close: price('200') } },
      ],
      ibkr: { readOnly: true },
      brokerNetLiq: '1',
      openOrders: [openOrder('VTI')],
    };
    const codes = codesOf(example, { simulated: false, killSwitchOn: true }, 'U1');
    // The open order is of another account than U1.
    expect(new Set(codes).size).toBe(9);
  });
});

describe('open orders', () => {
  it.each<[string, Partial<OpenOrder>]>([
    ['on a symbol that is not traded', { conId: 1 }],
    ['of another account', { accountId: 'DU7' }],
  ])('%s close nothing', (_, different) => {
    expect(codesOf({ ...account, openOrders: [openOrder('VTI', different)] })).toEqual([]);
  });

  it('are named one by one', () => {
    const openOrders = [openOrder('VTI'), openOrder('VTI', { orderId: 4, side: 'BUY' })];
    expect(evaluate({ ...account, openOrders }).map(({ found }) => found)).toEqual([
      'a SELL order is open (order 3 of client 0, PreSubmitted)',
      'a BUY order is open (order 4 of client 0, PreSubmitted)',
    ]);
  });
});

describe('an ETF that no model lists', () => {
  const etfs = [...account.etfs, { symbol: 'OLD', held: '1' }];
  it.each([
    [undefined, ['safety.unlisted 12']],
    ['abort', ['safety.unlisted 12']],
    ['hold', []],
    ['sell', []],
  ] as const)('unlisted_etfs = %s', (unlistedEtfs, problems) => {
    expect(
      codesOf({ ...account, etfs, rebalance: { ...account.rebalance, unlistedEtfs } }),
    ).toEqual(problems);
  });
});

describe('a gap', () => {
  const gapped = { symbol: 'GAP', price: '100', quote: { close: price('200') } };
  it('of a symbol that is not held freezes its line and lets the others trade', () => {
    const etfs = [
      { ...account.etfs[0]!, weight: '40' },
      account.etfs[1]!,
      { ...gapped, weight: '10' },
    ];
    expect(codesOf({ ...account, etfs })).toEqual([]);
  });

  it('further than max_gap_pct allows closes the account; a wider setting opens it', () => {
    const etfs = [...account.etfs, { ...gapped, weight: '0', held: '1' }];
    expect(codesOf({ ...account, etfs, safety: { maxGap: ratio('0.5') } })).toEqual([]);
    expect(codesOf({ ...account, etfs, safety: { maxGap: ratio('0.49999999') } })).toEqual([
      'data.line-denied 8',
    ]);
  });
});

describe('a held symbol whose price stands to its close as after a split', () => {
  const held = (quote: object) => [
    ...account.etfs,
    { symbol: 'GAP', weight: '0', held: '1', quote },
  ];
  const gateOf = (quote: object): string[] =>
    evaluate({ ...account, etfs: held(quote) }).map(({ found, fix }) => `${found} ${fix}`);

  it.each([
    ['a quarter of it', { close: price('400') }, 'possibly a split 4 for 1'],
    ['ten times', { close: price('10') }, 'possibly a split 1 for 10'],
  ])('%s: the gate names the split and says that nothing confirms it', (_, quote, named) => {
    expect(gateOf(quote)).toEqual([expect.stringContaining(named)]);
    expect(gateOf(quote)[0]).toContain('nothing confirms it');
  });

  it('two thirds of it: a gap, and no split is suggested', () => {
    expect(gateOf({ close: price('150') })).toEqual([expect.not.stringContaining('possibly')]);
  });
});

describe('a plan that converts CAD to USD', () => {
  const funded: Example = {
    ...account,
    cad: '20000',
    etfs: [
      { symbol: 'VTI', weight: '50', held: '50' },
      { symbol: 'BND', weight: '50', held: '50' },
    ],
    fx: { enabled: true },
  };

  it('has nothing in its way', () => {
    expect(planOf(funded).fx.kind).toBe('convert');
    expect(codesOf(funded)).toEqual([]);
  });

  it('is compared with the broker by its US dollars alone', () => {
    expect(warningsOf(funded)).toEqual([]);
  });

  it('waits for an open order on USD.CAD', () => {
    const order = openOrder('USD', { conId: USD_CAD.conId });
    expect(codesOf({ ...funded, openOrders: [order] })).toContain('safety.open-orders 12');
    expect(codesOf({ ...account, openOrders: [order] })).toEqual([]);
  });

  it.each([
    ['closed', { open: false }, 'fx.closed', 10],
    ['without a rate', { quote: undefined }, 'data.line-denied', 8],
    [
      'with a stale rate',
      { quote: { bid: rate('1.35'), ask: rate('1.35'), aliveAt: 0 } },
      'data.line-denied',
      8,
    ],
  ])('%s: the buys that go without it are named', (_, fxMarket, code, exit) => {
    const waiting = { ...funded, fxMarket, fx: { enabled: true, preferMarketHours: true } };
    expect(codesOf(waiting)).toEqual([]);
    const stopped = denied(waiting);
    expect(stopped.map((each) => [each.code, PROBLEMS[each.code][0], each.where])).toEqual([
      [code, exit, `${ACCOUNT_ID} USD.CAD`],
    ]);
  });

  it('a closed market that no buy waits for is no trouble', () => {
    const resting = {
      ...funded,
      fxMarket: { open: false },
      fx: { enabled: true, preferMarketHours: true },
      rebalance: { ...account.rebalance, trigger: perHolding('10000') },
    };
    expect(denied(resting)).toEqual([]);
  });
});

describe('the value of the account against the figure of the broker', () => {
  // Our own value is 10,100.
  it.each([
    ['the same', '10100', false, false],
    ['exactly 1% less', '9999', false, false],
    ['a little more than 1% less', '9998.99', true, false],
    ['exactly 5% less', '9595', true, false],
    ['a hundred-millionth of a dollar more than that', '9594.99999999', true, true],
    ['exactly 5% more', '10605', true, false],
    ['a little more than 5% more', '10605.01', true, true],
    ['less than nothing', '-10', true, true],
  ])('%s (%s): warned %s, refused %s', (_, brokerNetLiq, warned, refused) => {
    const example = { ...account, brokerNetLiq };
    expect(warningsOf(example)).toHaveLength(warned ? 1 : 0);
    expect(codesOf(example)).toEqual(refused ? ['safety.value-mismatch 12'] : []);
  });

  it('an account of less than a dollar is compared with a dollar', () => {
    const example: Example = {
      cash: '0.50',
      etfs: [{ symbol: 'VTI', weight: '100' }],
      brokerNetLiq: '0.47',
    };
    expect(codesOf(example)).toEqual([]);
    expect(codesOf({ ...example, brokerNetLiq: '0.44' })).toEqual(['safety.value-mismatch 12']);
  });

  it('that the broker does not give cannot be compared, so nothing is sent', () => {
    const silent: Example = { cash: '100', etfs: account.etfs };
    expect(codesOf(silent)).toEqual(['safety.value-mismatch 12']);
    expect(warningsOf(silent)).toEqual([]);
  });
});

describe('lines that are stopped', () => {
  it('are not named when their drift is too small to trade anyway', () => {
    const etfs = account.etfs.map((etf) => ({ ...etf, quote: { ask: undefined } }));
    const rebalance = { ...account.rebalance, minOrder: usd('5000') };
    expect(denied({ ...account, etfs, rebalance })).toEqual([]);
  });

  it.each([
    ['stale', { aliveAt: NOW - 60_000 }],
    ['no-market', { ask: undefined }],
    ['gap', { close: price('200') }],
  ] as const)('%s: out of its band and named, with exit code 8', (why, quote) => {
    const etfs = account.etfs.map((etf) => ({ ...etf, quote }));
    const stopped = denied({ ...account, etfs });
    expect(stopped.map(({ code, where }) => `${code} ${where}`)).toEqual([
      `data.line-denied ${ACCOUNT_ID} BND`,
      `data.line-denied ${ACCOUNT_ID} VTI`,
    ]);
    expect(stopped[0]?.found).toContain(why);
  });

  it('in a closed market lack prices for that reason, and it is the one that is told', () => {
    const contract = { hours: hoursOpen(NOW + 1, NOW + 2) };
    const quote = { bid: undefined, ask: undefined };
    const etfs = account.etfs.map((etf) => ({ ...etf, quote, contract }));
    const stopped = denied({ ...account, etfs });
    expect(stopped.map(({ code, where }) => `${code} ${where}`)).toEqual([
      `market.closed ${ACCOUNT_ID} BND, VTI`,
    ]);
  });

  it('a short line has a gate of its own and is not named twice', () => {
    const etfs = [...account.etfs, { symbol: 'SHRT', weight: '0', held: '-1' }];
    expect(denied({ ...account, etfs })).toEqual([]);
  });

  it('none in a plan without trouble', () => {
    expect(denied(account)).toEqual([]);
  });
});

describe('what a person should know', () => {
  it.each([
    [{ onTimeout: 'market' }, 1],
    [{ algo: { kind: 'midprice' } }, 1],
    [{ algo: { kind: 'midprice' }, fallbackPlainMarket: false }, 0],
    [{ onTimeout: 'cross' }, 0],
  ] as const)('that with %j an order may end at the market', (execution, count) => {
    const etfs = [{ symbol: 'VTI', weight: '100' }] as const;
    const warnings = warningsOf({ cash: '5000', etfs: [...etfs], execution });
    expect(warnings.filter((each) => each.includes('market order'))).toHaveLength(count);
    expect(warningsOf({ cash: '0', etfs: [{ ...etfs[0], held: '5' }], execution })).toEqual([]);
  });

  it('exposure above max_leverage that no sell cures, and cash below its target', () => {
    const stuck: Example = {
      cash: '-5000',
      etfs: [
        { symbol: 'VTI', weight: '50', held: '150', quote: { aliveAt: NOW - 60_000 } },
        { symbol: 'BND', weight: '50' },
      ],
    };
    expect(warningsOf(stuck)).toEqual([
      'Even after the sells the exposure is above max_leverage: nothing is bought.',
      'Cash is below its target and no sell is due: nothing is bought.',
    ]);
  });

  it('sells that do not bring the cash to its target are not called none', () => {
    const short: Example = {
      cash: '0',
      etfs: [
        { symbol: 'VTI', weight: '50', held: '60', quote: { aliveAt: NOW - 60_000 } },
        { symbol: 'BND', weight: '50', held: '41' },
      ],
      rebalance: { cashBuffer: { kind: 'abs', amount: usd('2100') } },
    };
    expect(warningsOf(short)).toEqual([
      'Cash is below its target and the sells do not bring enough: nothing is bought.',
    ]);
  });
});
