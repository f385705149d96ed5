/** No known name is longer; a longer one is not compared at all, so the work has a limit. */
const LONGEST = 40;

/** Only so many known names are compared, for the same reason. */
const MOST_NAMES = 200;

/**
 * The known name that somebody who wrote `name` most likely meant; undefined when none is close.
 * Close means one slip in names of three or four letters and two in longer ones (a slip: a letter
 * added, left out, replaced, or two neighbours swapped), or that one name begins with the other.
 */
export function closestName(name: string, all: readonly string[]): string | undefined {
  const known = all.slice(0, MOST_NAMES);
  const wanted = name.toLowerCase();
  if (wanted.length > LONGEST) return undefined;
  const allowed = wanted.length < 3 ? 0 : wanted.length < 5 ? 1 : 2;
  let best: string | undefined;
  let fewest = allowed + 1;
  for (const candidate of known) {
    const slips = countSlips(wanted, candidate.toLowerCase());
    if (slips < fewest) [best, fewest] = [candidate, slips];
  }
  return best ?? known.find((candidate) => beginsAlike(wanted, candidate.toLowerCase()));
}

function beginsAlike(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 4 && (a.startsWith(b) || b.startsWith(a));
}

/** Edit distance with swaps of neighbours, row by row. */
function countSlips(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      next.push(
        Math.min(
          cell(last, column) + 1,
          cell(next, column - 1) + 1,
          cell(last, column - 1) + (same ? 0 : 1),
          swapped ? cell(beforeLast, column - 2) + 1 : Infinity,
        ),
      );
    }
    beforeLast = last;
    last = next;
  }
  return cell(last, to.length);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
