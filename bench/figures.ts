import { writeFileSync } from 'node:fs';
import { textAfter } from './arguments.ts';

/** One thing that was measured, as often as it was measured, beside what was promised of it. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  /** One for each run. */
  readonly values: readonly number[];
  /** What is promised of the median; undefined where nothing is. */
  readonly bar?: { readonly most: number } | { readonly least: number };
}

/** The middle, and how far the others lie from it. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((left, right) => left - right);
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
  const high = sorted[Math.ceil((sorted.length - 1) / 2)] ?? NaN;
  return { median: (low + high) / 2, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN };
}

/** Whether the median is what was promised. */
export function holds({ values, bar }: Figure): boolean {
  if (bar === undefined) return true;
  const { median } = spreadOf(values);
  return 'most' in bar ? median <= bar.most : median >= bar.least;
}

/** `at most 150`, `at least 99.9` */
export function barText({ bar }: Figure): string {
  if (bar === undefined) return '';
  return 'most' in bar ? `at most ${figureText(bar.most)}` : `at least ${figureText(bar.least)}`;
}

/** Three digits that count, and never fewer than stand before the point. */
export function figureText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1);
  const decimals =
    Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return value.toFixed(decimals).replace(/\B(?=(\d{3})+(?!\d)(?<!\.\d*))/g, ',');
}

/** A figure with what is promised of it, on one line. */
function describeFigure(figure: Figure): string {
  const { median, min, max } = spreadOf(figure.values);
  const runs = figure.values.length;
  const spread = runs === 1 ? '' : ` (${figureText(min)} to ${figureText(max)}, ${runs} runs)`;
  const bar = barText(figure);
  const verdict = bar === '' ? '' : `, ${bar}${holds(figure) ? '' : ': FALLS SHORT'}`;
  return `${figure.what}: ${figureText(median)} ${figure.unit}${spread}${verdict}`;
}

/**
 * The figures of one benchmark. With `--figures FILE` they are kept there, for the page that gathers
 * all. A bar that does not hold makes the program end with 1.
 */
export class FigureSheet {
  readonly #figures: Figure[] = [];

  /** Keeps a figure and shows it. */
  add(figure: Figure): void {
    process.stdout.write(`${describeFigure(figure)}\n`);
    this.keep(figure);
  }

  /** Keeps a figure that is shown in some other way. */
  keep(figure: Figure): void {
    this.#figures.push(figure);
    if (!holds(figure)) process.exitCode = 1;
    const path = textAfter('--figures');
    if (path !== undefined) writeFileSync(path, JSON.stringify(this.#figures));
  }
}
