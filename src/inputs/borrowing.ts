import { ONE, type Ratio } from '../core/units/ratio.ts';
import { problemAt, type LocatedProblem, type Place } from './located-problem.ts';
import { quoted } from './quoted.ts';

/** What the settings say about borrowing; it decides about negative CASH rows (PLANNING A.12 row 3). */
export interface BorrowingRule {
  /** Undefined when the key is not written: then the leverage decides. */
  readonly allowMargin: boolean | undefined;
  readonly maxLeverage: Ratio;
}

/** As long as nobody wrote anything, nobody borrows. */
export const NO_BORROWING: BorrowingRule = { allowMargin: undefined, maxLeverage: ONE };

/**
 * The problem of a negative CASH row. This version plans no borrowing, whatever the settings say;
 * where they forbid it too, the message names the two keys that would have to change.
 */
export function borrowingProblem(
  cell: string,
  place: Place,
  context: { readonly rule: BorrowingRule; readonly fix: string },
): LocatedProblem {
  return problemAt(place, 'portfolios.not-supported', {
    found: `${quoted(cell)}: the model portfolio borrows`,
    expected: `${whyNot(context.rule)}this version plans no borrowing`,
    fix: context.fix,
  });
}

function whyNot({ allowMargin, maxLeverage }: BorrowingRule): string {
  if (allowMargin === true || (allowMargin === undefined && maxLeverage > ONE)) return 'none; ';
  return allowMargin === false
    ? 'none: [rebalance] allow_margin = false forbids it, whatever max_leverage says; '
    : 'none: [rebalance] allow_margin is not true and max_leverage is not above 1; ';
}
