import type { ContractSearch } from '../engine/contract.ts';
import { FieldReader, UnreadableMessage } from './field-reader.ts';
import { readPlaceOrder } from './order-request.ts';
import type { Request } from './request.ts';
import { idFieldOfUnanswered, requestName } from './request-ids.ts';

/** Reads a message of a client. A message that makes no sense becomes a request that says so. */
export function readRequest(fields: readonly string[], version: number): Request {
  const messageId = /^\d{1,6}$/.test(fields[0] ?? '') ? Number(fields[0]) : -1;
  const name = requestName(messageId);
  const body = fields.slice(1);
  try {
    return readBody(name, new FieldReader(body), version) ?? unanswered(name, body);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    return { kind: 'UNREADABLE', requestId: guessId(name, body), reason: error.message };
  }
}

function readBody(name: string, reader: FieldReader, version: number): Request | undefined {
  return (
    readOrderRequest(name, reader, version) ??
    readDataRequest(name, reader, version) ??
    readAccountRequest(name, reader) ??
    readPlainRequest(name)
  );
}

function readOrderRequest(name: string, reader: FieldReader, version: number): Request | undefined {
  switch (name) {
    case 'PLACE_ORDER':
      return { kind: name, order: readPlaceOrder(reader, version) };
    case 'CANCEL_ORDER':
      if (version < 192) reader.skipVersion();
      return { kind: name, orderId: reader.id('orderId') };
    case 'REQ_EXECUTIONS':
      reader.skipVersion();
      return {
        kind: name,
        requestId: reader.id('reqId'),
        filter: {
          clientId: reader.integer('clientId') ?? 0,
          account: reader.text('acct'),
          time: reader.text('time'),
          symbol: reader.text('symbol'),
          secType: reader.text('secType'),
          exchange: reader.text('exchange'),
          side: reader.text('side'),
        },
      };
    default:
      return undefined;
  }
}

function readDataRequest(name: string, reader: FieldReader, version: number): Request | undefined {
  switch (name) {
    case 'REQ_MKT_DATA':
      return readMarketDataRequest(reader);
    case 'CANCEL_MKT_DATA':
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
      reader.skip(version >= 176 ? 4 : 3, 'includeExpired, secIdType, secId, issuerId');
      return { kind: name, requestId, contract };
    }
    default:
      return undefined;
  }
}

function readMarketDataRequest(reader: FieldReader): Request {
  reader.skipVersion();
  const requestId = reader.id('reqId');
  const contract = readContract(reader);
  if (contract.secType === 'BAG') reader.skip(4 * reader.count('legCount'), 'comboLeg');
  if (reader.flag('deltaNeutral')) reader.skip(3, 'deltaNeutralContract');
  return {
    kind: 'REQ_MKT_DATA',
    requestId,
    contract,
    genericTicks: reader.text('genericTickList'),
    snapshot: reader.flag('snapshot'),
  };
}

function readContract(reader: FieldReader): ContractSearch {
  const conId = reader.integer('conId') ?? 0;
  const symbol = reader.text('symbol');
  const secType = reader.text('secType');
  reader.skip(4, 'lastTradeDate, strike, right, multiplier');
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

function readAccountRequest(name: string, reader: FieldReader): Request | undefined {
  switch (name) {
    case 'START_API':
      reader.skipVersion();
      return { kind: name, clientId: reader.id('clientId') };
    case 'REQ_ACCOUNT_DATA':
      reader.skipVersion();
      return { kind: name, subscribe: reader.flag('subscribe'), account: reader.text('acct') };
    case 'REQ_ACCOUNT_SUMMARY': {
      reader.skipVersion();
      const requestId = reader.id('reqId');
      const group = reader.text('group');
      const tags = reader.text('tags').split(',');
      return { kind: name, requestId, group, tags: tags.map((tag) => tag.trim()).filter(Boolean) };
    }
    case 'CANCEL_ACCOUNT_SUMMARY':
      reader.skipVersion();
      return { kind: name, requestId: reader.id('reqId') };
    default:
      return undefined;
  }
}

/** Requests of which nothing but the name matters. */
function readPlainRequest(name: string): Request | undefined {
  switch (name) {
    case 'REQ_GLOBAL_CANCEL':
    case 'REQ_OPEN_ORDERS':
    case 'REQ_ALL_OPEN_ORDERS':
    case 'REQ_AUTO_OPEN_ORDERS':
    case 'REQ_COMPLETED_ORDERS':
    case 'REQ_POSITIONS':
    case 'CANCEL_POSITIONS':
    case 'REQ_IDS':
    case 'REQ_MANAGED_ACCTS':
    case 'REQ_CURRENT_TIME':
    case 'SET_SERVER_LOGLEVEL':
      return { kind: name };
    default:
      return name.startsWith('CANCEL_') ? { kind: 'NOTHING_TO_CANCEL' } : undefined;
  }
}

function unanswered(name: string, body: readonly string[]): Request {
  if (!name.startsWith('UNKNOWN_')) return { kind: 'NOT_ANSWERED', requestId: guessId(name, body) };
  return { kind: 'UNREADABLE', requestId: -1, reason: 'the message id is not known' };
}

const idAfterVersion: ReadonlySet<string> = new Set([
  'REQ_MKT_DATA',
  'CANCEL_MKT_DATA',
  'REQ_CONTRACT_DATA',
  'REQ_EXECUTIONS',
  'REQ_ACCOUNT_SUMMARY',
  'CANCEL_ACCOUNT_SUMMARY',
]);

/** The id that an error about this message belongs to; -1 when the message does not tell. */
function guessId(name: string, body: readonly string[]): number {
  const first = name === 'PLACE_ORDER' ? 0 : undefined;
  const at = first ?? idFieldOfUnanswered.get(name) ?? (idAfterVersion.has(name) ? 1 : undefined);
  const text = at === undefined ? '' : (body[at] ?? '');
  return /^\d{1,10}$/.test(text) ? Number(text) : -1;
}
