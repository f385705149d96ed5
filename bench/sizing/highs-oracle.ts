/*
 * The best buys by a solver that shares nothing with the planner: HiGHS, on the integer programme of
 * PLANNING B.1, with our rows. In dollars; y whole shares up to `full`, u the one share more, z
 * whether there is an order at all.
 *
 *   minimise   sum of  lacking - price y - (2r - 1) price u
 *   cash       sum of  price (y + u) <= cash - K
 *   smallest   fewest z <= y + u <= nearest z,   z in {0, 1}, where a smallest order matters
 *
 * The other rows count costs, and only where they could be broken are they part of it. The
 * commission, min(max(1, 0.005 x), 1% of the price x), is exact: b chooses which side of the
 * minimum is paid, and the solver chooses the cheaper.
 *
 *   cost       c >= b,  c >= 0.005 x - 0.005 nearest (1 - b),  c >= 0.01 dearer x - 0.01 dearer nearest b
 *   after costs  sum of  (price + reserve) x + c <= cash - K + B - costs so far
 *   leverage     sum of  (price + L reserve) x + L c <= L (V_guard - costs so far) - gross
 */
import loadHighs from 'highs';
import { resolve } from 'node:path';
import { ONE } from '../../src/core/units/ratio.ts';
import type { Buyable, BuyProblem } from './buy-problem.ts';

/** The least drift that the solver found, in dollars; undefined when its time ran out. */
export type Oracle = (problem: BuyProblem, toleranceUsd: number) => number | undefined;

export async function loadOracle(secondsEach: number): Promise<Oracle> {
  // The package's types describe its CommonJS build; as a module, the function itself is the default.
  const load = loadHighs as unknown as typeof loadHighs.default;
  const highs = await load({
    locateFile: (file: string) => resolve('node_modules/highs/build', file),
  });
  return (problem, toleranceUsd) => {
    const { text, constant } = programme(problem);
    if (text === undefined) return constant;
    const solution = highs.solve(text, {
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: toleranceUsd,
      time_limit: secondsEach,
      mip_feasibility_tolerance: 1e-9,
      primal_feasibility_tolerance: 1e-9,
    });
    return solution.Status === 'Optimal' ? constant + solution.ObjectiveValue : undefined;
  };
}

const dollars = (units: bigint): number => Number(units) / 1e8;

/** With 10 significant decimals; the solver reads decimal text. */
const term = (factor: number, name: string): string =>
  `${factor < 0 ? '-' : '+'} ${Math.abs(factor).toFixed(10)} ${name}`;

function programme(problem: BuyProblem): { text: string | undefined; constant: number } {
  const lines = problem.lines.filter(({ nearest, fewest }) => nearest >= fewest);
  const constant = problem.lines.reduce((sum, { lacking }) => sum + dollars(lacking), 0);
  if (lines.length === 0) return { text: undefined, constant };
  const objective: string[] = [];
  const cash: string[] = [];
  const rows: string[] = [];
  const bounds: string[] = [];
  const generals: string[] = [];
  const binaries: string[] = [];
  lines.forEach((line, at) => {
    const price = dollars(line.price);
    objective.push(term(-price, `y${at}`));
    cash.push(term(price, `y${at}`));
    bounds.push(`0 <= y${at} <= ${line.full}`);
    generals.push(`y${at}`);
    if (line.nearest > line.full) {
      const gain = dollars(2n * (line.lacking - line.full * line.price) - line.price);
      objective.push(term(-gain, `u${at}`));
      cash.push(term(price, `u${at}`));
      binaries.push(`u${at}`);
    }
    if (line.fewest > 1n) {
      const both = sharesOf(line, at);
      rows.push(`${both} - ${line.fewest} z${at} >= 0`, `${both} - ${line.nearest} z${at} <= 0`);
      binaries.push(`z${at}`);
    }
  });
  rows.push(`${cash.join(' ')} <= ${dollars(problem.cash - problem.cashTarget).toFixed(8)}`);
  if (costsCount(problem, lines)) addCostRows(problem, lines, { rows, binaries });
  return {
    constant,
    text: [
      `Minimize\n ${objective.join(' ')}`,
      `Subject To\n ${rows.join('\n ')}`,
      `Bounds\n ${bounds.join('\n ')}`,
      `Generals\n ${generals.join(' ')}`,
      ...(binaries.length > 0 ? [`Binaries\n ${binaries.join(' ')}`] : []),
      'End',
    ].join('\n'),
  };
}

function sharesOf({ nearest, full }: Buyable, at: number): string {
  return nearest > full ? `y${at} + u${at}` : `y${at}`;
}

/** Whether the rows with costs could be broken by buys that the first cash row allows. */
function costsCount(problem: BuyProblem, lines: readonly Buyable[]): boolean {
  const spare = problem.cash - problem.cashTarget;
  const costs = lines.reduce((sum, { cost, nearest }) => sum + cost(nearest), problem.costs);
  const gross = (problem.gross + spare) * ONE;
  return costs > problem.buffer || gross > problem.maxLeverage * (problem.guardValue - costs);
}

function addCostRows(
  problem: BuyProblem,
  lines: readonly Buyable[],
  { rows, binaries }: { rows: string[]; binaries: string[] },
): void {
  const leverage = Number(problem.maxLeverage) / Number(ONE);
  const spent: string[] = [];
  const exposed: string[] = [];
  lines.forEach((line, at) => {
    const hundredth = dollars(line.dearer) / 100;
    const most = Number(line.nearest);
    const shares = (factor: number): string =>
      line.nearest > line.full
        ? `${term(factor, `y${at}`)} ${term(factor, `u${at}`)}`
        : term(factor, `y${at}`);
    rows.push(
      `c${at} - b${at} >= 0`,
      `c${at} ${shares(-0.005)} ${term(-0.005 * most, `b${at}`)} >= ${(-0.005 * most).toFixed(10)}`,
      `c${at} ${shares(-hundredth)} ${term(hundredth * most, `b${at}`)} >= 0`,
    );
    binaries.push(`b${at}`);
    const [price, reserve] = [dollars(line.price), dollars(line.reserve)];
    spent.push(`${shares(price + reserve)} + c${at}`);
    exposed.push(`${shares(price + leverage * reserve)} ${term(leverage, `c${at}`)}`);
  });
  const room = dollars(problem.cash - problem.cashTarget + problem.buffer - problem.costs);
  const guard = dollars(problem.guardValue - problem.costs) * leverage;
  rows.push(`${spent.join(' ')} <= ${room.toFixed(8)}`);
  rows.push(`${exposed.join(' ')} <= ${(guard - dollars(problem.gross)).toFixed(8)}`);
}
