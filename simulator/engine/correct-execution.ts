import type { Price } from './price.ts';
import type { AccountBook } from './books.ts';
import { asMoney, worth } from './money.ts';
import type { Execution, Order } from './order.ts';

/** The executions as they stand: of one that was corrected, the last version alone. */
export function currentExecutions(executions: readonly Execution[]): readonly Execution[] {
  const latest = new Map<string, Execution>();
  for (const execution of executions) {
    latest.set(execution.execId.replace(/\.\d+$/, ''), execution);
  }
  return [...latest.values()];
}

/**
 * Books another price for an execution of the order, as an exchange corrects a bad trade. The
 * correction has the same id with a higher count at its end; shares and commission stay.
 */
export function correctExecution(
  execution: Execution,
  { order, book, price }: { readonly order: Order; readonly book: AccountBook; price: Price },
): Execution {
  const realized = book.correct({ ...order, ...execution }, price);
  const change = worth(execution.shares, price) - worth(execution.shares, execution.price);
  return {
    ...execution,
    execId: nextRevision(execution.execId),
    order: { ...order, traded: asMoney(order.traded + change) },
    price,
    realized: execution.realized === null ? null : asMoney(execution.realized + realized),
  };
}

/** `0000e0d5.69dd7411.01.02` after `...01.01`: the count of corrections stands at the end. */
function nextRevision(execId: string): string {
  const at = execId.lastIndexOf('.') + 1;
  return execId.slice(0, at) + String(Number(execId.slice(at)) + 1).padStart(2, '0');
}
