import { formatDecimal } from '../core/units/decimal.ts';
import { unitsOf } from './figures.ts';

/** How figures of a report are shown to people. They are plain decimals; nothing is counted here. */

/** `1234.50` as `1,234.50`. */
export function groupThousands(figure: string): string {
  const [whole = '', fraction] = figure.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** With a plus where it is above zero. */
export function signed(figure: string): string {
  return figure.startsWith('-') || !/[1-9]/.test(figure) ? figure : `+${figure}`;
}

/** A percentage with two of its four decimals; ties away from zero. */
export function percentText(figure: string): string {
  return formatDecimal(unitsOf(figure, 4), { scale: 4, decimals: 2 });
}

/** `-1234.50` as `-$1,234.50`. */
export function dollarText(figure: string): string {
  const grouped = groupThousands(figure);
  return grouped.startsWith('-') ? `-$${grouped.slice(1)}` : `$${grouped}`;
}
