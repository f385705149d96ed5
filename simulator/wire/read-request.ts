import { FieldReader, UnreadableMessage } from './field-reader.ts';
import { readAccountRequest } from './read-account-request.ts';
import { readMarketRequest } from './read-market-request.ts';
import { readOrderingRequest } from './read-ordering-request.ts';
import type { Request } from './request.ts';
import { requestName, type RequestName } from './request-ids.ts';
import { since } from './versions.ts';

/** Reads a message of a client. A message that makes no sense becomes a request that says so. */
export function readRequest(fields: readonly string[], version: number): Request {
  const known = requestName(fields[0] ?? '');
  const body = fields.slice(1);
  const requestId = guessId(known, body);
  try {
    const reader = new FieldReader(body);
    return (
      readOrderingRequest(known.name, reader, version) ??
      readMarketRequest(known.name, reader, version) ??
      readAccountRequest(known.name, reader) ??
      readSystemRequest(known, reader, version)
    );
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    return { kind: 'UNREADABLE', requestId, reason: error.message };
  }
}

function readSystemRequest({ name, idAt }: RequestName, reader: FieldReader, version: number) {
  switch (name) {
    case 'START_API':
      reader.skipVersion();
      return { kind: name, clientId: reader.id('clientId') } as const;
    case 'REQ_IDS':
    case 'REQ_MANAGED_ACCTS':
    case 'REQ_CURRENT_TIME':
    case 'SET_SERVER_LOGLEVEL':
    case 'REQ_FAMILY_CODES':
      return { kind: name } as const;
    case 'REQ_USER_INFO':
      return { kind: name, requestId: reader.id('reqId') } as const;
    case 'REQ_CURRENT_TIME_IN_MILLIS':
      if (version < since.timeInMillis) throw new UnreadableMessage(UNKNOWN);
      return { kind: name } as const;
    default:
      if (name.startsWith('UNKNOWN_')) throw new UnreadableMessage(UNKNOWN);
      if (idAt === undefined) return { kind: 'BY_NAME', name, requestId: -1 } as const;
      reader.skip(idAt, 'version');
      return { kind: 'BY_NAME', name, requestId: reader.id('reqId') } as const;
  }
}

const UNKNOWN = 'the message id is not known';

/** The id that an error about this message belongs to; -1 when the message does not tell. */
function guessId({ idAt }: RequestName, body: readonly string[]): number {
  const text = idAt === undefined ? '' : (body[idAt] ?? '');
  return /^\d{1,10}$/.test(text) ? Number(text) : -1;
}
