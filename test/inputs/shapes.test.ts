import { expect, it } from 'vitest';
import type { Snapshot } from '../../src/core/account/snapshot.ts';
import { blendTargets } from '../../src/core/plan/blend-targets.ts';
import { planTrades } from '../../src/core/plan/plan-trades.ts';
import {
  exampleContract,
  examplePosition,
  exampleQuote,
  exampleSettings,
  NOW,
  perHolding,
} from '../../src/core/testing/example-account.ts';
import { describeProblem } from '../../src/core/units/problem.ts';
import { ratio } from '../../src/core/units/ratio.ts';
import { shares } from '../../src/core/units/shares.ts';
import { usd } from '../../src/core/units/usd.ts';
import { decodeText } from '../../src/inputs/decode-text.ts';
import { readPortfolios } from '../../src/inputs/read-portfolios.ts';
import { gatherPreTrade } from '../../src/report/gather-pre-trade.ts';
import { exampleHead } from '../../src/report/testing/example-head.ts';
import { writeCsv } from '../../src/report/write-csv.ts';

const wide = `ETF,SMURF,BADASS,GLTR
VTI,60%,0%,
BND,39.99%,,10
QQQ,,66.67%,
IJR,,33.33%,
GLD,,,"90%"
OLD,0,0,0
`;

/** The same three model portfolios in other words; the order of the rows says nothing. */
const sameInOtherWords: readonly (readonly [string, Uint8Array])[] = [
  ['wide', Buffer.from(wide)],
  [
    'long',
    Buffer.from(`portfolio,symbol,target_pct,note
GLTR,GLD,90,
SMURF,BND,39.99,"bonds, mostly"
SMURF,VTI,60,
SMURF,OLD,0,
badass,IJR,33.33,
badass,QQQ,66.67,
GLTR,BND,10,
`),
  ],
  ['wide with its columns and rows in another order', Buffer.from(reversed(wide))],
  [
    'wide, from a spreadsheet that writes decimal commas',
    Buffer.from(`\uFEFF${wide.replaceAll(',', '\t').replaceAll('.', ',')}`, 'utf16le'),
  ],
  [
    'long, from a spreadsheet that writes decimal commas',
    Buffer.from(
      '\uFEFFtarget_pct;portfolio;symbol\r\n60;SMURF;VTI\r\n39,99;SMURF;BND\r\n66,67;BADASS;QQQ\r\n33,33;BADASS;IJR\r\n90;GLTR;GLD\r\n10;GLTR;BND\r\n0;GLTR;OLD\r\n',
    ),
  ],
];

function reversed(text: string): string {
  const [header = '', ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').reverse().join(','));
  return [header, ...rows.reverse()].join('\n');
}

const mix = [
  { name: 'smurf', share: ratio('0.5') },
  { name: 'badass', share: ratio('0.3') },
  { name: 'gltr', share: ratio('0.2') },
];

const prices = {
  VTI: '292.41',
  BND: '73.05',
  QQQ: '512.58',
  IJR: '110.02',
  GLD: '247.60',
  OLD: '20',
};

const snapshot: Snapshot = {
  takenAt: NOW,
  account: {
    accountId: 'DU1234567',
    cash: usd('41234.56'),
    otherCash: [],
    brokerNetLiq: undefined,
    netLiquidation: undefined,
    excessLiquidity: undefined,
    availableFunds: undefined,
    positions: [
      examplePosition('VTI', { quantity: shares('210') }),
      examplePosition('GLD', { quantity: shares('30') }),
      examplePosition('OLD', { quantity: shares('55.5') }),
    ],
  },
  openOrders: [],
  fx: undefined,
  listed: new Map(Object.keys(prices).map((symbol) => [symbol, exampleContract(symbol)])),
  unlisted: new Map(),
  quotes: new Map(
    Object.entries(prices).map(([symbol, last]) => [
      exampleContract(symbol).conId,
      exampleQuote(last),
    ]),
  ),
};

function preTradeCsv(bytes: Uint8Array): string {
  const decoded = decodeText(bytes, 10_000);
  const portfolios = readPortfolios(decoded.ok ? decoded.text : '', 'portfolios.csv', [
    'smurf',
    'badass',
    'gltr',
  ]);
  if (!portfolios.ok) throw new Error(portfolios.problems.map(describeProblem).join('\n'));
  const settings = exampleSettings({
    rebalance: {
      trigger: perHolding('50'),
      minOrder: usd('500'),
      cashBuffer: { kind: 'pct', share: ratio('0.01') },
    },
  });
  const planned = planTrades(blendTargets(portfolios.value, mix), snapshot, settings);
  if (!planned.ok) throw new Error(planned.problems.map(describeProblem).join('\n'));
  expect(planned.value.sells.length).toBeGreaterThan(0);
  expect(planned.value.buys.length).toBeGreaterThan(2);
  const { trigger } = settings.rebalance;
  const report = gatherPreTrade(planned.value, exampleHead(), { trigger, otherCash: [] });
  return writeCsv({ accounts: [report] });
}

it.each(sameInOtherWords)('the same model portfolios give the same bytes: %s', (_, bytes) => {
  expect(preTradeCsv(bytes)).toBe(preTradeCsv(Buffer.from(wide)));
});
