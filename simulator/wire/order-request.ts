import type { ContractSearch } from '../engine/contract.ts';
import type { FieldReader } from './field-reader.ts';
import { isPresent } from './layout.ts';
import {
  placeOrderLayout,
  type PlaceOrderBlock,
  type PlaceOrderRow,
} from './place-order-layout.ts';
import { isUnset } from './unset.ts';

/** PLACE_ORDER as text by field name, plus what its special groups held. */
export interface OrderRequest {
  readonly orderId: number;
  readonly contract: ContractSearch;
  /** The fields by the names of the layout; one that this version does not have is absent. */
  readonly fields: ReadonlyMap<string, string>;
  readonly algoParams: readonly (readonly [tag: string, value: string])[];
  readonly comboLegs: number;
  readonly conditions: number;
}

interface Collected {
  readonly fields: Map<string, string>;
  readonly algoParams: (readonly [string, string])[];
  comboLegs: number;
  /** The conditions have bodies of their own shape: what follows them is not read. */
  stopped: boolean;
}

/** Reads PLACE_ORDER after its message id, by the layout of this server version. */
export function readPlaceOrder(reader: FieldReader, version: number): OrderRequest {
  const orderId = reader.id('orderId');
  const collected: Collected = {
    fields: new Map([['orderId', String(orderId)]]),
    algoParams: [],
    comboLegs: 0,
    stopped: false,
  };
  const [, ...rows]: readonly PlaceOrderRow[] = placeOrderLayout;
  for (const row of rows) {
    if (!isPresent(row, version) || collected.stopped) continue;
    if ('block' in row) readBlock(row.block, reader, collected);
    else collected.fields.set(row.name, reader.text(row.name));
  }
  const text = (name: string): string => collected.fields.get(name) ?? '';
  return {
    orderId,
    contract: {
      conId: isUnset(text('conId')) ? 0 : Number(text('conId')),
      symbol: text('symbol'),
      secType: text('secType'),
      exchange: text('exchange'),
      primaryExchange: text('primaryExch'),
      currency: text('currency'),
      localSymbol: text('localSymbol'),
      tradingClass: text('tradingClass'),
    },
    fields: collected.fields,
    algoParams: collected.algoParams,
    comboLegs: collected.comboLegs,
    conditions: amount(collected, 'conditionsCount'),
  };
}

function readBlock(block: PlaceOrderBlock, reader: FieldReader, collected: Collected): void {
  const given = (name: string): boolean => !isUnset(collected.fields.get(name) ?? '');
  switch (block) {
    case 'comboLegs':
      if (collected.fields.get('secType') === 'BAG') readLegs(reader, collected);
      return;
    case 'deltaNeutralOrder':
      if (given('deltaNeutralOrderType')) reader.skip(8, 'deltaNeutral');
      return;
    case 'scale':
      if (amount(collected, 'scalePriceIncrement') > 0) reader.skip(7, 'scale');
      return;
    case 'hedgeParam':
      if (given('hedgeType')) reader.skip(1, 'hedgeParam');
      return;
    case 'deltaNeutralContract':
      if (amount(collected, 'deltaNeutralContract') > 0) reader.skip(3, 'deltaNeutralContract');
      return;
    case 'algoParams':
      if (given('algoStrategy')) readAlgoParams(reader, collected);
      return;
    case 'pegBench':
      if (collected.fields.get('orderType') === 'PEG BENCH') reader.skip(5, 'pegBench');
      return;
    case 'conditions':
      collected.stopped = amount(collected, 'conditionsCount') > 0;
      return;
    case 'peggedAndAts':
      readPegged(reader, collected);
  }
}

function readAlgoParams(reader: FieldReader, collected: Collected): void {
  const count = reader.count('algoParamsCount');
  for (let n = 0; n < count; n += 1) {
    collected.algoParams.push([reader.text('algoParam.tag'), reader.text('algoParam.value')]);
  }
}

function readLegs(reader: FieldReader, collected: Collected): void {
  collected.comboLegs = reader.count('comboLegsCount');
  reader.skip(8 * collected.comboLegs, 'comboLeg');
  reader.skip(reader.count('orderComboLegsCount'), 'orderComboLeg.price');
  reader.skip(2 * reader.count('smartComboRoutingParamsCount'), 'smartComboRoutingParam');
}

function readPegged(reader: FieldReader, collected: Collected): void {
  const orderType = collected.fields.get('orderType');
  if (collected.fields.get('exchange') === 'IBKRATS') reader.skip(1, 'minTradeQty');
  if (orderType === 'PEG BEST') {
    reader.skip(1, 'minCompeteSize');
    // An unset offset means "up to the midpoint", and then the two midpoint offsets follow.
    if (isUnset(reader.text('competeAgainstBestOffset'))) reader.skip(2, 'midOffset');
  }
  if (orderType === 'PEG MID') reader.skip(2, 'midOffset');
}

function amount(collected: Collected, name: string): number {
  const text = collected.fields.get(name) ?? '';
  const value = isUnset(text) ? 0 : Number(text);
  return Number.isFinite(value) ? value : 0;
}
