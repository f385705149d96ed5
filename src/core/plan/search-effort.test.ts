/*
 * How much the search looks at, on accounts that never change. The answer is the same with a looser
 * bound or a worse order, and only takes longer; so what it takes is written down here. Whoever
 * changes the search on purpose writes down what it takes then.
 */
import { expect, it } from 'vitest';
import type { Example } from '../testing/example-account.ts';
import { planOf } from '../testing/example-plan.ts';
import { asPrice } from '../units/price.ts';
import { bps, ratio } from '../units/ratio.ts';
import { usd } from '../units/usd.ts';

/** Numbers from 0 to 1 that look like chance and are always the same. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

interface Shape {
  readonly count: number;
  readonly minOrder?: string;
  readonly buffer?: string;
  readonly slippage?: string;
  /** Cents of the cheapest fund, and how many more the dearest may cost. */
  readonly prices?: readonly [number, number];
  /** In percent of the account. */
  readonly cash?: number;
  readonly dollarsEach?: number;
  readonly maxLeverage?: string;
  /** Half of the spread, in cents: what a trade costs besides its commission. */
  readonly half?: number;
}

function account(seed: number, shape: Shape): Example {
  const { count, prices = [500, 40_000], cash = 30, dollarsEach = 2_000, half = 1 } = shape;
  const draw = draws(seed);
  const parts = Array.from({ length: count }, () => 1 + Math.floor(draw() * 100));
  const all = parts.reduce((sum, part) => sum + part, 0);
  const size = dollarsEach * count;
  const [cheapest, more] = prices;
  return {
    cash: String(Math.round((size * cash) / 100)),
    etfs: parts.map((part, at) => {
      const cents = cheapest + Math.floor(draw() * more);
      const held = Math.floor((size * (1 - cash / 100) * part * 200 * draw()) / all / cents);
      return {
        symbol: `F${String.fromCharCode(65 + Math.floor(at / 26), 65 + (at % 26))}`,
        weight: (Math.floor((part / all) * 990_000) / 10_000).toFixed(4),
        held: String(held),
        price: (cents / 100).toFixed(2),
        quote: {
          bid: asPrice(BigInt(cents - half) * 100n),
          ask: asPrice(BigInt(cents + half) * 100n),
        },
      };
    }),
    priceSources: half > 1 ? ['bidask'] : ['last'],
    rebalance: {
      minOrder: usd(shape.minOrder ?? '0'),
      cashBuffer: { kind: 'abs', amount: usd(shape.buffer ?? '0') },
      slippageReserve: bps(shape.slippage ?? '10'),
      maxLeverage: ratio(shape.maxLeverage ?? '1'),
    },
  };
}

it.each<[Shape, readonly string[]]>([
  [
    { count: 6, buffer: '100' },
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
    { count: 6 },
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
    { count: 12, buffer: '200' },
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
    { count: 12, minOrder: '100', buffer: '200' },
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
    { count: 24, buffer: '400' },
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
    { count: 24, minOrder: '200' },
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
  [
    { count: 5, buffer: '100', prices: [20_000, 40_000], dollarsEach: 5_000, cash: 10 },
    [
      '4 0 78634008014',
      '2 0 71974342400',
      '1 0 64118757026',
      '4 0 58482063000',
      '7 0 58373874435',
      '4 0 92674934012',
      '1 0 52342586346',
      '0 none 74770906875 cut',
      '0 0 39436246680',
      '0 none 106915635439 cut',
      '2 0 54334406312',
      '2 0 44903674108',
    ],
  ],
  [
    { count: 8, slippage: '0', prices: [5_000, 3_000], cash: 60 },
    [
      '10 0 9530886740',
      '3 0 13848578913',
      '3 0 15721598985',
      '3 0 15187109800',
      '21 0 14846182500',
      '13 0 15506087245',
      '2 0 17987416870',
      '5 0 16049372226',
      '1 0 8665924572',
      '3 0 16160978368',
      '4 0 15338774336',
      '3 0 17529418375',
    ],
  ],
  [
    { count: 10, buffer: '50', slippage: '50', half: 20, cash: 15 },
    [
      '10 0 48108002972',
      '4 0 52877282518',
      '5 0 84654348885',
      '1 0 51753036505',
      '10 0 73326454402',
      '10 0 38743879749',
      '1 0 58594279528',
      '9 0 60552366120',
      '6 0 63034833368',
      '3 0 34586924096',
      '5 0 31306449280',
      '0 0 32453821371',
    ],
  ],
  [
    { count: 10, maxLeverage: '0.985', cash: 20, prices: [3_000, 60_000] },
    [
      '4 0 99634064800',
      '10 0 91766074133',
      '5 0 92497289958',
      '3 0 75908812329',
      '3 0 74227874000',
      '2 0 78576636895',
      '1 0 72554235138',
      '2 10563000000 121245236504',
      '6 0 91810740792',
      '10 0 104075647640',
      '1 0 109405741820',
      '6 0 88888883620',
    ],
  ],
  [
    { count: 16, minOrder: '500', buffer: '300', dollarsEach: 1_500, cash: 5 },
    [
      '0 0 323187017792',
      '3 0 130747477720',
      '0 none 370856780671 cut',
      '16 0 148755758243',
      '0 none 299163522519 cut',
      '2 0 162816023678',
      '1 0 169886427984',
      '5 0 274866308718',
      '2 none 275461875754 cut',
      '2 0 228419212064',
      '2 0 125161578670',
      '2 0 267359837194',
    ],
  ],
  [
    { count: 60, buffer: '2000', prices: [500, 60_000], dollarsEach: 4_000 },
    [
      '25 0 438683769515',
      '17 0 511405999648',
      '50 0 359836484590',
      '21 0 478906307408',
      '44 0 451147744064',
      '67 0 482926861040',
      '21 0 550221523036',
      '54 0 327652846768',
      '17 0 386576606620',
      '21 0 430473594508',
      '17 0 526898142500',
      '82 0 473131014664',
    ],
  ],
])('%j', (shape, expected) => {
  const taken = Array.from({ length: 12 }, (_, at) => {
    const { certificate } = planOf(account(1 + at * 7_919, shape));
    const { nodes, gap, residual, cut, capped } = certificate;
    return [nodes, gap ?? 'none', residual, cut ? 'cut' : '', capped ? 'capped' : '']
      .join(' ')
      .trim();
  });
  expect(taken).toEqual(expected);
});
