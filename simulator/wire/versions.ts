/**
 * The newest server version that this simulator speaks. From 201 on, messages are in another
 * encoding; a client whose range begins above this is turned away.
 */
export const NEWEST_VERSION = 200;

/** Older clients are turned away: the facts about the layouts reach back to here. */
export const OLDEST_VERSION = 151;

/** What is offered when nothing else is said: what current text clients ask for at most. */
export const USUAL_VERSION = 193;

/** The first server versions at which something about the messages here is different. */
export const since = {
  /** Text in errors is ASCII with \uXXXX for the rest. */
  asciiErrors: 153,
  /** Sizes of quotes are in shares; before that in hundreds. */
  quoteSizesInShares: 159,
  /** Sizes can have decimals. */
  decimalSizes: 163,
  /** Errors carry the advanced rejection. */
  advancedReject: 166,
  /** Times of executions name the zone of the instrument. */
  instrumentZone: 174,
  /** Volumes of historical bars are in shares; before that in hundreds. */
  barVolumesInShares: 175,
  bondIssuer: 176,
  pendingPriceRevision: 178,
  /** Requests that cancel orders have lost their version field. */
  cancelWithoutVersion: 192,
  /** Errors have lost their version field and say when they happened. */
  errorTime: 194,
  /** The end of historical data is a message of its own. */
  historicalDataEnd: 196,
  timeInMillis: 197,
  submitter: 198,
  /** A request for executions says for which days. */
  executionDays: 200,
} as const;
