import { requestName, requestNames } from '../wire/request-ids.ts';

/** What a gateway says, by the number that begins the message. The first frame has no number. */
const answerIds: ReadonlyMap<string, string> = new Map([
  ['1', 'TICK_PRICE'],
  ['2', 'TICK_SIZE'],
  ['3', 'ORDER_STATUS'],
  ['4', 'ERR_MSG'],
  ['5', 'OPEN_ORDER'],
  ['6', 'ACCT_VALUE'],
  ['7', 'PORTFOLIO_VALUE'],
  ['8', 'ACCT_UPDATE_TIME'],
  ['9', 'NEXT_VALID_ID'],
  ['10', 'CONTRACT_DATA'],
  ['11', 'EXECUTION_DATA'],
  ['15', 'MANAGED_ACCTS'],
  ['17', 'HISTORICAL_DATA'],
  ['45', 'TICK_GENERIC'],
  ['46', 'TICK_STRING'],
  ['49', 'CURRENT_TIME'],
  ['52', 'CONTRACT_DATA_END'],
  ['53', 'OPEN_ORDER_END'],
  ['54', 'ACCT_DOWNLOAD_END'],
  ['55', 'EXECUTION_DATA_END'],
  ['57', 'TICK_SNAPSHOT_END'],
  ['58', 'MARKET_DATA_TYPE'],
  ['59', 'COMMISSION_REPORT'],
  ['61', 'POSITION'],
  ['62', 'POSITION_END'],
  ['63', 'ACCOUNT_SUMMARY'],
  ['64', 'ACCOUNT_SUMMARY_END'],
  ['71', 'POSITION_MULTI'],
  ['72', 'POSITION_MULTI_END'],
  ['73', 'ACCOUNT_UPDATE_MULTI'],
  ['74', 'ACCOUNT_UPDATE_MULTI_END'],
  ['79', 'SYMBOL_SAMPLES'],
  ['81', 'TICK_REQ_PARAMS'],
  ['93', 'MARKET_RULE'],
  ['94', 'PNL'],
  ['95', 'PNL_SINGLE'],
  ['101', 'COMPLETED_ORDER'],
  ['102', 'COMPLETED_ORDERS_END'],
  ['107', 'USER_INFO'],
  ['109', 'CURRENT_TIME_IN_MILLIS'],
]);

/** The server's first frame, with the version that was agreed on. */
export const HANDSHAKE = 'HANDSHAKE';

export const answerNames: ReadonlySet<string> = new Set([HANDSHAKE, ...answerIds.values()]);
export const requestNameSet: ReadonlySet<string> = new Set(
  [...requestNames.values()].map(({ name }) => name),
);

export function answerName(fields: readonly string[]): string {
  return answerIds.get(fields[0] ?? '') ?? `ANSWER_${fields[0] ?? ''}`;
}

/** The message that says that the answer to a request is complete. */
export const endMarkerOf: ReadonlyMap<string, string> = new Map([
  ['REQ_MKT_DATA', 'TICK_SNAPSHOT_END'],
  ['REQ_OPEN_ORDERS', 'OPEN_ORDER_END'],
  ['REQ_ALL_OPEN_ORDERS', 'OPEN_ORDER_END'],
  ['REQ_ACCOUNT_DATA', 'ACCT_DOWNLOAD_END'],
  ['REQ_EXECUTIONS', 'EXECUTION_DATA_END'],
  ['REQ_CONTRACT_DATA', 'CONTRACT_DATA_END'],
  ['REQ_POSITIONS', 'POSITION_END'],
  ['REQ_ACCOUNT_SUMMARY', 'ACCOUNT_SUMMARY_END'],
  ['REQ_POSITIONS_MULTI', 'POSITION_MULTI_END'],
  ['REQ_ACCOUNT_UPDATES_MULTI', 'ACCOUNT_UPDATE_MULTI_END'],
  ['REQ_COMPLETED_ORDERS', 'COMPLETED_ORDERS_END'],
]);

/** The code in an ERR_MSG; from version 194 on the message's own version is left out of it. */
export function errorCode(fields: readonly string[], version: number): number {
  return Number(fields[version < 194 ? 3 : 2]);
}

/** The id of a request or of the order that it places; -1 when it has none. */
export function idIn(fields: readonly string[]): number {
  const { idAt } = requestName(fields[0] ?? '');
  const text = idAt === undefined ? '' : (fields[idAt + 1] ?? '');
  return /^\d{1,10}$/.test(text) ? Number(text) : -1;
}
