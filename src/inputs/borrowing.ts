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

/** The problem of a negative CASH row that the settings do not allow; undefined when they do. */
export function borrowingProblem(
  cell: string,
  place: Place,
  context: { readonly rule: BorrowingRule; readonly fix: string },
): LocatedProblem | undefined {
  const { allowMargin, maxLeverage } = context.rule;
  const isAllowed = allowMargin ?? maxLeverage > ONE;
  if (isAllowed) return undefined;
  return problemAt(place, 'portfolios.borrowing', {
    found: `${quoted(cell)}: the model portfolio borrows`,
    expected:
      allowMargin === false
        ? 'no borrowing, because [rebalance] allow_margin = false, whatever max_leverage says'
        : 'no borrowing, because neither [rebalance] allow_margin = true nor a max_leverage above 1 is written',
    fix: `${context.fix} Or allow it with those keys.`,
  });
}
