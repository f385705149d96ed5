/** One session: it begins at its open and has ended at its close. ms since 1970. */
export interface TradingSession {
  readonly opens: number;
  readonly closes: number;
}

/**
 * When a contract trades, by the broker's own list of the next days, with holidays and half days in
 * it. The list says nothing about other days: what is not in it is neither open nor closed.
 */
export interface MarketHours {
  /** The zone of the exchange, a name of the IANA list. */
  readonly timeZone: string;
  /** The first instant that the list is about. */
  readonly knownFrom: number;
  /** From this instant on the list says nothing. */
  readonly knownUntil: number;
  /** The regular sessions, in rising order, none of which touches the next. */
  readonly regular: readonly TradingSession[];
  /** The same with what is before and after the regular ones. */
  readonly extended: readonly TradingSession[];
}

/** `rth`: in regular hours only; `eth`: in extended ones too. */
export type TradingHours = 'rth' | 'eth';

/** Whether a contract trades at some instant, and when that changes. */
export type MarketState =
  | { readonly kind: 'open'; readonly closes: number }
  /** `opens` is undefined when nothing opens within the days that the broker has listed. */
  | { readonly kind: 'closed'; readonly opens: number | undefined }
  /** The broker gave no hours, none that are understood, or none for this instant. */
  | { readonly kind: 'unknown' };

/** Whether the market of a contract is open at an instant. What is not known is not open. */
export function lookAtMarket(
  hours: MarketHours | undefined,
  kind: TradingHours,
  now: number,
): MarketState {
  if (hours === undefined || !coversInstant(hours, now)) return { kind: 'unknown' };
  const sessions = kind === 'rth' ? hours.regular : hours.extended;
  const next = sessions.find(({ closes }) => now < closes);
  if (next === undefined) return { kind: 'closed', opens: undefined };
  const { opens, closes } = next;
  return opens <= now ? { kind: 'open', closes } : { kind: 'closed', opens };
}

/** Whether the list of hours is about this instant at all. */
export function coversInstant({ knownFrom, knownUntil }: MarketHours, instant: number): boolean {
  return knownFrom <= instant && instant < knownUntil;
}
