import { describe, expect, it } from 'vitest';
import { type Example, NOW, perHolding } from '../testing/example-account.ts';
import { lineOf, planOf, tradesOf } from '../testing/example-plan.ts';
import { price } from '../units/price.ts';
import { bps, ratio } from '../units/ratio.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';

const absolute = (text: string) => ({ kind: 'abs', amount: usd(text) }) as const;

/** Cash only, and a buffer of 100 that pays all costs: AAA lacks `dollars`, ZZZ too and is stuck. */
function lacking(dollars: string, at: string, rebalance: Example['rebalance'] = {}): Example {
  return {
    cash: String(Number(dollars) * 2 + 100),
    etfs: [
      { symbol: 'AAA', weight: '50', price: at },
      { symbol: 'ZZZ', weight: '50', quote: { aliveAt: NOW - 60_000 } },
    ],
    rebalance: { cashBuffer: absolute('100'), ...rebalance },
  };
}

const outcomeOf = (example: Example, symbol = 'AAA') => {
  const plan = planOf(example);
  return { trades: tradesOf(plan), reasons: lineOf(plan, symbol).reasons.slice(1) };
};

describe('a buy is the whole shares in its drift, and one more where more than half is lacking', () => {
  it.each([
    ['1000', '100', ['BUY 10 AAA'], []],
    ['1049.99', '100', ['BUY 10 AAA'], []],
    ['1050', '100', ['BUY 10 AAA'], []],
    ['1050.01', '100', ['BUY 11 AAA'], [{ kind: 'rounded-up' }]],
    ['999.99', '100', ['BUY 10 AAA'], [{ kind: 'rounded-up' }]],
    ['590', '600', ['BUY 1 AAA'], [{ kind: 'rounded-up' }]],
    ['300', '600', [], [{ kind: 'indivisible' }]],
  ])('%s dollars at %s: %j', (dollars, at, trades, reasons) => {
    expect(outcomeOf(lacking(dollars, at))).toEqual({ trades, reasons });
  });
});

describe('min_order_usd', () => {
  const minOrder = usd('500');
  const below = { kind: 'order-below-min-order', minOrder };
  const upward = { kind: 'rounded-up-to-min-order' };

  it.each([
    ['exactly the minimum', '500', '100', ['BUY 5 AAA'], []],
    ['4 shares come to less; more than half of the fifth', '551', '110', ['BUY 5 AAA'], []],
    [
      '4 of 120 come to 480, and the next is wanted by more than half',
      '550',
      '120',
      ['BUY 5 AAA'],
      [upward],
    ],
    ['and exactly by half: no', '540', '120', [], [below]],
    ['and by less than half: no', '530', '120', [], [below]],
    ['one share of 590 where 510 lack', '510', '590', ['BUY 1 AAA'], [upward]],
    ['not one of 1100 where 510 lack', '510', '1100', [], [{ kind: 'indivisible' }]],
  ])('%s', (_, dollars, at, trades, reasons) => {
    expect(outcomeOf(lacking(dollars, at, { minOrder }))).toEqual({ trades, reasons });
  });

  it('the share more has to fit the cash as well', () => {
    // All cash is wanted: 4 shares of 120 fit 550, 5 do not.
    const example: Example = {
      cash: '650',
      etfs: [{ symbol: 'AAA', weight: '100', price: '120' }],
      rebalance: { cashBuffer: absolute('100'), minOrder },
    };
    expect(outcomeOf(example)).toEqual({ trades: [], reasons: [below] });
  });
});

describe('a share more that makes an order, where cash does not reach for all', () => {
  /** 10,000 to invest, of which CCC has all that is not in `cash`, and cannot be sold. */
  const bought = (wanted: Example['etfs'], cash: number, minOrder: string) => {
    const weights = wanted.reduce((sum, { weight }) => sum + Number(weight), 0);
    const held = String((10_000 - cash) / 100);
    const stuck = { weight: (100 - weights).toFixed(2), held, quote: { aliveAt: NOW - 60_000 } };
    const plan = planOf({
      cash: String(cash + 100),
      etfs: [...wanted, { symbol: 'CCC', ...stuck }],
      rebalance: { cashBuffer: absolute('100'), minOrder: usd(minOrder) },
    });
    return tradesOf(plan);
  };

  it('is not taken when it leaves others further from their targets', () => {
    // 4 shares of AAA are 480 and too small, 5 are 600. With those, 400 are left for the 540 of
    // BBB, which is too small. Without, BBB gets all of it.
    const wanted = [
      { symbol: 'AAA', weight: '5.5', price: '120' },
      { symbol: 'BBB', weight: '5.4', price: '54' },
    ];
    expect(bought(wanted, 1000, '500')).toEqual(['BUY 10 BBB']);
  });

  it('is taken when all come closer by it', () => {
    // One share of AAA is too small, two are 560. With those BBB still gets 480 of its 545; without,
    // BBB gets 540, and the 500 that are left are too little for DDD.
    const wanted = [
      { symbol: 'AAA', weight: '5.5', price: '280' },
      { symbol: 'BBB', weight: '5.45', price: '10' },
      { symbol: 'DDD', weight: '5.4', price: '540' },
    ];
    expect(bought(wanted, 1040, '430')).toEqual(['BUY 2 AAA', 'BUY 48 BBB']);
  });
});

describe('cash that is short goes to the largest drift first', () => {
  /** 1,000 above the floor; AAA lacks 900 at 100, BBB 500 at 30; CCC has the rest and is stuck. */
  const short: Example = {
    cash: '1100',
    etfs: [
      { symbol: 'AAA', weight: '50', held: '41', price: '100' },
      { symbol: 'BBB', weight: '20', held: '50', price: '30' },
      { symbol: 'CCC', weight: '30', held: '34', price: '100', quote: { aliveAt: NOW - 60_000 } },
    ],
    rebalance: { cashBuffer: absolute('100') },
  };

  it('AAA gets all 9, BBB 3 of its 16, and its line says so', () => {
    expect(outcomeOf(short, 'BBB')).toEqual({
      trades: ['BUY 9 AAA', 'BUY 3 BBB'],
      reasons: [{ kind: 'cut', row: 'cash', wanted: shares('16') }],
    });
  });

  it('a cut line that falls below min_order_usd is left out, with both reasons', () => {
    const minOrder = usd('100');
    expect(outcomeOf({ ...short, rebalance: { ...short.rebalance, minOrder } }, 'BBB')).toEqual({
      trades: ['BUY 9 AAA'],
      reasons: [
        { kind: 'cut', row: 'cash', wanted: shares('16') },
        { kind: 'order-below-min-order', minOrder },
      ],
    });
  });

  it('who comes after an order that is too small may still be served', () => {
    const plan = planOf({
      cash: '600',
      etfs: [
        { symbol: 'AAA', weight: '40', price: '450' },
        { symbol: 'BBB', weight: '30', price: '100' },
        { symbol: 'CCC', weight: '30', held: '9', price: '100', quote: { aliveAt: NOW - 60_000 } },
      ],
      rebalance: { cashBuffer: absolute('100') },
    });
    // 500 to spend: AAA wants 1 at 450 and leaves 50, which is half a share of BBB.
    expect(tradesOf(plan)).toEqual(['BUY 1 AAA']);
    expect(lineOf(plan, 'BBB').reasons).toContainEqual({
      kind: 'cut',
      row: 'cash',
      wanted: shares('4'),
    });
  });

  it('nobody is scaled down for the sake of somebody else', () => {
    const plan = planOf({
      cash: '500',
      etfs: [
        { symbol: 'AAA', weight: '45', price: '1' },
        { symbol: 'BBB', weight: '35', price: '1' },
        { symbol: 'CCC', weight: '20', held: '600', price: '1', quote: { aliveAt: NOW - 60_000 } },
      ],
      rebalance: { cashBuffer: absolute('50') },
    });
    expect(tradesOf(plan)).toEqual(['BUY 450 AAA']);
  });
});

describe('what is already held counts: only the shortfall is bought', () => {
  it('never cash times target weight', () => {
    const plan = planOf({
      cash: '1100',
      etfs: [
        { symbol: 'AAA', weight: '50', held: '50', price: '100' },
        { symbol: 'BBB', weight: '50', held: '40', price: '100' },
      ],
      rebalance: { cashBuffer: absolute('100') },
    });
    expect(tradesOf(plan)).toEqual(['BUY 10 BBB']);
  });
});

describe('who pays the costs', () => {
  /** Worth 100,000 to invest, 60 bps too much in AAA and too little in BBB, at 200 a share. */
  const swap = (buffer: string): Example => ({
    cash: buffer,
    etfs: [
      { symbol: 'AAA', weight: '50', held: '253', price: '200' },
      { symbol: 'BBB', weight: '50', held: '247', price: '200' },
    ],
    rebalance: {
      cashBuffer: absolute(buffer),
      trigger: perHolding('50'),
      minOrder: usd('500'),
      slippageReserve: bps('20'),
    },
  });

  it('the buffer: a swap that pays for itself is not starved by its own commission', () => {
    expect(tradesOf(planOf(swap('1000')))).toEqual(['SELL 3 AAA', 'BUY 3 BBB']);
  });

  it('without a buffer the cash itself, so one share less is bought', () => {
    const { trades, reasons } = outcomeOf(swap('0'), 'BBB');
    expect(trades).toEqual(['SELL 3 AAA']);
    expect(reasons).toEqual([
      { kind: 'cut', row: 'cash', wanted: shares('3') },
      { kind: 'order-below-min-order', minOrder: usd('500') },
    ]);
  });

  it('a buffer smaller than the costs pays what it can', () => {
    // Costs of 3 and 3: 2 x (1.00 + 3 x 0.40) = 4.40.
    expect(tradesOf(planOf(swap('4.40')))).toEqual(['SELL 3 AAA', 'BUY 3 BBB']);
    expect(tradesOf(planOf(swap('4.39999999')))).toEqual(['SELL 3 AAA']);
  });

  it('the walk of the cash adds up and ends at its floor', () => {
    expect(planOf(swap('1000')).cash).toEqual({
      before: usd('1000'),
      fx: usd('0'),
      sells: usd('600'),
      buys: usd('600'),
      commissions: usd('2'),
      reserve: usd('2.40'),
      after: usd('995.60'),
      floor: usd('995.60'),
    });
  });
});

describe('leverage', () => {
  it('cuts what a borrowing plan wants, commissions and slippage counted', () => {
    // 12,000 of exposure less 1.2 times the costs: 120 shares do not fit, 119 do.
    const example: Example = {
      cash: '10000',
      etfs: [{ symbol: 'AAA', weight: '150', price: '100' }],
      rebalance: { maxLeverage: ratio('1.2') },
    };
    expect(outcomeOf(example)).toEqual({
      trades: ['BUY 119 AAA'],
      reasons: [{ kind: 'cut', row: 'leverage', wanted: shares('150') }],
    });
  });

  it('is measured on NetLiq less debts in other currencies', () => {
    const example: Example = {
      cash: '10000',
      otherCash: [{ currency: 'CAD', amount: usd('-6800'), worth: usd('-5000') }],
      etfs: [{ symbol: 'AAA', weight: '80', price: '100' }],
    };
    expect(outcomeOf(example)).toEqual({
      trades: ['BUY 49 AAA'],
      reasons: [{ kind: 'cut', row: 'leverage', wanted: shares('80') }],
    });
  });

  it('of unmanaged holdings counts too', () => {
    const { base, after } = planOf({
      cash: '10000',
      etfs: [
        { symbol: 'AAA', weight: '80', price: '100' },
        { symbol: 'OLD', held: '50', price: '100' },
      ],
    });
    expect(base.gross).toBe(usd('5000'));
    // 79 at 100, for the commission and 79 cents of reserve are paid from cash: 12,900 / 14,998.21.
    expect(after.gross).toBe(usd('12900'));
    expect(after.leverage).toBe(ratio('0.86010264'));
  });
});

it('a limit above the slippage reserve is what a buy is counted with', () => {
  const { trade } = lineOf(planOf(lacking('1000', '100')), 'AAA');
  expect(trade).toMatchObject({ price: price('100'), reserved: price('100.01') });
  const reserved = lineOf(
    planOf(lacking('1000', '33.33', { slippageReserve: bps('20') })),
    'AAA',
  ).trade;
  expect(reserved).toMatchObject({ price: price('33.33'), reserved: price('33.3967') });
});

it('a market order for an unusable quote is planned where the settings allow it', () => {
  const example = lacking('1000', '100');
  const [wanted, stuck] = example.etfs;
  const etfs = [{ ...wanted!, quote: { ask: undefined } }, stuck!];
  const plan = planOf({ ...example, etfs, limits: { escalateAction: 'market' } });
  expect(tradesOf(plan)).toEqual(['BUY 10 AAA']);
  expect(lineOf(plan, 'AAA').reasons).toContainEqual({
    kind: 'price-note',
    note: 'unusable-quote',
  });
  expect(tradesOf(planOf({ ...example, etfs }))).toEqual([]);
});
