import type { FieldReader } from './field-reader.ts';
import { readPlaceOrder } from './order-request.ts';
import type { OrderingRequest } from './request.ts';
import { since } from './versions.ts';

/** Reads requests about orders and executions; undefined when it is another request. */
export function readOrderingRequest(
  name: string,
  reader: FieldReader,
  version: number,
): OrderingRequest | undefined {
  switch (name) {
    case 'PLACE_ORDER':
      return { kind: name, order: readPlaceOrder(reader, version) };
    case 'CANCEL_ORDER':
      // Times, operators and indicators follow at some versions; nothing here depends on them.
      if (version < since.cancelWithoutVersion) reader.skipVersion();
      return { kind: name, orderId: reader.id('orderId') };
    case 'REQ_EXECUTIONS':
      return readExecutionsRequest(reader, version);
    case 'REQ_AUTO_OPEN_ORDERS':
      reader.skipVersion();
      return { kind: name, bind: reader.flag('autoBind') };
    case 'REQ_COMPLETED_ORDERS':
      return { kind: name, apiOnly: reader.flag('apiOnly') };
    case 'REQ_GLOBAL_CANCEL':
    case 'REQ_OPEN_ORDERS':
    case 'REQ_ALL_OPEN_ORDERS':
      return { kind: name };
    default:
      return undefined;
  }
}

function readExecutionsRequest(reader: FieldReader, version: number): OrderingRequest {
  reader.skipVersion();
  const requestId = reader.id('reqId');
  const filter = {
    clientId: reader.integer('clientId') ?? 0,
    account: reader.text('acct'),
    time: reader.text('time'),
    symbol: reader.text('symbol'),
    secType: reader.text('secType'),
    exchange: reader.text('exchange'),
    side: reader.text('side'),
  };
  if (version >= since.executionDays) {
    // Executions are kept for the day only, so the days have to be there and choose nothing.
    reader.integer('lastNDays');
    reader.skip(reader.count('dateCount'), 'date');
  }
  return { kind: 'REQ_EXECUTIONS', requestId, filter };
}
