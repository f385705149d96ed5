import { fits, type BuyProblem } from './buy-problem.ts';

/**
 * The greedy of the requirements, to the letter: the largest drift first, whole shares rounded down,
 * as many as fit, none below the minimum order. With `byLaw` also the one exception of PLANNING A.8
 * phase 1: a share more where that makes an order of what would otherwise be too small.
 */
export function greedyBuys(problem: BuyProblem, byLaw: boolean): readonly bigint[] {
  let [value, cost] = [0n, 0n];
  return problem.lines.map((line) => {
    const fitsToo = (shares: bigint): boolean =>
      fits(problem, value + shares * line.price, cost + line.cost(shares));
    let [most, tooMany] = [0n, line.full + 1n];
    while (tooMany - most > 1n) {
      const middle = (most + tooMany) / 2n;
      if (fitsToo(middle)) most = middle;
      else tooMany = middle;
    }
    const isUncut = most === line.full && line.full < line.fewest;
    const isWanted = isUncut && line.nearest > line.full && line.nearest >= line.fewest;
    if (byLaw && problem.minOrder > 0n && isWanted && fitsToo(line.nearest)) {
      most = line.nearest;
    }
    if (most < line.fewest) return 0n;
    value += most * line.price;
    cost += line.cost(most);
    return most;
  });
}
