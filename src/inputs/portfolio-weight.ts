import type { Ratio } from '../core/units/ratio.ts';
import { borrowingProblem, type BorrowingRule } from './borrowing.ts';
import { problemAt, type LocatedProblem, type Place } from './located-problem.ts';
import { readPercent, type DecimalMark } from './percent.ts';
import { quoted } from './quoted.ts';
import { CASH, readSymbol, SYMBOL_FORM } from './symbol.ts';

/** What cells are read against. */
export interface CellForm {
  readonly mark: DecimalMark;
  readonly borrowing: BorrowingRule;
}

/** A weight that was read, and what is wrong with its cell. */
export interface WeightReading {
  /** Undefined where it is not known what is meant. */
  readonly weight: Ratio | undefined;
  readonly problem?: LocatedProblem;
}

/** Reads the percentage of an ETF: 0 or more. */
export function readAssetWeight(cell: string, place: Place, form: CellForm): WeightReading {
  const read = readCell(cell, place, form);
  if (read.weight === undefined || read.weight >= 0n) return read;
  return {
    weight: undefined,
    problem: problemAt(place, 'portfolios.percent', {
      found: quoted(cell),
      expected: '0% or more: an ETF cannot be sold short',
      fix: 'Correct the cell.',
    }),
  };
}

/** Reads the percentage of the CASH row of a wide file: above 0 it keeps cash, below it borrows. */
export function readWideCash(cell: string, place: Place, form: CellForm): WeightReading {
  const read = readCell(cell, place, form);
  if (read.weight === undefined || read.weight >= 0n) return read;
  const fix = 'Write 0% or more for CASH, and lower the rows of its ETFs to match.';
  // The weight counts all the same: a sum that is off has to be told too.
  const problem = borrowingProblem(cell, place, { rule: form.borrowing, fix });
  return problem === undefined ? read : { ...read, problem };
}

/** Reads the percentage of a CASH row of a long file, which is there to borrow. */
export function readLongCash(cell: string, place: Place, form: CellForm): WeightReading {
  const read = readCell(cell, place, form);
  if (read.weight === undefined) return read;
  if (read.weight < 0n) {
    const fix = 'Delete the CASH row, and lower the rows of its ETFs to 100%.';
    const problem = borrowingProblem(cell, place, { rule: form.borrowing, fix });
    return problem === undefined ? read : { ...read, problem };
  }
  return {
    ...read,
    problem: problemAt(place, 'portfolios.percent', {
      found: quoted(cell),
      expected: 'a CASH row below 0; in a long file it is there to borrow',
      fix:
        read.weight === 0n
          ? 'Delete the CASH row.'
          : 'Use the wide shape, where CASH may be positive, and lower the rows of its ETFs to match; or delete the CASH row, so that its ETFs alone are 100%.',
    }),
  };
}

/** Reads the symbol of a row. */
export function readRowSymbol(
  written: string,
  place: Place,
): { readonly symbol: string | undefined; readonly problems: readonly LocatedProblem[] } {
  const symbol = readSymbol(written);
  if (symbol !== undefined) return { symbol, problems: [] };
  const problem = problemAt(place, 'portfolios.symbol', {
    found: written === '' ? 'no symbol' : quoted(written),
    expected: SYMBOL_FORM,
    fix: 'Correct the symbol, or begin the line with # if it is a comment.',
  });
  return { symbol, problems: [problem] };
}

/** A symbol that stands in two rows of one model portfolio; which of them counts is not known. */
export function repeatedSymbol(
  symbol: string,
  at: { readonly first: number; readonly place: Place },
): LocatedProblem {
  const { first, place } = at;
  return problemAt(place, 'portfolios.duplicate', {
    found: `${symbol} a second time; it stands on line ${first} too`,
    expected: symbol === CASH ? 'at most one CASH row' : 'each symbol in one row',
    fix: `Delete line ${first} or line ${place.line ?? first}, or join the two.`,
  });
}

function readCell(cell: string, place: Place, { mark }: CellForm): WeightReading {
  const reading = readPercent(cell, mark);
  if (reading.ok) return { weight: reading.value };
  return {
    weight: undefined,
    problem: problemAt(place, 'portfolios.percent', {
      found: cell === '' ? 'no percentage' : quoted(cell),
      expected: reading.expected ?? 'a percentage such as 33%, 12.5 or 0',
      fix: reading.fix ?? 'Correct the cell.',
    }),
  };
}
