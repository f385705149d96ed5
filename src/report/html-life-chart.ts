import { round } from './html-charts.ts';
import { markup, type Markup } from './markup.ts';
import type { OrderLife, OrderStep } from './order-life.ts';

const HEIGHT = 72;
/** Percent of the width that stay free at the right, so that no mark is cut. */
const MARGIN = 3;
/** What the prices at the left edge take up. */
const NOTES = 14;

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
export function lifeChart(life: OrderLife): Markup {
  const known = life.steps
    .flatMap(({ limit, bid, ask, price }) => [limit, bid, ask, price])
    .flatMap((figure) => figure ?? [])
    .sort((one, other) => Number(one) - Number(other));
  const [lowest] = known;
  const highest = known.at(-1);
  if (lowest === undefined || highest === undefined) return markup``;
  const [low, high] = [Number(lowest), Number(highest)];
  const air = high === low ? 1 : (high - low) * 0.2;
  const y = (figure: string): number =>
    HEIGHT * (1 - (Number(figure) - low + air) / (high - low + 2 * air));
  const steps = placeSteps(life.steps);
  return markup`<svg role="img" aria-label="${describeLife(life)}" height="${String(HEIGHT)}">${[
    together(steps, sameMarket).map((each) => marketArea(each, y)),
    together(steps, sameLimit).map((each) => limitLine(each, y)),
    steps.map((each) => endOrFill(each, y)),
    priceNote(highest, y),
    high === low ? undefined : priceNote(lowest, y),
  ]}</svg>`;
}

/** By time; one after the other where all happened in the same instant. */
function placeSteps(steps: readonly OrderStep[]): readonly PlacedStep[] {
  const end = steps.at(-1)?.afterMs ?? 0;
  const count = Math.max(1, steps.length - 1);
  const places = steps.map(({ afterMs }, at) => {
    const share = end === 0 ? at / count : afterMs / end;
    return NOTES + (100 - NOTES - MARGIN) * share;
  });
  return steps.map((step, at) => {
    const left = places[at] ?? NOTES;
    return { step, left, until: places[at + 1] ?? left };
  });
}

/** The highest and the lowest price, at the left edge. */
function priceNote(price: string, y: Height): Markup {
  return markup`<text class="note" x="0" y="${round(y(price) + 4)}">${price}</text>`;
}

/** Steps that follow each other and look the same as one that is as long as all of them. */
function together(
  steps: readonly PlacedStep[],
  same: (one: OrderStep, other: OrderStep) => boolean,
): readonly PlacedStep[] {
  return steps.reduce<PlacedStep[]>((joined, next) => {
    const last = joined.at(-1);
    if (last === undefined || !same(last.step, next.step)) return [...joined, next];
    return [...joined.slice(0, -1), { ...last, until: next.until }];
  }, []);
}

function sameMarket(one: OrderStep, other: OrderStep): boolean {
  return one.bid === other.bid && one.ask === other.ask;
}

function sameLimit(one: OrderStep, other: OrderStep): boolean {
  return one.limit === other.limit;
}

type Height = (figure: string) => number;

function marketArea({ step, left, until }: PlacedStep, y: Height): Markup {
  const { bid, ask } = step;
  if (bid === undefined || ask === undefined || until <= left) return markup``;
  const height = Math.max(1, y(bid) - y(ask));
  return markup`<rect class="zone" x="${round(left)}%" width="${round(until - left)}%" y="${round(y(ask))}" height="${round(height)}"/>`;
}

function limitLine({ step, left, until }: PlacedStep, y: Height): Markup {
  const { limit } = step;
  if (limit === undefined || until <= left) return markup``;
  const at = round(y(limit));
  return markup`<line class="limit" x1="${round(left)}%" x2="${round(until)}%" y1="${at}" y2="${at}"/>`;
}

function endOrFill({ step, left }: PlacedStep, y: Height): Markup {
  const { what, price } = step;
  const x = `${round(left)}%`;
  if (price !== undefined) {
    return markup`<circle class="dot" cx="${x}" cy="${round(y(price))}" r="4.5"/>`;
  }
  if (what !== 'cancelled' && what !== 'rejected' && what !== 'unknown') return markup``;
  return markup`<line class="stop" x1="${x}" x2="${x}" y1="4" y2="${String(HEIGHT - 4)}"/>`;
}

function describeLife({ side, quantity, symbol, status, steps }: OrderLife): string {
  const fills = steps.filter(({ price }) => price !== undefined).length;
  const limits = new Set(steps.flatMap(({ limit }) => limit ?? [])).size;
  return `${side} ${quantity} ${symbol}: ${status}, ${String(limits)} limit${limits === 1 ? '' : 's'}, ${String(fills)} fill${fills === 1 ? '' : 's'}`;
}
