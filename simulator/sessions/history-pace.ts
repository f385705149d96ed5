/** The same request is not answered again within this time. */
const SAME_MS = 15_000;
/** No more than so many requests within the longer time. */
const MOST = 60;
const LONG_MS = 10 * 60_000;

/** When which historical data were asked for. */
export class HistoryPace {
  private asked: { readonly what: string; readonly instant: number }[] = [];

  /** Whether the request comes too soon; one that does not is remembered. */
  isTooSoon(what: string, now: number): boolean {
    this.asked = this.asked.filter(({ instant }) => instant > now - LONG_MS);
    const isSame = this.asked.some((each) => each.what === what && each.instant > now - SAME_MS);
    if (isSame || this.asked.length >= MOST) return true;
    this.asked.push({ what, instant: now });
    return false;
  }
}
