import { formatUsd, asUsd } from '../../src/core/units/usd.ts';
import { asShares, formatShares, type Shares } from '../../src/core/units/shares.ts';
import type { AccountBook } from './books.ts';
import { tradedCurrency } from './contract.ts';
import { currentExecutions } from './correct-execution.ts';
import { asMoney, cashOf, worth, ZERO_MONEY, type Currency, type Money } from './money.ts';
import type { Execution, Order } from './order.ts';

export interface AuditedAccount {
  readonly account: string;
  readonly cash: Readonly<Partial<Record<Currency, Money>>>;
  /** Shares by symbol; holdings of zero are left out. */
  readonly positions: Readonly<Record<string, Shares>>;
}

export interface Audit {
  readonly ok: boolean;
  /** Each sentence names one figure that two ways of counting disagree about. */
  readonly differences: readonly string[];
  readonly accounts: readonly AuditedAccount[];
}

export interface Evidence {
  readonly books: readonly AccountBook[];
  readonly executions: readonly Execution[];
  readonly orders: readonly Order[];
}

/**
 * Counts cash and positions again from the opening state and the executions alone, and compares
 * them with the running books; and each order's filled quantity with the sum of its executions. Of
 * an execution that was corrected the last version counts. Nothing may be shorter than it began.
 */
export function auditBooks(found: Evidence): Audit {
  const evidence = { ...found, executions: currentExecutions(found.executions) };
  const differences = [
    ...evidence.books.flatMap((book) => auditAccount(book, evidence.executions)),
    ...auditOrders(evidence),
  ];
  return { ok: differences.length === 0, differences, accounts: evidence.books.map(describe) };
}

function auditAccount(book: AccountBook, executions: readonly Execution[]): string[] {
  const cash = new Map<Currency, bigint>(book.setup.cash);
  const shares = new Map<number, bigint>();
  const converted = new Map<number, bigint>();
  const pay = (currency: Currency, amount: bigint): void => {
    cash.set(currency, (cash.get(currency) ?? 0n) - amount);
  };
  for (const opening of book.setup.positions) shares.set(opening.conId, opening.shares);
  for (const execution of executions) {
    if (execution.order.account !== book.setup.id) continue;
    const { contract, side, commissionCurrency } = execution.order;
    const sign = side === 'BUY' ? 1n : -1n;
    pay(contract.currency, sign * worth(execution.shares, execution.price));
    pay(commissionCurrency, execution.commission);
    const isPair = contract.secType === 'CASH';
    if (isPair) pay(tradedCurrency(contract), -sign * cashOf(execution.shares));
    const counted = isPair ? converted : shares;
    counted.set(contract.conId, (counted.get(contract.conId) ?? 0n) + sign * execution.shares);
  }
  const where = book.setup.id;
  const found: string[] = [];
  for (const currency of new Set([...cash.keys(), ...book.currencies()])) {
    const expected = asMoney(cash.get(currency) ?? 0n);
    const actual = book.cashIn(currency);
    if (expected !== actual) {
      found.push(`${where} ${currency}: ${text(actual)} booked, ${text(expected)} by executions`);
    }
  }
  const held = book.positions().map(({ contract }) => contract.conId);
  for (const conId of new Set([...shares.keys(), ...held])) {
    const expected = asShares(shares.get(conId) ?? 0n);
    const actual = book.sharesOf(conId);
    if (expected !== actual) {
      const figures = `${formatShares(actual)} booked, ${formatShares(expected)} by executions`;
      found.push(`${where} contract ${conId}: ${figures}`);
    }
    const opening = book.setup.positions.find((position) => position.conId === conId)?.shares ?? 0n;
    if (actual < (opening < 0n ? opening : 0n)) {
      found.push(`${where} contract ${conId} is short: ${formatShares(actual)}`);
    }
  }
  for (const { contract, shares: actual } of book.conversions()) {
    const expected = asShares(converted.get(contract.conId) ?? 0n);
    if (expected === actual) continue;
    const figures = `${formatShares(actual)} booked, ${formatShares(expected)} by executions`;
    found.push(`${where} conversions of ${contract.localSymbol}: ${figures}`);
  }
  return found;
}

function auditOrders({ orders, executions }: Evidence): string[] {
  const filled = new Map<number, bigint>();
  for (const { order, shares } of executions) {
    filled.set(order.permId, (filled.get(order.permId) ?? 0n) + shares);
  }
  return orders
    .filter(
      (order) => order.filled !== (filled.get(order.permId) ?? 0n) || order.filled > order.quantity,
    )
    .map(({ permId, ...order }) => {
      const executed = formatShares(asShares(filled.get(permId) ?? 0n));
      return `order ${permId}: ${formatShares(order.filled)} filled, ${executed} executed`;
    });
}

function describe(book: AccountBook): AuditedAccount {
  const held = book.positions().filter(({ shares }) => shares !== 0n);
  return {
    account: book.setup.id,
    cash: Object.fromEntries(book.currencies().map((name) => [name, book.cashIn(name)])),
    positions: Object.fromEntries(
      held.map(({ contract, shares }) => [contract.localSymbol, shares]),
    ),
  };
}

function text(amount: Money): string {
  return formatUsd(asUsd(amount === ZERO_MONEY ? 0n : amount), { decimals: 8 });
}
