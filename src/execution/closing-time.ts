import type { Contract } from '../core/account/contract.ts';
import { lookAtMarket } from '../core/account/market-hours.ts';
import type { ExecutionSettings } from '../core/settings.ts';

/** How long before the close, besides the time limit of its orders, a stage may begin at the latest. */
const MARGIN_MS = 5 * 60_000;
/** Our own orders are cancelled so long before the close. */
const CANCEL_MS = 60_000;

/**
 * Whether there is time before the close of the market for so many stages, one after the other: a
 * sell must not begin when its money would come too late for the buys (DESIGN 7). A market that is
 * not known to be open has no time left.
 */
export function isTooLate(
  { hours }: Contract,
  { now, stages }: { readonly now: number; readonly stages: number },
  { tradingHours, fillTimeoutSeconds }: ExecutionSettings,
): boolean {
  const market = lookAtMarket(hours, tradingHours, now);
  const needed = stages * fillTimeoutSeconds * 1000 + MARGIN_MS;
  return market.kind !== 'open' || market.closes - now < needed;
}

/** How long an order that is sent now may be open: until its time limit, or shortly before the close. */
export function openUntilClose(
  { hours }: Contract,
  { now, timeoutMs }: { readonly now: number; readonly timeoutMs: number },
  { tradingHours }: ExecutionSettings,
): number {
  const market = lookAtMarket(hours, tradingHours, now);
  if (market.kind !== 'open') return 0;
  return Math.max(0, Math.min(timeoutMs, market.closes - CANCEL_MS - now));
}
