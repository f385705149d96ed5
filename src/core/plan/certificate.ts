import type { Shares } from '../units/shares.ts';
import { asShares, valueOf } from '../units/shares.ts';
import { absUsd, asUsd, sumUsd, type Usd } from '../units/usd.ts';
import { ratioOf, type Ratio } from '../units/ratio.ts';
import type { Drift } from './measure-drift.ts';
import type { Reason, Row } from './reason.ts';
import type { BuySearch } from './size-buys.ts';
import type { Trade } from './trade.ts';

/** How good the plan's buys are, with proof, and who went short when there was not enough. */
export interface Certificate extends BuySearch {
  /** All drifts of the managed holdings after the plan, without their signs. */
  readonly residual: Usd;
  /** The residual as a part of the account's value. */
  readonly residualShare: Ratio;
  /** The gap as a part of the account's value, rounded up. */
  readonly gapShare: Ratio | undefined;
  /** Buys that a row cut in phase 1, in order of priority. */
  readonly starved: readonly Starved[];
}

/** A buy that got fewer shares than its drift holds, because a row would have been broken. */
export interface Starved {
  readonly symbol: string;
  readonly row: Row;
  readonly missing: Shares;
  /** What the missing shares would have cost at the plan price. */
  readonly missingUsd: Usd;
}

/** What a line of a plan tells. */
interface Line extends Drift {
  readonly trade: Trade | undefined;
  readonly reasons: readonly Reason[];
  readonly valueAfter: Usd;
}

/** The certificate of a plan for an account of this value, which is more than nothing. */
export function certify(
  lines: readonly Line[],
  candidates: readonly Line[],
  { search, value }: { readonly search: BuySearch; readonly value: Usd },
): Certificate {
  const residual = sumUsd(lines.map((line) => absUsd(asUsd(line.valueAfter - line.target))));
  return {
    ...search,
    residual,
    residualShare: ratioOf(residual, value, 'halfAway'),
    gapShare: search.gap === undefined ? undefined : ratioOf(search.gap, value, 'ceil'),
    starved: candidates.flatMap(starvedBy),
  };
}

function starvedBy({ holding, trade, reasons }: Line): readonly Starved[] {
  const { contract, valuation } = holding;
  if (valuation === undefined) return [];
  return reasons.flatMap((reason) => {
    if (reason.kind !== 'cut') return [];
    const missing = asShares(reason.wanted - (trade?.quantity ?? 0n));
    const missingUsd = valueOf(missing, valuation.buyAt);
    return [{ symbol: contract.symbol, row: reason.row, missing, missingUsd }];
  });
}
