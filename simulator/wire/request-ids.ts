/** What a client can ask, by the number that begins the message. */
export const requestNames: ReadonlyMap<number, string> = new Map([
  [1, 'REQ_MKT_DATA'],
  [2, 'CANCEL_MKT_DATA'],
  [3, 'PLACE_ORDER'],
  [4, 'CANCEL_ORDER'],
  [5, 'REQ_OPEN_ORDERS'],
  [6, 'REQ_ACCOUNT_DATA'],
  [7, 'REQ_EXECUTIONS'],
  [8, 'REQ_IDS'],
  [9, 'REQ_CONTRACT_DATA'],
  [10, 'REQ_MKT_DEPTH'],
  [11, 'CANCEL_MKT_DEPTH'],
  [12, 'REQ_NEWS_BULLETINS'],
  [13, 'CANCEL_NEWS_BULLETINS'],
  [14, 'SET_SERVER_LOGLEVEL'],
  [15, 'REQ_AUTO_OPEN_ORDERS'],
  [16, 'REQ_ALL_OPEN_ORDERS'],
  [17, 'REQ_MANAGED_ACCTS'],
  [18, 'REQ_FA'],
  [20, 'REQ_HISTORICAL_DATA'],
  [25, 'CANCEL_HISTORICAL_DATA'],
  [49, 'REQ_CURRENT_TIME'],
  [50, 'REQ_REAL_TIME_BARS'],
  [51, 'CANCEL_REAL_TIME_BARS'],
  [58, 'REQ_GLOBAL_CANCEL'],
  [59, 'REQ_MARKET_DATA_TYPE'],
  [61, 'REQ_POSITIONS'],
  [62, 'REQ_ACCOUNT_SUMMARY'],
  [63, 'CANCEL_ACCOUNT_SUMMARY'],
  [64, 'CANCEL_POSITIONS'],
  [71, 'START_API'],
  [74, 'REQ_POSITIONS_MULTI'],
  [75, 'CANCEL_POSITIONS_MULTI'],
  [76, 'REQ_ACCOUNT_UPDATES_MULTI'],
  [77, 'CANCEL_ACCOUNT_UPDATES_MULTI'],
  [81, 'REQ_MATCHING_SYMBOLS'],
  [91, 'REQ_MARKET_RULE'],
  [92, 'REQ_PNL'],
  [93, 'CANCEL_PNL'],
  [94, 'REQ_PNL_SINGLE'],
  [95, 'CANCEL_PNL_SINGLE'],
  [99, 'REQ_COMPLETED_ORDERS'],
  [104, 'REQ_USER_INFO'],
]);

/**
 * Where the request's id stands among the fields after the message id, for requests that are known
 * but not answered: the error about one goes to the id that its sender waits on.
 */
export const idFieldOfUnanswered: ReadonlyMap<string, number> = new Map([
  ['REQ_MKT_DEPTH', 1],
  ['REQ_HISTORICAL_DATA', 0],
  ['REQ_REAL_TIME_BARS', 1],
  ['REQ_POSITIONS_MULTI', 1],
  ['REQ_ACCOUNT_UPDATES_MULTI', 1],
  ['REQ_MATCHING_SYMBOLS', 0],
  ['REQ_PNL', 0],
  ['REQ_PNL_SINGLE', 0],
  ['REQ_USER_INFO', 0],
]);

/** A name for the counters and the log, also for a number that nothing is known about. */
export function requestName(id: number): string {
  return requestNames.get(id) ?? `UNKNOWN_${id}`;
}
