import { describe, expect, test } from 'vitest';
import { price } from '../engine/price.ts';
import { limitAt, startTrial } from '../testing/engine-trial.ts';
import { nameFields, readTable, rowsAt, type TableRow } from '../testing/protocol-table.ts';
import { completedOrderLayout } from './completed-order-layout.ts';
import { FieldReader } from './field-reader.ts';
import { isPresent, type LayoutRow } from './layout.ts';
import { openOrderLayout } from './open-order-layout.ts';
import { completedOrder, openOrder } from './order-messages.ts';
import { readPlaceOrder } from './order-request.ts';
import { placeOrderLayout, type PlaceOrderRow } from './place-order-layout.ts';
import { UNSET_DOUBLE } from './unset.ts';
import { NEWEST_VERSION, OLDEST_VERSION } from './versions.ts';

const versions = Array.from(
  { length: NEWEST_VERSION - OLDEST_VERSION + 1 },
  (_, at) => OLDEST_VERSION + at,
);

const placeOrderRows: readonly PlaceOrderRow[] = placeOrderLayout;

/** Each long message: its table, its layout, and how many fields it has with its id. */
const messages: readonly {
  readonly name: string;
  readonly table: readonly TableRow[];
  readonly layout: readonly LayoutRow[];
  readonly counts: Readonly<Record<number, number>>;
}[] = [
  {
    name: 'PLACE_ORDER',
    table: readTable('place-order'),
    layout: placeOrderRows.filter((row) => 'name' in row),
    counts: {
      ...{ 151: 110, 157: 110, 163: 113, 164: 113, 166: 114, 176: 115, 177: 114, 178: 114 },
      ...{ 183: 115, 184: 116, 189: 119, 192: 118, 193: 118, 195: 118, 199: 119, 200: 119 },
    },
  },
  {
    name: 'OPEN_ORDER',
    table: readTable('open-order'),
    layout: openOrderLayout,
    counts: {
      ...{ 157: 128, 163: 131, 166: 131, 176: 136, 178: 135, 183: 136, 193: 141, 195: 154 },
      ...{ 199: 156, 200: 156 },
    },
  },
  {
    name: 'COMPLETED_ORDER',
    table: readTable('completed-order'),
    layout: completedOrderLayout,
    counts: { 151: 96, 169: 96, 170: 101, 176: 101, 178: 100, 193: 102, 198: 103, 200: 103 },
  },
];

describe.each(messages)('$name', ({ table, layout, counts }) => {
  test.each(versions)('has at %i the fields of the table, in its order', (version) => {
    const laidOut = layout.filter((row) => isPresent(row, version)).map(({ name }) => name);
    expect(laidOut).toEqual(rowsAt(table, version).map(({ name }) => name));
  });

  test.each([178, 193] as const)('has at %i each field at its place', (version) => {
    const places = layout
      .filter((row) => isPresent(row, version))
      .map(({ name }, at) => [at + 1, name]);
    const listed = table
      .map((row) => [version === 178 ? row.at178 : row.at193, row.name])
      .filter(([at]) => at !== null);
    expect(places).toEqual(listed);
  });

  test.each(Object.entries(counts))('has at %s, with its id, %i fields', (version, count) => {
    expect(layout.filter((row) => isPresent(row, Number(version)))).toHaveLength(count - 1);
  });
});

const tested = [151, 157, 163, 166, 170, 176, 177, 178, 183, 189, 192, 193, 195, 199, 200];

describe('at every version', () => {
  const placeOrder = readTable('place-order');
  const plain: Readonly<Record<string, string>> = {
    ...{ orderId: '42', secType: 'STK', orderType: 'LMT', exchange: 'SMART', conId: '' },
    ...{ deltaNeutralOrderType: '', scalePriceIncrement: '', hedgeType: '', algoStrategy: '' },
    ...{ deltaNeutralContract: '0', conditionsCount: '0' },
  };

  test.each(tested)('%i: PLACE_ORDER is read field by field', (version) => {
    const rows = rowsAt(placeOrder, version);
    const fields = rows.map(({ name }) => plain[name] ?? `<${name}>`);
    const order = readPlaceOrder(new FieldReader(fields), version);
    expect([...order.fields]).toEqual(rows.map(({ name }, at) => [name, fields[at]]));
  });

  test.each(tested)('%i: an algo of PLACE_ORDER stands behind its name', (version) => {
    const rows = rowsAt(placeOrder, version);
    const fields = rows.map(({ name }) => plain[name] ?? `<${name}>`);
    const at = rows.findIndex(({ name }) => name === 'algoStrategy');
    fields.splice(at, 1, 'Adaptive', '1', 'adaptivePriority', 'Patient');
    const order = readPlaceOrder(new FieldReader(fields), version);
    expect(order.algoParams).toEqual([['adaptivePriority', 'Patient']]);
    expect(order.fields.get('usePriceMgmtAlgo')).toBe('<usePriceMgmtAlgo>');
  });

  test.each(tested)('%i: OPEN_ORDER says the order under the names of its table', (version) => {
    const trial = startTrial();
    trial.place({ ...limitAt('501.25'), orderId: 13, outsideRth: true });
    trial.clock.advance(20);
    const [order] = trial.engine.completedOrders();
    const permId = String(order!.permId);
    const fields = nameFields(openOrder(order!, true, version), readTable('open-order'), version);
    expect(fields).toMatchObject({
      ...{ orderId: '13', conId: '756733', symbol: 'SPY', secType: 'STK', right: '?' },
      ...{ exchange: 'SMART', currency: 'USD', localSymbol: 'SPY', action: 'BUY' },
      ...{ totalQuantity: '10', orderType: 'LMT', lmtPrice: '501.25', auxPrice: '0.0' },
      ...{ tif: 'DAY', account: 'DU1', orderRef: 'ref-1', clientId: '1', permId },
      ...{ outsideRth: '1', sharesAllocation: `${permId}.0/DU1/100`, clearingIntent: 'IB' },
      ...{ exemptCode: '-1', deltaNeutralOrderType: 'None', status: 'Filled', whatIf: '0' },
      ...{ initMarginBefore: UNSET_DOUBLE, commission: '1.0', commissionCurrency: 'USD' },
      ...{ adjustedOrderType: 'None', cashQty: '0', usePriceMgmtAlgo: '0' },
    });
  });

  test.each(tested)('%i: an algo, a stop and a cap are said in both', (version) => {
    const trial = startTrial();
    const params = [['adaptivePriority', 'Patient']] as const;
    trial.place({ algo: { strategy: 'Adaptive', params } });
    trial.place({ orderId: 2, orderType: 'STP', stopPrice: price('505.5') });
    trial.clock.advance(1_000);
    const [worked] = trial.engine.completedOrders();
    const algo = ['Adaptive', '1', 'adaptivePriority', 'Patient'].join('|');
    expect(openOrder(worked!, false, version).join('|')).toContain(`|${algo}|0|0|Filled|`);
    expect(completedOrder(worked!, version).join('|')).toContain(`|${algo}|0|Filled|`);
    const [stop] = trial.engine.openOrders();
    const fields = nameFields(openOrder(stop!, false, version), readTable('open-order'), version);
    expect(fields).toMatchObject({ orderType: 'STP', auxPrice: '505.5', algoStrategy: '' });
  });

  test.each(tested)('%i: COMPLETED_ORDER says it under the names of its own', (version) => {
    const trial = startTrial();
    trial.place({ ...limitAt('501.25'), orderId: 13 });
    trial.clock.advance(20);
    const [order] = trial.engine.completedOrders();
    const message = completedOrder(order!, version);
    expect(nameFields(message, readTable('completed-order'), version)).toMatchObject({
      ...{ conId: '756733', symbol: 'SPY', action: 'BUY', totalQuantity: '10' },
      ...{ orderType: 'LMT', lmtPrice: '501.25', tif: 'DAY', account: 'DU1', orderRef: 'ref-1' },
      ...{ permId: String(order!.permId), status: 'Filled', filledQuantity: '10' },
      ...{ completedTime: '20260413 11:00:00 US/Eastern', completedStatus: 'Filled Size: 10' },
      shareholder: 'Not an insider or substantial shareholder',
    });
  });
});
