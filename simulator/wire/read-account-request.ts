import type { FieldReader } from './field-reader.ts';
import type { AccountRequest } from './request.ts';

/** Reads requests about accounts and holdings; undefined when it is another request. */
export function readAccountRequest(name: string, reader: FieldReader): AccountRequest | undefined {
  switch (name) {
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
    case 'REQ_POSITIONS_MULTI':
      reader.skipVersion();
      return { kind: name, ...readQuery(reader) };
    case 'REQ_ACCOUNT_UPDATES_MULTI':
      reader.skipVersion();
      return { kind: name, ...readQuery(reader), ledgerOnly: reader.flag('ledgerAndNLV') };
    case 'REQ_PNL':
      return { kind: name, ...readQuery(reader) };
    case 'REQ_PNL_SINGLE':
      return { kind: name, ...readQuery(reader), conId: reader.id('conId') };
    case 'CANCEL_ACCOUNT_SUMMARY':
    case 'CANCEL_POSITIONS_MULTI':
    case 'CANCEL_ACCOUNT_UPDATES_MULTI':
      reader.skipVersion();
      return { kind: name, requestId: reader.id('reqId') };
    case 'CANCEL_PNL':
    case 'CANCEL_PNL_SINGLE':
      return { kind: name, requestId: reader.id('reqId') };
    case 'REQ_POSITIONS':
    case 'CANCEL_POSITIONS':
      return { kind: name };
    default:
      return undefined;
  }
}

function readQuery(reader: FieldReader) {
  const requestId = reader.id('reqId');
  const account = reader.text('acct');
  return { requestId, account, modelCode: reader.text('modelCode') };
}
