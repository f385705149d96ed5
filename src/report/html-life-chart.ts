import { round } from './html-charts.ts';
import { html, type Html } from './html-text.ts';
import type { OrderLife, OrderStep } from './order-life.ts';

const HEIGHT = 72;
/** Percent of the width that stay free on each side, so that no mark is cut. */
const MARGIN = 3;

/** A step at its place: percent from the left, and where the next one begins. */
interface PlacedStep {
  readonly step: OrderStep;
  readonly left: number;
  readonly until: number;
}

/**
 * The life of an order: the market as an area, the limit as a line, fills as dots, an end without
 * a fill as an upright line. Nothing where no price is known.
 */
export function lifeChart(life: OrderLife): Html {
  const known = life.steps
    .flatMap(({ limit, bid, ask, price }) => [limit, bid, ask, price])
    .flatMap((figure) => (figure === undefined ? [] : [Number(figure)]));
  if (known.length === 0) return html``;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const air = high === low ? 1 : (high - low) * 0.2;
  const y = (figure: string): number =>
    HEIGHT * (1 - (Number(figure) - low + air) / (high - low + 2 * air));
  const steps = placeSteps(life.steps);
  return html`<svg role="img" aria-label="${describeLife(life)}" height="${String(HEIGHT)}">
    ${[
      steps.map((each) => marketArea(each, y)),
      steps.map((each) => limitLine(each, y)),
      steps.map((each) => endOrFill(each, y)),
    ]}
  </svg>`;
}

/** By time; one after the other where all happened in the same instant. */
function placeSteps(steps: readonly OrderStep[]): readonly PlacedStep[] {
  const end = steps.at(-1)?.afterMs ?? 0;
  const count = Math.max(1, steps.length - 1);
  const places = steps.map(({ afterMs }, at) => {
    const share = end === 0 ? at / count : afterMs / end;
    return MARGIN + (100 - 2 * MARGIN) * share;
  });
  return steps.map((step, at) => {
    const left = places[at] ?? MARGIN;
    return { step, left, until: places[at + 1] ?? left };
  });
}

type Height = (figure: string) => number;

function marketArea({ step, left, until }: PlacedStep, y: Height): Html {
  const { bid, ask } = step;
  if (bid === undefined || ask === undefined || until <= left) return html``;
  const height = Math.max(1, y(bid) - y(ask));
  return html`<rect
    class="zone"
    x="${round(left)}%"
    width="${round(until - left)}%"
    y="${round(y(ask))}"
    height="${round(height)}"
  />`;
}

function limitLine({ step, left, until }: PlacedStep, y: Height): Html {
  const { limit } = step;
  if (limit === undefined || until <= left) return html``;
  const at = round(y(limit));
  return html`<line
    class="limit"
    x1="${round(left)}%"
    x2="${round(until)}%"
    y1="${at}"
    y2="${at}"
  />`;
}

function endOrFill({ step, left }: PlacedStep, y: Height): Html {
  const { what, price } = step;
  const x = `${round(left)}%`;
  if (price !== undefined) {
    return html`<circle class="dot" cx="${x}" cy="${round(y(price))}" r="4.5" />`;
  }
  if (what !== 'cancelled' && what !== 'rejected' && what !== 'unknown') return html``;
  return html`<line class="stop" x1="${x}" x2="${x}" y1="4" y2="${String(HEIGHT - 4)}" />`;
}

function describeLife({ side, quantity, symbol, status, steps }: OrderLife): string {
  const fills = steps.filter(({ price }) => price !== undefined).length;
  const limits = new Set(steps.flatMap(({ limit }) => limit ?? [])).size;
  return `${side} ${quantity} ${symbol}: ${status}, ${String(limits)} limit${limits === 1 ? '' : 's'}, ${String(fills)} fill${fills === 1 ? '' : 's'}`;
}
