import { markup, type Markup } from './markup.ts';
import type { WalkStep } from './report-tables.ts';

/*
 * Charts of one row each, as inline SVG without a script. Widths are percentages, so that a chart
 * fits a phone and a sheet of paper alike and its text is never scaled. Each stands in a row of a
 * table that has its figures as text, so that nobody needs to see it. A figure becomes a binary
 * fraction here, and only to be drawn.
 */

/** What a chart's axis reaches from and to. */
export interface Axis {
  readonly from: number;
  readonly to: number;
}

/** An axis that holds all figures and zero; never empty. */
export function axisOf(figures: readonly (string | undefined)[]): Axis {
  const values = figures.flatMap((figure) => (figure === undefined ? [] : [Number(figure)]));
  const [from, to] = [Math.min(0, ...values), Math.max(0, ...values)];
  return from === to ? { from: 0, to: 1 } : { from, to };
}

/** An axis around zero, as far to the left as to the right, with a little air. */
export function axisAround(figures: readonly (string | undefined)[]): Axis {
  const { from, to } = axisOf(figures);
  const most = Math.max(-from, to) * 1.06;
  return { from: -most, to: most };
}

/** Weights against the target: before as a pale bar, planned as an outline, reached as a solid bar. */
export function weightChart(
  weights: {
    readonly before: string | undefined;
    readonly planned: string | undefined;
    readonly reached: string | undefined;
    readonly target: string | undefined;
  },
  axis: Axis,
): Markup {
  const { before, planned, reached, target } = weights;
  const lane = (figure: string | undefined, y: string, height: string, name: string): Markup =>
    figure === undefined
      ? markup``
      : markup`<rect class="${name}" y="${y}" height="${height}" ${span('0', figure, axis)}/>`;
  return markup`<svg aria-hidden="true" height="20">${lane(before, '2', '4', 'gone')}${lane(reached, '6', '8', 'bar')}${lane(planned, '14.5', '3.5', 'plan')}${mark(target, axis, '0', '20')}</svg>`;
}

/** Drift against its band: a ring before, a dot now. */
export function driftChart(
  drift: {
    readonly before: string | undefined;
    readonly now: string | undefined;
    readonly band: string | undefined;
  },
  axis: Axis,
): Markup {
  const { before, now, band } = drift;
  const zone =
    band === undefined
      ? markup``
      : markup`<rect class="zone" height="18" ${span(`-${band}`, band, axis)}/>`;
  const link =
    before === undefined || now === undefined
      ? markup``
      : markup`<line class="link" x1="${place(before, axis)}" x2="${place(now, axis)}" y1="9" y2="9"/>`;
  const ring =
    before === undefined
      ? markup``
      : markup`<circle class="ring" cx="${place(before, axis)}" cy="9" r="4"/>`;
  const dot =
    now === undefined
      ? markup``
      : markup`<circle class="dot" cx="${place(now, axis)}" cy="9" r="4.5"/>`;
  return markup`<svg aria-hidden="true" height="18">${zone}<line class="axis" x1="50%" x2="50%" y1="0" y2="18"/>${link}${ring}${dot}</svg>`;
}

/** One step of the cash walk, from where the step before it ended. */
export function walkChart(step: WalkStep, start: number, axis: Axis): Markup {
  const from = step.isBalance ? 0 : start;
  const to = from + Number(step.amount);
  const name = step.isBalance ? 'gone' : step.amount.startsWith('-') ? 'over' : 'bar';
  return markup`<svg aria-hidden="true" height="16"><line class="axis" x1="${place('0', axis)}" x2="${place('0', axis)}" y1="0" y2="16"/><rect class="${name}" y="3" height="10" ${span(String(from), String(to), axis)}/></svg>`;
}

/** Slippage of one order: to the right what it cost, to the left what it saved. */
export function slippageChart(bps: string | undefined, axis: Axis): Markup {
  if (bps === undefined) return markup``;
  const isCost = !bps.startsWith('-');
  const isNone = !/[1-9]/.test(bps);
  const bar = isNone
    ? undefined
    : markup`<rect class="${isCost ? 'over' : 'bar'}" y="4" height="8" ${isCost ? span('0', bps, axis) : span(bps, '0', axis)}/>`;
  return markup`<svg aria-hidden="true" height="16"><line class="axis" x1="50%" x2="50%" y1="0" y2="16"/>${bar}</svg>`;
}

/** What the marks of the weight chart mean. */
export function weightKey(kind: 'pre' | 'post'): Markup {
  const sample = (name: string, text: string): Markup =>
    markup`<span class="key"><svg aria-hidden="true" height="10"><rect class="${name}" width="100%" y="2" height="6"/></svg>${text}</span>`;
  return markup`<p class="soft">${[
    sample('gone', 'before'),
    kind === 'post' ? sample('bar', 'now') : markup``,
    sample('plan', 'planned'),
  ]}<span class="key"><svg aria-hidden="true" height="12"><line class="mark" x1="50%" x2="50%" y1="0" y2="12"/></svg>target</span></p>`;
}

/** What the marks of the drift chart mean. */
export function driftKey(hasNow: boolean): Markup {
  const sample = (name: string, text: string): Markup =>
    markup`<span class="key"><svg aria-hidden="true" height="12"><circle class="${name}" cx="50%" cy="6" r="4"/></svg>${text}</span>`;
  return markup`<p class="soft">${sample('ring', 'before')}${hasNow ? sample('dot', 'now') : markup``}<span class="key"><svg aria-hidden="true" height="12"><rect class="zone" width="100%" height="12"/></svg>band</span></p>`;
}

/** A number of a drawing, with no more digits than can be seen. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function share(figure: string, { from, to }: Axis): number {
  return (100 * (Number(figure) - from)) / (to - from);
}

function place(figure: string, axis: Axis): string {
  return `${round(share(figure, axis))}%`;
}

/** The attributes of a bar that reaches from one figure to a larger one; never too thin to be seen. */
function span(from: string, to: string, axis: Axis): Markup {
  const [left, right] = [share(from, axis), share(to, axis)];
  return markup`x="${round(Math.min(left, right))}%" width="${round(Math.max(Math.abs(right - left), 0.2))}%"`;
}

function mark(figure: string | undefined, axis: Axis, top: string, bottom: string): Markup {
  if (figure === undefined) return markup``;
  const at = place(figure, axis);
  return markup`<line class="mark" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/>`;
}
