import { driftLeft, fits, type BuyProblem } from './buy-problem.ts';

/**
 * The least drift that any buys leave, by trying all of them: up to the nearest number of shares,
 * none or at least the smallest order, every row kept.
 */
export function leastDriftByTrying(problem: BuyProblem): bigint {
  const { lines } = problem;
  let least = driftLeft(problem, []);
  const tryFrom = (at: number, shares: readonly bigint[], value: bigint, cost: bigint): void => {
    const line = lines[at];
    if (line === undefined) {
      const left = driftLeft(problem, shares);
      if (left < least && fits(problem, value, cost)) least = left;
      return;
    }
    tryFrom(at + 1, [...shares, 0n], value, cost);
    for (let count = line.fewest; count <= line.nearest; count += 1n) {
      const spent = value + count * line.price;
      const paid = cost + line.cost(count);
      // More shares never make a row easier to keep.
      if (!fits(problem, spent, paid)) return;
      tryFrom(at + 1, [...shares, count], spent, paid);
    }
  };
  tryFrom(0, [], 0n, 0n);
  return least;
}
