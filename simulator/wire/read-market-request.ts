import type { ContractSearch } from '../engine/contract.ts';
import type { FieldReader } from './field-reader.ts';
import type { MarketRequest } from './request.ts';
import { since } from './versions.ts';

/** Reads requests about contracts and the market; undefined when it is another request. */
export function readMarketRequest(
  name: string,
  reader: FieldReader,
  version: number,
): MarketRequest | undefined {
  switch (name) {
    case 'REQ_MKT_DATA':
      return readMarketDataRequest(reader);
    case 'CANCEL_MKT_DATA':
    case 'CANCEL_HISTORICAL_DATA':
      reader.skipVersion();
      return { kind: name, requestId: reader.id('reqId') };
    case 'REQ_MARKET_DATA_TYPE':
      reader.skipVersion();
      return { kind: name, type: reader.id('type') };
    case 'REQ_MARKET_RULE':
      return { kind: name, ruleId: reader.id('ruleId') };
    case 'REQ_CONTRACT_DATA': {
      reader.skipVersion();
      const requestId = reader.id('reqId');
      const contract = readContract(reader);
      reader.skip(version >= since.bondIssuer ? 4 : 3, 'includeExpired, secId or issuerId');
      return { kind: name, requestId, contract };
    }
    case 'REQ_MATCHING_SYMBOLS':
      return { kind: name, requestId: reader.id('reqId'), pattern: reader.text('pattern') };
    case 'REQ_HISTORICAL_DATA':
      return readHistoricalRequest(reader);
    case 'REQ_HEAD_TIMESTAMP':
      return readHeadRequest(reader);
    case 'REQ_HISTORICAL_TICKS':
      return readTicksRequest(reader);
    default:
      return undefined;
  }
}

function readMarketDataRequest(reader: FieldReader): MarketRequest {
  reader.skipVersion();
  const requestId = reader.id('reqId');
  const contract = readContract(reader);
  if (contract.secType === 'BAG') reader.skip(4 * reader.count('legCount'), 'comboLeg');
  if (reader.flag('deltaNeutral')) reader.skip(3, 'deltaNeutralContract');
  const genericTicks = reader.text('genericTickList');
  const snapshot = reader.flag('snapshot');
  return { kind: 'REQ_MKT_DATA', requestId, contract, genericTicks, snapshot };
}

function readHistoricalRequest(reader: FieldReader): MarketRequest {
  const requestId = reader.id('reqId');
  const contract = readContract(reader);
  reader.skip(1, 'includeExpired');
  const end = reader.text('endDateTime');
  const barSize = reader.text('barSizeSetting');
  const duration = reader.text('durationStr');
  reader.skip(1, 'useRTH');
  const whatToShow = reader.text('whatToShow');
  reader.skip(1, 'formatDate'); // Bars of a day have the same date in every format.
  if (contract.secType === 'BAG') reader.skip(4 * reader.count('legCount'), 'comboLeg');
  const keepUpToDate = reader.flag('keepUpToDate');
  return {
    kind: 'REQ_HISTORICAL_DATA',
    requestId,
    contract,
    end,
    barSize,
    duration,
    whatToShow,
    keepUpToDate,
  };
}

function readHeadRequest(reader: FieldReader): MarketRequest {
  const requestId = reader.id('reqId');
  const contract = readContract(reader);
  reader.skip(3, 'includeExpired, useRTH or whatToShow');
  const formatDate = reader.integer('formatDate') ?? 1;
  return { kind: 'REQ_HEAD_TIMESTAMP', requestId, contract, formatDate };
}

function readTicksRequest(reader: FieldReader): MarketRequest {
  const requestId = reader.id('reqId');
  const contract = readContract(reader);
  reader.skip(4, 'includeExpired, startDateTime, endDateTime or numberOfTicks');
  return {
    kind: 'REQ_HISTORICAL_TICKS',
    requestId,
    contract,
    whatToShow: reader.text('whatToShow'),
  };
}

function readContract(reader: FieldReader): ContractSearch {
  const conId = reader.integer('conId') ?? 0;
  const symbol = reader.text('symbol');
  const secType = reader.text('secType');
  reader.skip(4, 'lastTradeDate, strike, right or multiplier');
  return {
    conId,
    symbol,
    secType,
    exchange: reader.text('exchange'),
    primaryExchange: reader.text('primaryExch'),
    currency: reader.text('currency'),
    localSymbol: reader.text('localSymbol'),
    tradingClass: reader.text('tradingClass'),
  };
}
