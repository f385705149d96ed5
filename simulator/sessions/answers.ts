import { NO_SECURITY, READ_ONLY } from '../engine/check-ticket.ts';
import type { Contract, ContractSearch } from '../engine/contract.ts';
import { usStockHours } from '../engine/trading-hours.ts';
import type { Order } from '../engine/order.ts';
import { positionData } from '../wire/account-messages.ts';
import { contractData } from '../wire/contract-messages.ts';
import {
  completedOrdersEnd,
  contractDataEnd,
  executionDataEnd,
  marketRule,
  openOrderEnd,
  positionEnd,
} from '../wire/messages.ts';
import {
  commissionReport,
  completedOrder,
  executionData,
  openOrder,
  orderStatus,
} from '../wire/order-messages.ts';
import type { OrderRequest } from '../wire/order-request.ts';
import type { ExecutionFilter } from '../wire/request.ts';
import { filterExecutions } from './execution-filter.ts';
import { readTicket } from './order-ticket.ts';
import type { SessionContext } from './session-context.ts';

/** One row per contract that fits, then the end; when none fits an error and no end. */
export function answerContractData(
  context: SessionContext,
  requestId: number,
  query: ContractSearch,
): void {
  const { engine, version } = context;
  const found = engine.find(query);
  if (found.length === 0) {
    context.sendError(requestId, NO_SECURITY.code, NO_SECURITY.text);
    return;
  }
  const hours = usStockHours(engine.clock.now());
  for (const contract of found) {
    const rule = engine.setup.marketRules.get(contract.marketRule) ?? [];
    const exchange = query.exchange || 'SMART';
    context.send(contractData({ requestId, contract, exchange, rule, hours }, version));
  }
  context.send(contractDataEnd(requestId));
}

export function answerMarketRule(context: SessionContext, ruleId: number): void {
  const rule = context.engine.setup.marketRules.get(ruleId);
  if (rule === undefined) {
    const cause = `the market rule ${ruleId} is not known`;
    context.sendError(-1, 321, `Error validating request: cause - ${cause}.`);
  } else {
    context.send(marketRule(ruleId, rule));
  }
}

/** Every holding of every account, then the end. */
export function answerPositions(context: SessionContext): void {
  for (const book of context.engine.accounts()) {
    for (const position of book.positions()) {
      if (position.shares !== 0n) context.send(positionData(book.setup.id, position));
    }
  }
  context.send(positionEnd);
}

/** A position that changed after it was listed; a closed one is sent once with zero shares. */
export function sendPosition(context: SessionContext, account: string, contract: Contract): void {
  const position = context.engine.account(account)?.position(contract.conId);
  if (position !== undefined) context.send(positionData(account, position));
}

export function placeOrder(context: SessionContext, request: OrderRequest): void {
  const read = readTicket(request, context.clientId);
  if (read.ok) context.engine.place(read.ticket);
  else context.sendError(request.orderId, read.refusal.code, read.refusal.text);
}

export function cancelOrder(context: SessionContext, orderId: number): void {
  if (isReadOnly(context)) context.sendError(orderId, READ_ONLY.code, READ_ONLY.text);
  else context.engine.cancel(context.clientId, orderId);
}

export function cancelAllOrders(context: SessionContext): void {
  if (isReadOnly(context)) context.sendError(-1, READ_ONLY.code, READ_ONLY.text);
  else context.engine.cancelAll();
}

function isReadOnly(context: SessionContext): boolean {
  return context.engine.accounts().every(({ setup }) => setup.readOnlyApi);
}

/** The working orders, of this client or of all, each with its status, then the end. */
export function answerOpenOrders(context: SessionContext, whose: 'own' | 'all'): void {
  const wanted = ({ clientId }: Order): boolean => whose === 'all' || clientId === context.clientId;
  for (const order of context.engine.openOrders().filter(wanted)) {
    context.send(openOrder(order, false, context.version), orderStatus(order));
  }
  context.send(openOrderEnd);
}

/** Today's executions that fit, each with its commission, then the end. */
export function answerExecutions(
  context: SessionContext,
  requestId: number,
  filter: ExecutionFilter,
): void {
  const { engine, version } = context;
  for (const execution of filterExecutions(engine.executions(), filter, engine.clock.now())) {
    context.send(executionData(requestId, execution, version), commissionReport(execution));
  }
  context.send(executionDataEnd(requestId));
}

export function answerCompletedOrders(context: SessionContext): void {
  for (const order of context.engine.completedOrders()) {
    context.send(completedOrder(order, context.version));
  }
  context.send(completedOrdersEnd);
}
