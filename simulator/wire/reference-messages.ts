import type { Contract } from '../engine/contract.ts';
import type { Message } from './messages.ts';
import { since } from './versions.ts';

/** SYMBOL_SAMPLES: contracts that look like what was typed; nothing is derived from any of them. */
export function symbolSamples(
  requestId: number,
  contracts: readonly Contract[],
  version: number,
): Message {
  const rows = contracts.flatMap((contract) => [
    String(contract.conId),
    contract.symbol,
    contract.secType,
    contract.primaryExchange,
    contract.currency,
    '0', // derivCount
    ...(version >= since.bondIssuer ? [contract.name, ''] : []),
  ]);
  return ['79', String(requestId), String(contracts.length), ...rows];
}

/** FAMILY_CODES: every account stands alone, so its code is empty. */
export function familyCodes(accounts: readonly string[]): Message {
  return ['78', String(accounts.length), ...accounts.flatMap((account) => [account, ''])];
}

export function userInfo(requestId: number): Message {
  return ['107', String(requestId), ''];
}

export function scannerParameters(): Message {
  return ['19', '1', '<?xml version="1.0" encoding="UTF-8"?><ScanParameterResponse/>'];
}

/** The exchange behind the one bit that quotes name. */
export function smartComponents(requestId: number): Message {
  return ['82', String(requestId), '1', '0', 'ARCA', 'P'];
}

/** Lists that are empty here: the id of the message, the request's when it has one, and no rows. */
export function emptyList(messageId: string, requestId: number): Message {
  return requestId === -1 ? [messageId, '0'] : [messageId, String(requestId), '0'];
}

export function optionChainEnd(requestId: number): Message {
  return ['76', String(requestId)];
}

/** A gateway has no windows, so it has no groups of them. */
export function displayGroupList(requestId: number): Message {
  return ['67', '1', String(requestId), ''];
}
