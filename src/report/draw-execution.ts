/*
 * The picture of an execution that changes in place. Orders that have ended are not in it: each of
 * them has left its last line above the picture, where it stays. So a plan of any length fits: what
 * is open, then what waits for its turn, and a count of what has no row.
 */
import {
  filledOf,
  isDone,
  stateOf,
  type OrderState,
  type TrackedOrder,
} from '../core/orders/tracked-order.ts';
import { nameOf } from '../core/orders/ticket.ts';
import { formatShares } from '../core/units/shares.ts';
import { formatUsd } from '../core/units/usd.ts';
import { averageOf, describeLimit } from './describe-fill.ts';
import type { ExecutionScene } from './execution-scene.ts';
import { styles } from './styles.ts';

/** The room that a picture may take, and the moment that it shows. */
export interface Canvas {
  readonly columns: number;
  readonly rows: number;
  /** ms since 1970. */
  readonly now: number;
}

/** From here on there is room for the price of what was filled and the fund's full name. */
const WIDE = 100;
/** Looking at a screen on which nothing of it fits helps nobody. */
const FEWEST_ROWS = 3;

const STAGES = ['Converting', 'Selling', 'Buying'] as const;
type Stage = 0 | 1 | 2;

/** An approved line and what was sent for it. */
interface Row {
  readonly stage: Stage;
  readonly side: string;
  readonly symbol: string;
  readonly name: string;
  readonly quantity: string;
  readonly orders: readonly TrackedOrder[];
}

/** The lines of the picture, none longer than the canvas, never more of them than it has rows. */
export function drawExecution(scene: ExecutionScene, canvas: Canvas): readonly string[] {
  const rows = rowsOf(scene);
  const newest = rows.findLast(({ orders }) => orders.length > 0);
  const stage = newest?.stage ?? rows[0]?.stage ?? 1;
  const head = cut(headline(scene, rows, stage, canvas.now), canvas.columns);
  const lines = [scene.record.stopped === undefined ? styles.bold(head) : styles.yellow(head)];
  const open = rows.filter((row) => isOpen(row));
  // A line of an earlier stage that was not sent will not be.
  const waiting = rows.filter((row) => row.orders.length === 0 && row.stage >= stage);
  const shown = scene.record.stopped === undefined ? [...open, ...waiting] : open;
  const room = Math.max(canvas.rows, FEWEST_ROWS) - lines.length;
  const fitting = shown.length <= room ? shown : shown.slice(0, room - 1);
  lines.push(...table(fitting, scene, canvas));
  const left = shown.length - fitting.length;
  if (left > 0) lines.push(styles.dim(cut(`  and ${left} more`, canvas.columns)));
  return lines;
}

function rowsOf({ approved, record }: ExecutionScene): readonly Row[] {
  const ordersOf = (line: number): readonly TrackedOrder[] =>
    record.book.orders.filter(({ orderId }) => record.lines.get(orderId) === line);
  const { fx, sells, buys } = approved;
  const conversion: readonly Row[] =
    fx === undefined
      ? []
      : [
          {
            stage: 0,
            side: 'BUY',
            symbol: 'USD.CAD',
            name: 'US dollars for Canadian dollars',
            quantity: formatUsd(fx.quantity, { decimals: 0 }),
            orders: ordersOf(0),
          },
        ];
  const traded = ([1, 2] as const).flatMap((stage) =>
    (stage === 1 ? sells : buys).map(({ line, contract, side, quantity }): Row => ({
      stage,
      side,
      symbol: contract.symbol,
      name: contract.name,
      quantity: formatShares(quantity),
      orders: ordersOf(line),
    })),
  );
  return [...conversion, ...traded];
}

function isOpen({ orders }: Row): boolean {
  const last = orders.at(-1);
  return last !== undefined && !isDone(last);
}

/** `Selling: 2 of 5 sells and 0 of 9 buys have ended, 0:12` */
function headline(
  { record, begunAt }: ExecutionScene,
  rows: readonly Row[],
  stage: Stage,
  now: number,
): string {
  const counts = ([1, 2] as const).flatMap((each) => {
    const of = rows.filter((row) => row.stage === each);
    const ended = of.filter((row) => row.orders.length > 0 && !isOpen(row));
    const word = each === 1 ? 'sells' : 'buys';
    return of.length === 0 ? [] : [`${ended.length} of ${of.length} ${word}`];
  });
  const what = record.stopped === undefined ? STAGES[stage] : `Stopping (${record.stopped.found})`;
  const done = counts.length === 0 ? '' : `: ${counts.join(' and ')} have ended`;
  return `${what}${done}, ${elapsed(now - begunAt)}`;
}

/** One line a row, in columns as wide as their contents. */
function table(
  rows: readonly Row[],
  scene: ExecutionScene,
  { columns, now }: Canvas,
): readonly string[] {
  const cells = rows.map((row) => cellsOf(row, scene, now));
  const width = (of: keyof Cells): number => Math.max(0, ...cells.map((cell) => cell[of].length));
  const isWide = columns >= WIDE;
  return cells.map((cell, at) => {
    const before = `  ${cell.side.padEnd(4)} ${cell.symbol.padEnd(width('symbol'))}  `;
    const state = cell.state.padEnd(width('state'));
    const after = [
      cell.filled.padStart(width('filled')),
      cell.limit.padEnd(width('limit')),
      ...(isWide ? [cell.average.padStart(width('average'))] : []),
      cell.elapsed.padStart(width('elapsed')),
      ...(isWide ? [rows[at]?.name ?? ''] : []),
    ].join('  ');
    const line = cut(`${before}${state}  ${after}`, columns);
    const end = before.length + state.length;
    // Coloured after it was cut: a colour has no width.
    return (
      line.slice(0, before.length) +
      coloured(cell.state, line.slice(before.length, end)) +
      line.slice(end)
    );
  });
}

interface Cells {
  readonly side: string;
  readonly symbol: string;
  readonly state: string;
  readonly filled: string;
  readonly limit: string;
  readonly average: string;
  readonly elapsed: string;
}

function cellsOf(
  { side, symbol, quantity, orders }: Row,
  scene: ExecutionScene,
  now: number,
): Cells {
  const order = orders.at(-1);
  if (order === undefined) {
    const nothing = { limit: '', average: '', elapsed: '' };
    return { side, symbol, state: 'waiting', filled: quantity, ...nothing };
  }
  const { orderId, ticket } = order;
  const sentAt = scene.sentAt.get(orderId);
  return {
    side,
    symbol: nameOf(ticket),
    state: scene.cancelling.has(orderId) ? 'cancelling' : STATES[stateOf(order)],
    filled: `${formatShares(filledOf(order))} of ${formatShares(ticket.quantity)}`,
    limit: describeLimit(ticket),
    average: averageOf([order]) ?? '',
    elapsed: sentAt === undefined ? '' : elapsed(now - sentAt),
  };
}

/** In words that are as short as each other. */
const STATES: Readonly<Record<OrderState, string>> = {
  sent: 'sent',
  working: 'working',
  'partially-filled': 'partly filled',
  filled: 'filled',
  cancelled: 'cancelled',
  rejected: 'rejected',
  unknown: 'unknown',
};

function coloured(state: string, text: string): string {
  switch (state) {
    case 'waiting':
      return styles.dim(text);
    case 'sent':
    case 'cancelling':
      return styles.yellow(text);
    case 'partly filled':
      return styles.green(text);
    default:
      return text;
  }
}

/** `0:07`, `12:40`, `1:02:09`; rounded down. */
function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (count: number): string => String(count).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const rest = two(seconds % 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}

/**
 * No wider than the columns less one: in the last one some terminals begin a new line. What has no
 * known width, or moves the cursor, is shown as a question mark.
 */
function cut(text: string, columns: number): string {
  return text
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, Math.max(0, columns - 1))
    .trimEnd();
}
