import { ONE, ZERO_RATIO, type Ratio } from '../units/ratio.ts';
import { divide } from '../units/rounding.ts';
import { asUsd, type Usd } from '../units/usd.ts';
import type { Limits, Standing } from './rooms.ts';

/**
 * One row in the shape of a knapsack: what the buys cost, are worth, or take up as margin + factor *
 * costs <= room. The spread counts as a cost in the rows of what they are worth and of margin.
 */
export interface BuyRow {
  readonly counts: 'value' | 'worth' | 'margin';
  readonly factor: Ratio;
  readonly room: Usd;
}

/**
 * The rows of PLANNING A.7 and A.8 as rooms for further buys. They guide a search and are the
 * ceilings of what it could find; whether a plan keeps its rows is for `brokenRow` to say. A row
 * that is not here makes a ceiling too high and never too low.
 *
 * The second cash row, `cash - costs >= K - min(B, costs)`, is the second and the first together.
 */
export function buyRows(standing: Standing, limits: Limits): readonly BuyRow[] {
  const { cash, costs, spread, gross } = standing;
  const { cashTarget, buffer, maxLeverage, guardValue, maintenance } = limits;
  const spare = cash - cashTarget;
  const mostGross = divide(maxLeverage * (guardValue - costs - spread), ONE, 'floor');
  const rows: BuyRow[] = [
    { counts: 'value', factor: ZERO_RATIO, room: asUsd(spare) },
    { counts: 'value', factor: ONE, room: asUsd(spare + buffer - costs) },
    { counts: 'worth', factor: maxLeverage, room: asUsd(mostGross - gross) },
  ];
  if (maintenance !== undefined) {
    const { excessLiquidity, floor } = maintenance;
    // What is not known leaves no room at all.
    const room =
      excessLiquidity === undefined
        ? -1n
        : excessLiquidity - floor - standing.maintenance - costs - spread;
    rows.push({ counts: 'margin', factor: ONE, room: asUsd(room) });
  }
  return rows;
}
