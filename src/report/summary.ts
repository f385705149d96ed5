import {
  filledOf,
  filledValueOf,
  type OrderState,
  type TrackedOrder,
} from '../core/orders/tracked-order.ts';
import { countOrders } from '../core/plan/trade-plan.ts';
import { formatPercent } from '../core/units/ratio.ts';
import { formatShares } from '../core/units/shares.ts';
import { formatUsd, ZERO_USD, type Usd } from '../core/units/usd.ts';
import { averageOf, describeLimit, describeTicket } from './describe-fill.ts';
import { countFilled, explainLine, isInBand, type PostTrade } from './post-trade.ts';
import { styles } from './styles.ts';

/** One line for a change in the life of an order. */
export function describeOrder(order: TrackedOrder, state: OrderState): string {
  const { quantity } = order.ticket;
  const filled = filledOf(order);
  const at = averageOf([order]);
  const average = at === undefined ? '' : ` at ${at}`;
  const what = describeTicket(order.ticket);
  switch (state) {
    case 'sent':
      return `${what} ${formatShares(quantity)} ${describeLimit(order.ticket)}: sent as order ${order.orderId}`;
    case 'working':
      return `${what} working ${describeLimit(order.ticket)}`;
    case 'partially-filled':
      return `${what} ${formatShares(filled)} of ${formatShares(quantity)} filled${average}`;
    case 'filled':
      return `${what} ${formatShares(filled)} ${styles.green('filled')}${average}`;
    case 'cancelled':
      return `${what} cancelled, ${formatShares(filled)} of ${formatShares(quantity)} filled${average}`;
    case 'rejected':
      return `${what} ${styles.red('rejected')}: ${order.messages.at(-1)?.text ?? 'no reason given'}`;
    case 'unknown':
      return `${what} ${styles.red('unknown')}: the broker gave no last word on order ${order.orderId}`;
  }
}

/** Before and after, in a few lines. */
export function summarizePostTrade(report: PostTrade): string {
  const { after, account, lines } = report;
  const parts = [
    ...describeConversion(report.conversion),
    `${countFilled(report)} of ${countOrders(report.plan)} orders filled.`,
  ];
  if (after === undefined || account === undefined) {
    return [...parts, 'The account could not be read again.'].join('\n');
  }
  const outside = lines.filter((line) => !isInBand(line));
  parts.push(
    `Now: ${lines.length - outside.length} of ${lines.length} holdings inside their band, cash $${formatUsd(account.cash, { grouped: true })}.`,
  );
  for (const line of outside) {
    const drift = line.now.kind === 'managed' ? ` ${formatPercent(line.now.line.drift)}%` : '';
    parts.push(`  ${line.symbol}${drift}: ${explainLine(line)}`);
  }
  return parts.join('\n');
}

function describeConversion(conversion: PostTrade['conversion']): readonly string[] {
  if (conversion === undefined) return [];
  const { approved, order } = conversion;
  const dollars = order === undefined ? ZERO_USD : filledValueOf(order);
  const whole = (amount: Usd): string => formatUsd(amount, { grouped: true, decimals: 0 });
  return [`Converted: ${whole(dollars)} of ${whole(approved.quantity)} US dollars.`];
}
