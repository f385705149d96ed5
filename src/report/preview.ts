import { shortDigest } from '../core/approval/plan-bytes.ts';
import {
  countOrders,
  type PlanLine,
  type TradeLine,
  type TradePlan,
} from '../core/plan/trade-plan.ts';
import { formatDecimal } from '../core/units/decimal.ts';
import { formatPrice } from '../core/units/price.ts';
import { describeProblem, type Problem } from '../core/units/problem.ts';
import { formatPercent, RATIO_DECIMALS, ratioOf, type Ratio } from '../core/units/ratio.ts';
import { formatShares } from '../core/units/shares.ts';
import { formatUsd, sumUsd, type Usd } from '../core/units/usd.ts';
import { describeChanges } from './describe-changes.ts';
import { describeFx } from './describe-fx.ts';
import { describeOtherCash, describeSizing, describeTotalDrift } from './describe-plan.ts';
import { describeReasons } from './describe-reason.ts';
import { styles } from './styles.ts';
import { textTable } from './text-table.ts';

/** Everything that a person reads before the question. */
export interface PreviewInput {
  readonly plan: TradePlan;
  /** Of this plan: the approval is for it, and the reports bear it. */
  readonly digest: string;
  readonly gates: readonly Problem[];
  readonly warnings: readonly string[];
  /** SIMULATED, DRY RUN, READ ONLY, PREVIEW: what an answer would do. */
  readonly mode: string;
  readonly otherCash: readonly { readonly currency: string; readonly amount: bigint }[];
  /** Where the pre-trade report was written; undefined where that is said later, of several accounts. */
  readonly preReport: string | undefined;
  /** Columns of the screen. */
  readonly columns: number;
  /** The plan that was shown before and is void: then only what is different is shown. */
  readonly replaces?: TradePlan | undefined;
  /** What is inside its band is listed, and not only counted. */
  readonly all?: boolean;
}

/** The preview: trades first, in sending order, then what is not traded and why, then the sums. */
export function writePreview(input: PreviewInput): string {
  const { plan, gates, warnings } = input;
  const trades = [...plan.sells, ...plan.buys];
  const parts: string[] = [];
  if (input.replaces !== undefined) parts.push(...describeChanges(input.replaces, plan));
  else parts.push(...tradeTables(trades, input.columns));
  if (input.replaces === undefined) parts.push('', ...untraded(plan, input.all === true));
  parts.push(
    '',
    ...cashLines(plan),
    describeTotalDrift(plan),
    ...describeSizing(plan),
    ...describeOtherCash(input.otherCash, plan),
  );
  for (const warning of warnings) parts.push(styles.yellow(`Warning: ${warning}`));
  if (gates.length > 0) {
    parts.push('', styles.yellow('Nothing can be sent now:'));
    parts.push(...gates.map((gate) => `  ${describeProblem(gate)}`));
  }
  if (input.preReport !== undefined) parts.push(`Pre-trade report: ${input.preReport}`);
  parts.push('', summary(input));
  return parts.join('\n');
}

/** The last lines before the question. */
function summary({ plan, digest, mode }: PreviewInput): string {
  const whole = (amount: Usd): string => `$${formatUsd(amount, { grouped: true, decimals: 0 })}`;
  const count = countOrders(plan);
  const converted = plan.fx.kind === 'convert' ? `Convert ${whole(plan.cash.fx)} / ` : '';
  const ready =
    count === 0
      ? 'Nothing to trade.'
      : `Trade plan ready. ${count} ${count === 1 ? 'order' : 'orders'} (${converted}Buy ${whole(plan.cash.buys)} / Sell ${whole(plan.cash.sells)}).`;
  const leverage = formatDecimal(plan.after.leverage, { scale: RATIO_DECIMALS, decimals: 2 });
  const buffer = formatPercent(ratioOf(plan.base.buffer, plan.base.netLiq, 'halfAway'), 1);
  return [
    `${styles.bold(mode)}  ${plan.accountId}  plan ${shortDigest(digest)}`,
    ready,
    `Est. gross exposure: ${whole(plan.after.gross)} | Est. leverage: ${leverage}x | Cash buffer: ${buffer}% (${whole(plan.base.buffer)})`,
  ].join('\n');
}

interface Column {
  readonly title: string;
  readonly cell: (line: TradeLine) => string;
  readonly left?: boolean;
  /** Shown only where at least so many columns fit. */
  readonly from: number;
}

const COLUMNS: readonly Column[] = [
  { title: 'Symbol', cell: ({ holding }) => holding.contract.symbol, left: true, from: 0 },
  { title: 'Target %', cell: ({ holding }) => formatPercent(holding.targetWeight), from: 0 },
  { title: 'Now %', cell: ({ weight }) => formatPercent(weight), from: 0 },
  { title: 'Drift %', cell: ({ drift }) => signedPercent(drift), from: 0 },
  {
    title: 'Drift $',
    cell: ({ driftUsd }) => formatUsd(driftUsd, { grouped: true, decimals: 0 }),
    from: 100,
  },
  { title: '', cell: ({ driftUsd }) => (driftUsd > 0n ? 'over' : 'under'), left: true, from: 0 },
  {
    title: 'Action',
    cell: ({ trade }) => (trade.side === 'BUY' ? styles.green('BUY') : styles.red('SELL')),
    left: true,
    from: 0,
  },
  { title: 'Shares', cell: ({ trade }) => formatShares(trade.quantity), from: 0 },
  { title: 'Price', cell: ({ trade }) => formatPrice(trade.price), from: 100 },
  {
    title: 'Limit',
    cell: ({ trade: { order } }) => (order.kind === 'limit' ? formatPrice(order.limit) : 'market'),
    from: 0,
  },
  {
    title: 'Value $',
    cell: ({ trade }) => formatUsd(trade.value, { grouped: true, decimals: 0 }),
    from: 0,
  },
  { title: 'After %', cell: ({ weightAfter }) => formatPercent(weightAfter), from: 100 },
];

/** What no model portfolio lists and is sold for that stands by itself. */
function tradeTables(trades: readonly TradeLine[], columns: number): readonly string[] {
  const listed = trades.filter(({ holding }) => holding.listed);
  const unlisted = trades.filter(({ holding }) => !holding.listed);
  return [
    ...(listed.length === 0 ? [] : [tradeTable(listed, columns), ...newFunds(listed)]),
    ...(listed.length === 0 || unlisted.length === 0 ? [] : ['']),
    ...(unlisted.length === 0
      ? []
      : ['Sold because no model portfolio lists it:', tradeTable(unlisted, columns)]),
  ];
}

function describeInBand({ holding, weight, drift }: PlanLine): string {
  const { symbol } = holding.contract;
  const target = formatPercent(holding.targetWeight);
  return `  ${symbol} ${formatPercent(weight)}% of ${target}% (${signedPercent(drift)}%)`;
}

function tradeTable(lines: readonly TradeLine[], columns: number): string {
  const shown = COLUMNS.filter(({ from }) => from <= columns);
  return textTable(
    shown.map(({ title }) => title),
    lines.map((line) => shown.map(({ cell }) => cell(line))),
    shown.filter(({ left }) => left === true).map(({ title }) => title),
  );
}

function newFunds(lines: readonly TradeLine[]): readonly string[] {
  const fresh = lines.filter(({ holding }) => holding.held === 0n);
  if (fresh.length === 0) return [];
  return [
    '',
    ...fresh.map(({ holding }) => `New: ${holding.contract.symbol}, ${holding.contract.name}`),
  ];
}

function untraded(plan: TradePlan, all: boolean): readonly string[] {
  const rest = plan.lines.filter(({ trade }) => trade === undefined);
  const isInBand = (line: PlanLine): boolean => line.reasons.some(({ kind }) => kind === 'in-band');
  const waiting = rest.filter((line) => !isInBand(line));
  const inBand = rest.length - waiting.length;
  const lines = waiting.map(
    (line) =>
      `${line.holding.contract.symbol} ${signedPercent(line.drift)}%: ${describeReasons(line)}`,
  );
  if (inBand > 0) lines.push(`${inBand} inside their band${all ? ':' : '; --all lists them.'}`);
  if (all) lines.push(...rest.filter(isInBand).map(describeInBand));
  if (plan.unlisted.length > 0) {
    const symbols = plan.unlisted.map(({ symbol }) => symbol).join(', ');
    lines.push(`Held and in no model portfolio, left alone: ${symbols}.`);
  }
  const others = plan.unmanaged.length - plan.unlisted.length;
  if (others > 0) lines.push(`${others} other positions are never traded.`);
  return lines;
}

function cashLines({ cash, cashDrift, fx }: TradePlan): readonly string[] {
  const money = (amount: Usd): string => formatUsd(amount, { grouped: true });
  const costs = money(sumUsd([cash.commissions, cash.reserve]));
  const conversion = describeFx(fx);
  const converted = cash.fx === 0n ? '' : ` + FX ${money(cash.fx)}`;
  return [
    ...(conversion === undefined ? [] : [conversion]),
    `Cash ${money(cash.before)}${converted} + sells ${money(cash.sells)} - buys ${money(cash.buys)} - fees and reserve ${costs}`,
    `   = ${money(cash.after)}, at least ${money(cash.floor)}; now ${signedPercent(cashDrift)}% from its target.`,
  ];
}

function signedPercent(value: Ratio): string {
  const text = formatPercent(value);
  return value > 0n ? `+${text}` : text;
}
