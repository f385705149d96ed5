import { parseDecimal } from '../core/units/decimal.ts';
import { formatDecimal } from '../core/units/decimal.ts';
import { assert } from '../core/units/assert.ts';
import { divide } from '../core/units/rounding.ts';
import { RATIO_DECIMALS, formatPercent, ratioOf, type Ratio } from '../core/units/ratio.ts';
import { sumUsd, USD_DECIMALS, type Usd } from '../core/units/usd.ts';
import type { Cells, Column } from './report-columns.ts';
import type { ReportRow } from './run-report.ts';

/** A ratio such as leverage: 1.0000. */
export function formatLeverage(value: Ratio): string {
  return formatDecimal(value, { scale: RATIO_DECIMALS, decimals: 4 });
}

/** An amount as percent of NetLiq, with the four decimals of all percent columns. */
export function percentOfNetLiq(amount: Usd, netLiq: Usd): string {
  return formatPercent(ratioOf(amount, netLiq, 'halfAway'), 4);
}

/**
 * The sum of a column as its rows show it, so that whoever adds the rows up gets the total: a sum
 * of exact figures can differ from it by the roundings. Undefined when no row has a figure.
 */
export function sumColumn(
  rows: readonly ReportRow[],
  column: Column,
  decimals: number,
): string | undefined {
  return sumFigures(
    rows.map(({ cells }) => cells),
    column,
    decimals,
  );
}

/** The same for cells. */
export function sumFigures(
  rows: readonly Cells[],
  column: Column,
  decimals: number,
): string | undefined {
  const figures = rows.flatMap((cells) => cells[column] ?? []);
  if (figures.length === 0) return undefined;
  const sum = figures.reduce((total, figure) => total + unitsOf(figure, decimals), 0n);
  return formatDecimal(sum, { scale: decimals, decimals });
}

/** A figure as a whole number of its last decimal. Figures are written by us, so they are decimals. */
export function unitsOf(figure: string, decimals: number): bigint {
  const units = parseDecimal(figure, decimals);
  assert(units !== undefined, `"${figure}" is a figure with up to ${decimals} decimals`);
  return units;
}

const CENT = 10n ** BigInt(USD_DECIMALS - 2);

/**
 * Amounts in cents that add up to their sum in cents: each is its exact amount rounded down, and
 * those that lost most get one cent more until the sum is right; of equals the first ones. 0.335 and
 * 0.335 are 0.67 together, so they are shown as 0.34 and 0.33.
 */
export function inCentsTogether(amounts: readonly Usd[]): readonly string[] {
  const cents = amounts.map((amount) => divide(amount, CENT, 'floor'));
  const lost = amounts.map((amount, at) => amount - (cents[at] ?? 0n) * CENT);
  const total = divide(sumUsd(amounts), CENT, 'halfAway');
  const missing = Number(total - cents.reduce((sum, each) => sum + each, 0n));
  const first = lost
    .map((loss, at) => ({ loss, at }))
    .sort((one, other) => (one.loss === other.loss ? 0 : one.loss > other.loss ? -1 : 1))
    .slice(0, missing)
    .map(({ at }) => at);
  return cents.map((each, at) =>
    formatDecimal(first.includes(at) ? each + 1n : each, { scale: 2, decimals: 2 }),
  );
}
