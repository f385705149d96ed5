/** What a code that names one of our orders says about that order. */
export type CodeMeaning =
  /** The broker refused the order. Nothing of it is alive once its status confirms so. */
  | 'rejection'
  /** The broker confirms that the order was cancelled. */
  | 'cancelled'
  /** The order lives on. */
  | 'warning';

/** Codes after which an order is refused, once its status or the list of open orders agrees. */
const rejections = new Set([
  103, 106, 107, 109, 110, 111, 200, 201, 203, 320, 321, 388, 413, 434, 435, 436, 439, 440, 441,
  442, 443, 460, 463, 10149, 10233, 10243, 10244, 10245, 10246, 10247, 10248, 10249, 10250, 10251,
  10252, 10268, 10269,
]);

/** How a gateway refuses fractions of a share: all of them, or of this fund, order, route or account. */
const noFractions = new Set([10243, 10245, 10246, 10247, 10248, 10249, 10250]);

/** Whether a refusal is about the fraction in the quantity and about nothing else. */
export function refusesFractions(code: number): boolean {
  return noFractions.has(code);
}

/**
 * Sorts a code. 399 (a message about a live order) and 10349 (time in force set by
 * a preset) are warnings: taken for a refusal, they lead to a second order beside a live one. An
 * unknown code is a warning too: keep watching, conclude nothing.
 */
export function meaningOf(code: number): CodeMeaning {
  if (code === 202) return 'cancelled';
  return rejections.has(code) ? 'rejection' : 'warning';
}

/** What to do about a refusal that no other order can avoid; undefined where that is not known. */
export function fixForRefusal(words: string): string | undefined {
  return /read-only mode/i.test(words)
    ? 'Turn off "Read-Only API" in the API settings of TWS or IB Gateway, then run again.'
    : undefined;
}

/** Whether a message says that the order waits for a later session, which we never ask for. */
export function isForLater(code: number, text: string): boolean {
  return code === 399 && /will not be placed at the exchange until/i.test(text);
}
