import { describe, expect, it } from 'vitest';
import {
  exampleContract,
  examplePosition,
  exampleQuote,
  NOW,
  perHolding,
  plannerInput,
  type Example,
  type ExampleEtf,
} from '../testing/example-account.ts';
import { lineOf, planOf, tradesOf } from '../testing/example-plan.ts';
import { price } from '../units/price.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { gatherHoldings } from './gather-holdings.ts';

function gather(example: Example) {
  const { targets, snapshot, settings } = plannerInput(example);
  const gathered = gatherHoldings(targets, snapshot, settings);
  if (!gathered.ok) throw new Error(gathered.problems.map(({ found }) => found).join());
  return gathered.value;
}

function problemsOf(example: Example) {
  const { targets, snapshot, settings } = plannerInput(example);
  const gathered = gatherHoldings(targets, snapshot, settings);
  return gathered.ok ? [] : gathered.problems.map(({ code, where }) => `${code} ${where}`);
}

const vti: ExampleEtf = { symbol: 'VTI', weight: '100', held: '10', price: '100' };
const old: ExampleEtf = { symbol: 'OLD', held: '5', price: '40' };

describe('an ETF that is held and stands in no model', () => {
  it.each([
    ['sell', ['OLD', 'VTI'], [], []],
    ['hold', ['VTI'], ['OLD'], ['OLD']],
    ['abort', ['VTI'], ['OLD'], ['OLD']],
    [undefined, ['VTI'], ['OLD'], ['OLD']],
  ] as const)('with unlisted_etfs = %s', (unlistedEtfs, managed, unmanaged, unlisted) => {
    const split = gather({ etfs: [vti, old], rebalance: { unlistedEtfs } });
    expect(split.managed.map(({ contract }) => contract.symbol)).toEqual(managed);
    expect(split.unmanaged.map(({ symbol }) => symbol)).toEqual(unmanaged);
    expect(split.unlisted.map(({ symbol }) => symbol)).toEqual(unlisted);
  });

  it('is sold whole when it is to be sold', () => {
    const plan = planOf({ etfs: [vti, old], rebalance: { unlistedEtfs: 'sell' } });
    expect(tradesOf(plan)).toContain('SELL 5 OLD');
    expect(lineOf(plan, 'OLD').holding).toMatchObject({ listed: false, targetWeight: 0n });
  });

  it('is not sold when its price cannot be trusted', () => {
    const stale = { ...old, quote: { aliveAt: NOW - 10_001 } };
    const plan = planOf({ etfs: [vti, stale], rebalance: { unlistedEtfs: 'sell' } });
    expect(tradesOf(plan)).toEqual([]);
  });

  it('that shares its symbol with a listed one is told apart by its contract', () => {
    const twin: ExampleEtf = { symbol: 'VTI', held: '3', price: '20', contract: { conId: 77 } };
    const example: Example = { etfs: [vti, twin], rebalance: { unlistedEtfs: 'sell' } };
    const { managed } = gather(example);
    expect(
      managed.map(({ contract, listed, held }) => [contract.conId === 77, listed, held]),
    ).toEqual(
      expect.arrayContaining([
        [false, true, shares('10')],
        [true, false, shares('3')],
      ]),
    );
    expect(tradesOf(planOf(example))).toContain('SELL 3 VTI');
  });

  it.each([
    ['a share', { stockType: 'COMMON' }],
    ['an ETF in another currency', { currency: 'CAD' }],
  ])('%s is never sold, whatever the settings say', (_, contract) => {
    const split = gather({
      etfs: [vti, { ...old, contract }],
      rebalance: { unlistedEtfs: 'sell' },
    });
    expect(split.managed.map((holding) => holding.contract.symbol)).toEqual(['VTI']);
  });

  it('that is described and not held does not exist', () => {
    const split = gather({ etfs: [vti, { ...old, held: '0' }] });
    expect(split.unlisted).toEqual([]);
  });
});

it('a listed contract that is described a second time as unlisted stays listed, once', () => {
  const { targets, snapshot, settings } = plannerInput({
    etfs: [vti],
    rebalance: { unlistedEtfs: 'sell' },
  });
  const contract = exampleContract('VTI');
  const unlisted = new Map([[contract.conId, contract]]);
  const gathered = gatherHoldings(targets, { ...snapshot, unlisted }, settings);
  expect(gathered.ok && gathered.value.managed.map(({ listed }) => listed)).toEqual([true]);
});

describe('positions are matched by contract, not by symbol', () => {
  it('an option on an ETF never replaces the ETF', () => {
    const option = examplePosition('VTI', {
      conId: 99,
      secType: 'OPT',
      quantity: shares('180'),
      marketPrice: price('5'),
      marketValue: usd('90000'),
    });
    const { managed, unmanagedValue } = gather({ etfs: [vti], positions: [option] });
    expect(managed.map(({ held, value }) => [held, value])).toEqual([[shares('10'), usd('1000')]]);
    expect(unmanagedValue).toBe(usd('90000'));
  });

  it('two symbols that lead to one contract are refused: the holding would count twice', () => {
    const same: ExampleEtf = { ...vti, symbol: 'VOO', weight: '50', held: '0' };
    const first = { ...vti, weight: '50' };
    const { conId } = exampleContract('VTI');
    expect(problemsOf({ etfs: [first, { ...same, contract: { conId } }] })).toEqual([
      'contract.ambiguous VOO, VTI',
    ]);
  });
});

describe('why a line cannot be traded', () => {
  it.each([
    ['held short', 'short', { held: '-1' }],
    ['no quote at all', 'no-price', { quote: 'none', marketPrice: '100' }],
    ['no last trade', 'no-price', { quote: { last: undefined }, marketPrice: '100' }],
    ['alive 10.001 s ago', 'stale', { quote: { aliveAt: NOW - 10_001 } }],
    ['alive 10 s ago', undefined, { quote: { aliveAt: NOW - 10_000 } }],
    ['just more than 20% above the close', 'gap', { quote: { close: price('83.33') } }],
    ['just less than 20% above the close', undefined, { quote: { close: price('83.34') } }],
    ['just more than 20% below the close', 'gap', { quote: { close: price('125.0001') } }],
    ['exactly 20% below the close', undefined, { quote: { close: price('125') } }],
    ['without a close nothing is known of a gap', undefined, { quote: { close: undefined } }],
  ] as const)('%s: %s', (_, freeze, different) => {
    const { managed } = gather({ cash: '1000', etfs: [{ ...vti, ...different }] });
    expect(managed[0]?.freeze).toBe(freeze);
  });

  it('a gap is a gap of the market too, whatever price the plan is made with', () => {
    // The book has moved by 40%; last week's close does not say so.
    const quote = { bid: price('59.99'), ask: price('60.01'), last: price('60') };
    const example: Example = { etfs: [{ ...vti, quote }], priceSources: ['close'] };
    expect(gather(example).managed[0]?.freeze).toBe('gap');
  });

  it('the middle of an empty book is no price to offer at', () => {
    // 100 shares bid at 10 before the open: half of 10 x 100 is 55, and a limit would start there.
    const quote = { bid: price('10'), ask: price('100.01') };
    expect(gather({ etfs: [{ ...vti, quote }] }).managed[0]?.freeze).toBe('gap');
  });

  it('none of it matters for what is neither held nor wanted', () => {
    const unwanted = { symbol: 'ZERO', weight: '0', quote: 'none' } as const;
    expect(problemsOf({ etfs: [vti, unwanted] })).toEqual([]);
  });
});

describe('a price that a split would explain', () => {
  const reasonsOf = (different: Partial<ExampleEtf>, rest: Partial<Example> = {}) =>
    lineOf(planOf({ cash: '1000', etfs: [{ ...vti, ...different }], ...rest }), 'VTI').reasons;
  const fourForOne = { kind: 'possible-split', split: { shares: 4n, forEach: 1n } };

  it('is named on the line, beside the gap that stops it', () => {
    const reasons = reasonsOf({ quote: { close: price('400') } });
    expect(reasons).toContainEqual(fourForOne);
    expect(reasons).toContainEqual({ kind: 'frozen', why: 'gap' });
  });

  it('is named on a line that would not be traded, too: the holding may be counted wrongly', () => {
    const reasons = reasonsOf(
      { quote: { close: price('400') } },
      { rebalance: { trigger: perHolding('10000') } },
    );
    expect(reasons).toContainEqual(fourForOne);
    expect(reasons.map(({ kind }) => kind)).toContain('in-band');
  });

  it('is seen in the middle of the market when the plan is made with the close', () => {
    const quote = { bid: price('49.99'), ask: price('50.01'), last: price('50') };
    const { managed } = gather({ etfs: [{ ...vti, quote }], priceSources: ['close'] });
    expect(managed[0]?.gap).toEqual({ split: { shares: 2n, forEach: 1n } });
  });

  it('is the one that is named when the price itself has another gap', () => {
    // The last trade is 30% below the close, the middle of 30 x 70 a half of it.
    const quote = { bid: price('30'), ask: price('70'), last: price('70'), close: price('100') };
    const { managed } = gather({ etfs: [{ ...vti, quote }] });
    expect(managed[0]?.gap).toEqual({ split: { shares: 2n, forEach: 1n } });
  });

  it('is not suggested for any other gap', () => {
    const reasons = reasonsOf({ quote: { close: price('150') } });
    expect(reasons.map(({ kind }) => kind)).not.toContain('possible-split');
    expect(reasons).toContainEqual({ kind: 'frozen', why: 'gap' });
  });
});

describe('valuation', () => {
  it("a held symbol without a live price is worth the broker's own price, and is not traded", () => {
    const line = lineOf(
      planOf({
        cash: '5000',
        etfs: [{ ...vti, quote: 'none', marketPrice: '95' }],
      }),
      'VTI',
    );
    expect(line.holding.valuation).toMatchObject({ price: price('95'), source: 'account' });
    expect(line.holding.value).toBe(usd('950'));
    expect(line.trade).toBeUndefined();
    expect(line.reasons.map(({ kind }) => kind)).toEqual([
      'valued-by-broker',
      'out-of-band',
      'frozen',
    ]);
  });

  it('every holding without any price is named, and nothing is planned', () => {
    const bond = examplePosition('BOND', { conId: 5, secType: 'BOND', quantity: shares('2') });
    expect(
      problemsOf({
        etfs: [
          { ...vti, weight: '50', quote: 'none' },
          { symbol: 'BND', weight: '50', held: '1', quote: { last: undefined } },
        ],
        positions: [bond],
      }),
    ).toEqual(['data.no-price BND', 'data.no-price VTI', 'data.no-price BOND']);
  });

  it('a wanted symbol without a price is frozen and its target stays in cash', () => {
    const plan = planOf({
      cash: '9000',
      etfs: [
        { ...vti, weight: '50' },
        { symbol: 'NEW', weight: '50', quote: 'none' },
      ],
    });
    expect(tradesOf(plan)).toEqual(['BUY 40 VTI']);
    expect(lineOf(plan, 'NEW')).toMatchObject({ target: usd('5000'), valueAfter: 0n });
    expect(lineOf(plan, 'NEW').reasons).toContainEqual({ kind: 'frozen', why: 'no-price' });
  });

  it('a last trade outside the market is valued at its edge, and the line says so', () => {
    const quote = { bid: price('101'), ask: price('101.02') };
    const line = lineOf(planOf({ etfs: [{ ...vti, quote }] }), 'VTI');
    expect(line.holding.value).toBe(usd('1010'));
    expect(line.reasons).toContainEqual({ kind: 'last-outside-market' });
  });
});

it('an account that is read in another order is the same account', () => {
  const etfs: ExampleEtf[] = [
    vti,
    old,
    { symbol: 'BND', held: '5', price: '40' },
    { symbol: 'BND', held: '6', price: '40', contract: { conId: 4 } },
  ];
  const forward = gather({ etfs });
  const backward = gather({ etfs: [...etfs].reverse() });
  expect(backward).toEqual(forward);
});

it('a limit never starts further from the middle than the collar', () => {
  // 94.10 x 105.90: 11.8% wide, and the settings say to take the far side.
  const quote = { bid: price('94.10'), ask: price('105.90') };
  const { managed } = gather({
    etfs: [{ ...vti, quote }],
    limits: { escalateAction: 'cross' },
  });
  expect(managed[0]?.buyOrder).toMatchObject({ kind: 'limit', limit: price('103') });
  expect(managed[0]?.sellOrder).toMatchObject({ kind: 'limit', limit: price('97') });
});

it.each([
  ['97.00', '103.00', '103.00', '97.00', ['wide-spread', 'crossed-to-far-side']],
  ['96.99', '103.01', '103.00', '97.00', ['wide-spread']],
])('%s x %s, crossed: at the collar it is the far side, beyond it no more', (...row) => {
  const [bid, ask, buy, sell, notes] = row;
  const quote = { bid: price(bid), ask: price(ask) };
  const crossing: Example = { etfs: [{ ...vti, quote }], limits: { escalateAction: 'cross' } };
  const { managed } = gather(crossing);
  expect(managed[0]?.buyOrder).toEqual({ kind: 'limit', limit: price(buy), notes });
  expect(managed[0]?.sellOrder).toEqual({ kind: 'limit', limit: price(sell), notes });
});

it('a symbol that was not found at the broker is a bug of ours', () => {
  const { targets, snapshot, settings } = plannerInput({ etfs: [vti] });
  expect(() => gatherHoldings(targets, { ...snapshot, listed: new Map() }, settings)).toThrow(
    'VTI was found at the broker',
  );
});

it('of a contract that is reported twice the first position counts', () => {
  const second = examplePosition('VTI', { quantity: shares('3') });
  const { managed } = gather({ etfs: [vti], positions: [second] });
  expect(managed.map(({ held }) => held)).toEqual([shares('10')]);
});

it('without a quote no order is priced', () => {
  const denied = { kind: 'denied', reason: 'no-market' };
  const { managed } = gather({ etfs: [{ ...vti, quote: 'none', marketPrice: '95' }] });
  expect(managed[0]).toMatchObject({ buyOrder: denied, sellOrder: denied });
});

it('a quote is looked up by contract', () => {
  const { targets, snapshot, settings } = plannerInput({ etfs: [vti] });
  const { conId } = exampleContract('VTI');
  const quotes = new Map([[conId + 1, exampleQuote('1')]]);
  const gathered = gatherHoldings(targets, { ...snapshot, quotes }, settings);
  expect(gathered.ok).toBe(false);
});
