/*
 * How much the search looks at, on accounts that never change. The answer is the same with a looser
 * bound or a worse order, and only takes longer; so what it takes is written down here. Whoever
 * changes the search on purpose writes down what it takes then.
 */
import { expect, it } from 'vitest';
import type { Example } from '../testing/example-account.ts';
import { planOf } from '../testing/example-plan.ts';
import { usd } from '../units/usd.ts';
import { bps } from '../units/ratio.ts';

/** Numbers from 0 to 1 that look like chance and are always the same. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function account(seed: number, count: number, minOrder: string, buffer: string): Example {
  const draw = draws(seed);
  const parts = Array.from({ length: count }, () => 1 + Math.floor(draw() * 100));
  const all = parts.reduce((sum, part) => sum + part, 0);
  const size = 2_000 * count;
  return {
    cash: String(Math.round(size * 0.3)),
    etfs: parts.map((part, at) => {
      const price = (500 + Math.floor(draw() * 40_000)) / 100;
      const held = Math.floor((size * 0.7 * part * 2 * draw()) / all / price);
      return {
        symbol: `F${String.fromCharCode(65 + Math.floor(at / 26), 65 + (at % 26))}`,
        weight: (Math.floor((part / all) * 990_000) / 10_000).toFixed(4),
        held: String(held),
        price: price.toFixed(2),
      };
    }),
    rebalance: {
      minOrder: usd(minOrder),
      cashBuffer: { kind: 'abs', amount: usd(buffer) },
      slippageReserve: bps('10'),
    },
  };
}

it.each<[number, string, string, readonly string[]]>([
  [
    6,
    '0',
    '100',
    [
      '2 0 24971012442',
      '2 0 44263506642',
      '4 0 11162621586',
      '3 0 39304873375',
      '2 0 34771108000',
      '2 0 51989216000',
      '1 0 45699431134',
      '2 0 28154759690',
      '2 0 18879399548',
      '2 0 23230636292',
      '2 0 35120959484',
      '5 0 23984581102',
    ],
  ],
  [
    6,
    '0',
    '0',
    [
      '3 0 24259928118',
      '2 0 45045086642',
      '1 0 12168085186',
      '3 0 41656123375',
      '3 0 35004108000',
      '3 0 50786526000',
      '1 0 41307171134',
      '3 0 29727036200',
      '1 0 25257247162',
      '11 0 15741835588',
      '2 0 30751689484',
      '4 0 22938850202',
    ],
  ],
  [
    12,
    '0',
    '200',
    [
      '23 0 82095297832',
      '12 0 63055094035',
      '4 0 68105752400',
      '5 0 48782886572',
      '3 0 70951204994',
      '12 0 45879093390',
      '12 0 59482640000',
      '2 0 58888765984',
      '12 0 54410158848',
      '10 0 67709623412',
      '12 0 83453875112',
      '3 0 47287517024',
    ],
  ],
  [
    12,
    '100',
    '200',
    [
      '23 0 82095297832',
      '11 0 63424031557',
      '4 0 68105752400',
      '9 0 51838701340',
      '2 0 70951204994',
      '10 0 45879093390',
      '3 0 62512640000',
      '2 0 58888765984',
      '11 0 54410158848',
      '4 0 73571623412',
      '14 0 83453875112',
      '3 0 54942517024',
    ],
  ],
  [
    24,
    '0',
    '400',
    [
      '7 0 114018163848',
      '10 0 119137178704',
      '7 0 108077958000',
      '6 0 146044256152',
      '10 0 136739130180',
      '9 0 121998759031',
      '7 0 156934392857',
      '8 0 125520303680',
      '34 0 130751000000',
      '6 0 124215827376',
      '16 0 132668213768',
      '10 0 138761814540',
    ],
  ],
  [
    24,
    '200',
    '0',
    [
      '4 0 130109740328',
      '2 0 139054129072',
      '25 0 112899025680',
      '6 0 148744990478',
      '6 0 168366921140',
      '6 0 183333205887',
      '6 0 172783103169',
      '7 0 143640792320',
      '8 0 163066146560',
      '7 0 131295473400',
      '20 1493468048 149443470664',
      '6 0 159950089260',
    ],
  ],
])('%d funds, orders from %s dollars, a buffer of %s', (count, minOrder, buffer, expected) => {
  const taken = Array.from({ length: 12 }, (_, at) => {
    const { certificate } = planOf(account(1 + at * 7_919, count, minOrder, buffer));
    const { nodes, gap, residual, cut, capped } = certificate;
    return [nodes, gap ?? 'none', residual, cut ? 'cut' : '', capped ? 'capped' : '']
      .join(' ')
      .trim();
  });
  expect(taken).toEqual(expected);
});
