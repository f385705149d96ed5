import { afterEach, describe, expect, test } from 'vitest';
import { readTable, rowsAt } from '../testing/protocol-table.ts';
import { SocketTrial } from '../testing/socket-trial.ts';
import { UNSET_DOUBLE, UNSET_INTEGER } from '../wire/unset.ts';

const trial = new SocketTrial();
afterEach(() => trial.end());

/** What official and other clients were seen to send for one plain limit order. */
const javaAt178 =
  `3|42|0|SPY|STK||0.0|||SMART||USD|||||BUY|2|LMT|501.25||DAY||DU1||0|ref-1|1|0|0|0|0|0|1|0||MAXD|||||||0||-1|0|||0|||0|0||0||||||0||MAXI|||0|MAXI||||||||||0|||0|0|||0||0|0|0|0||MAXD|MAXD|MAXD|MAXD|MAXD|0|||||||||0|0|0||MAXI|MAXI|0||`
    .replaceAll('MAXD', UNSET_DOUBLE)
    .replaceAll('MAXI', UNSET_INTEGER);
const stoqeyAt193 =
  '3|42|0|SPY|STK|||||SMART||USD|||||BUY|2|LMT|501.25||DAY||DU1|||ref-1|1||||||1|||||||||||||' +
  '|||||||||||||||||||||||||||||||||||0||||||||0||||||||||||||||||||||||||||';

const plain: Readonly<Record<string, string>> = {
  ...{ orderId: '42', symbol: 'SPY', secType: 'STK', exchange: 'SMART', currency: 'USD' },
  ...{ action: 'BUY', totalQuantity: '2', orderType: 'LMT', lmtPrice: '501.25', tif: 'DAY' },
  ...{ account: 'DU1', transmit: '1' },
};

/** Numbers and flags of an order that say nothing when they are unset, and text for the rest. */
const optional: ReadonlySet<string> = new Set([
  ...['conId', 'strike', 'auxPrice', 'origin', 'parentId', 'blockOrder', 'sweepToFill', 'hidden'],
  ...['displaySize', 'triggerMethod', 'outsideRth', 'discretionaryAmt', 'shortSaleSlot', 'ocaType'],
  ...['allOrNone', 'minQty', 'percentOffset', 'eTradeOnly', 'firmQuoteOnly', 'nbboPriceCap'],
  ...[
    'auctionStrategy',
    'startingPrice',
    'stockRefPrice',
    'delta',
    'stockRangeLower',
    'volatility',
  ],
  ...['stockRangeUpper', 'overridePercentageConstraints', 'volatilityType', 'deltaNeutralAuxPrice'],
  ...['continuousUpdate', 'referencePriceType', 'trailStopPrice', 'trailingPercent', 'notHeld'],
  ...['scaleInitLevelSize', 'scaleSubsLevelSize', 'scalePriceIncrement', 'optOutSmartRouting'],
  ...['deltaNeutralContract', 'whatIf', 'solicited', 'randomizeSize', 'randomizePrice', 'cashQty'],
  ...['conditionsCount', 'triggerPrice', 'lmtPriceOffset', 'adjustedStopPrice', 'duration'],
  ...['adjustedStopLimitPrice', 'adjustedTrailingAmount', 'adjustableTrailingUnit', 'postToAts'],
  ...['dontUseAutoPriceForHedge', 'isOmsContainer', 'discretionaryUpToLimitPrice'],
  ...['usePriceMgmtAlgo', 'autoCancelParent', 'professionalCustomer', 'includeOvernight'],
  ...['manualOrderIndicator', 'imbalanceOnly'],
]);

async function accepts(message: string, version: number): Promise<void> {
  const raw = await trial.loggedIn(1, version);
  const answers = await raw.answers(message);
  expect(answers.map((text) => text.split('|').slice(0, 2))).toEqual([
    ['5', '42'],
    ['3', '42'],
  ]);
  const [order] = trial.simulator.engine.openOrders();
  expect(order).toMatchObject({ orderId: 42, side: 'BUY', quantity: 20_000n, limit: 50_125_000n });
}

describe('a plain limit order is taken', () => {
  test.each([
    ['from Java at 178', 178, javaAt178],
    ['from @stoqey/ib at 193', 193, stoqeyAt193],
    ['with fields behind it that nobody knows', 193, `${stoqeyAt193}|x||7`],
  ])('%s', async (_, version, message) => {
    await accepts(message, version);
  });

  const spellings = ['', '0', '0.0', UNSET_DOUBLE, '1.7976931348623157e+308', UNSET_INTEGER];
  const cases = [151, 163, 178, 193, 199].flatMap((version) =>
    spellings.map((unset) => [version, unset] as const),
  );

  test.each(cases)(
    'at %i with "%s" wherever a number or flag is not given',
    async (version, unset) => {
      const fields = rowsAt(readTable('place-order'), version).map(
        ({ name }) => plain[name] ?? (optional.has(name) ? unset : ''),
      );
      await accepts(['3', ...fields].join('|'), version);
    },
  );
});
