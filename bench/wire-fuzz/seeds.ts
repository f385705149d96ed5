import { isPresent } from '../../simulator/wire/layout.ts';
import { placeOrderLayout, type PlaceOrderRow } from '../../simulator/wire/place-order-layout.ts';
import type { Random } from '../input-fuzz/random.ts';

/** The server versions that fuzzed clients agree on. */
export const versions = [151, 157, 163, 178, 189, 193, 199, 200] as const;

const spy = '756733|SPY|STK||0.0|||SMART|ARCA|USD|SPY|SPY';

/** One right message of each kind that has fields worth changing; `|` is the NUL. */
const messages: readonly [string, ...string[]] = [
  `1|11|4|${spy}|0||0|0|`,
  `1|11|5|${spy}|0||1|0|`,
  '2|2|4',
  '4|1|7||',
  '4|7|||2147483647',
  '5|1',
  '6|2|1|DU1',
  '6|2|0|',
  '7|3|5|0|DU1|20260413-10:00:00|SPY|STK||BUY|2147483647|0',
  '8|1|1',
  `9|8|3|${spy}|0|||`,
  '10|5|8|0|SPY|STK||||||||||5|1|',
  '14|1|5',
  '15|1|1',
  '16|1',
  '17|1',
  '18|1|1',
  `20|8|${spy}|0|20260413 00:00:00|1 day|3 D|1|TRADES|1|0|`,
  '22|8|10|STK|STK.US|TOP_PERC_GAIN',
  '25|1|8',
  '49|1',
  '50|3|8|756733|SPY|STK||||||||5|TRADES|1|',
  '59|1|3',
  '61|1',
  '62|1|9|All|NetLiquidation,BuyingPower,$LEDGER:ALL',
  '63|1|9',
  '64|1',
  '67|1|8',
  '71|2|3|',
  '74|1|8|DU1|',
  '75|1|8',
  '76|1|8|DU1||1',
  '77|1|8',
  '81|8|SP',
  `87|8|${spy}|0|1|TRADES|1`,
  '91|26',
  '92|8|DU1|',
  '93|8',
  '94|8|DU1||756733',
  '95|8',
  `96|8|${spy}|0|||10|BID_ASK|1|0|`,
  '99|1',
  '104|8',
  '105',
];

/** The fields of a right message, a third of them orders. */
export function rightMessage(random: Random, version: number, caseNumber: number): string[] {
  if (random.oneIn(3)) return order(random, version, caseNumber);
  return random.pick(messages).split('|');
}

function order(random: Random, version: number, caseNumber: number): string[] {
  /** The usual value, and once in eight times another one. */
  const mostly = (usual: string, others: readonly [string, ...string[]]): string =>
    random.oneIn(8) ? random.pick(others) : usual;
  const orderType = random.oneIn(2) ? 'MKT' : 'LMT';
  const limit = orderType === 'MKT' ? '' : random.pick(['500.02', '499', '250.02', '72.80']);
  const given = {
    // A new id as a rule, else one that may have been used: a change, or a duplicate.
    orderId: String(1 + (random.oneIn(8) ? random.below(caseNumber + 1) : caseNumber)),
    symbol: mostly('SPY', ['VTI', 'BND', 'NOPE']),
    secType: mostly('STK', ['BAG', 'CASH']),
    action: random.pick(['BUY', 'SELL']),
    totalQuantity: String(random.below(50)),
    orderType: mostly(orderType, ['PEG MID', 'PEG BENCH', 'PEG BEST', 'MIDPRICE', 'STP']),
    lmtPrice: mostly(limit, ['1', '0.0', '']),
    tif: mostly('DAY', ['GTC', 'IOC', 'FOK']),
    account: 'DU1',
    transmit: mostly('1', ['0']),
    whatIf: mostly('', ['0', '1']),
  };
  return orderMessage(given, version);
}

/** PLACE_ORDER with these fields; what is not given is not wanted. */
export function orderMessage(given: Readonly<Record<string, string>>, version: number): string[] {
  const rows: readonly PlaceOrderRow[] = placeOrderLayout;
  const usual: Readonly<Record<string, string>> = {
    ...{ exchange: 'SMART', currency: 'USD', orderRef: 'fuzz' },
    ...{ deltaNeutralContract: '0', conditionsCount: '0' },
  };
  const fields = rows.flatMap((row) =>
    'name' in row && isPresent(row, version) ? [given[row.name] ?? usual[row.name] ?? ''] : [],
  );
  return ['3', ...fields];
}
