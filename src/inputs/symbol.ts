const LONGEST = 12;

/** The row of a portfolios file that is no ETF. */
export const CASH = 'CASH';

/** What a symbol may look like, in words. */
export const SYMBOL_FORM = `a ticker symbol such as VTI, BRK.B or BRK B, at most ${LONGEST} characters`;

/** A ticker symbol in upper case; undefined when the text is none. */
export function readSymbol(text: string): string | undefined {
  // Checked as written: in upper case some letters outside ASCII would become ASCII ones.
  const isSymbol = text.length <= LONGEST && /^[A-Za-z0-9]+(?:[. -][A-Za-z0-9]+)*$/.test(text);
  return isSymbol ? text.toUpperCase() : undefined;
}
