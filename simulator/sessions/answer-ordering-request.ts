import { READ_ONLY } from '../engine/refusal.ts';
import type { Order } from '../engine/order.ts';
import { completedOrdersEnd, executionDataEnd, openOrderEnd } from '../wire/messages.ts';
import {
  commissionReport,
  completedOrder,
  executionData,
  openOrder,
  orderStatus,
} from '../wire/order-messages.ts';
import type { OrderRequest } from '../wire/order-request.ts';
import type { ExecutionFilter, OrderingRequest } from '../wire/request.ts';
import { filterExecutions } from './execution-filter.ts';
import type { OrderScope } from './order-scope.ts';
import { readTicket } from './order-ticket.ts';
import type { SessionContext } from './session-context.ts';

/** Answers what a client asks about orders and executions. */
export function answerOrderingRequest(
  request: OrderingRequest,
  context: SessionContext,
  scope: OrderScope,
): void {
  switch (request.kind) {
    case 'PLACE_ORDER':
      placeOrder(context, request.order);
      return;
    case 'CANCEL_ORDER':
      if (isReadOnly(context)) context.sendError(request.orderId, READ_ONLY.code, READ_ONLY.text);
      else scope.cancel(request.orderId);
      return;
    case 'REQ_GLOBAL_CANCEL':
      if (isReadOnly(context)) context.sendError(-1, READ_ONLY.code, READ_ONLY.text);
      else context.engine.cancelAll();
      return;
    case 'REQ_OPEN_ORDERS':
      sendOpenOrders(context, (order) => order.clientId === context.clientId);
      return;
    case 'REQ_ALL_OPEN_ORDERS':
      sendOpenOrders(context, (order) => {
        scope.list(order);
        return true;
      });
      return;
    case 'REQ_AUTO_OPEN_ORDERS':
      // Nobody places orders by hand here, so for client 0 there is nothing to bind.
      if (context.clientId !== 0) {
        context.sendError(-1, 327, 'Only the default client (i.e 0) can auto bind orders.');
      }
      return;
    case 'REQ_EXECUTIONS':
      sendExecutions(context, request.requestId, request.filter);
      return;
    case 'REQ_COMPLETED_ORDERS': // All orders here came through the API, so `apiOnly` hides none.
      for (const order of context.engine.completedOrders()) {
        context.send(completedOrder(order, context.version));
      }
      context.send(completedOrdersEnd);
  }
}

function placeOrder(context: SessionContext, request: OrderRequest): void {
  const { engine, clientId } = context;
  const read = readTicket(request, clientId, (orderId) => engine.order(clientId, orderId));
  if (read.ok) context.engine.place(read.ticket);
  else context.sendError(request.orderId, read.refusal.code, read.refusal.text);
}

function isReadOnly(context: SessionContext): boolean {
  return context.engine.accounts().every(({ setup }) => setup.readOnlyApi);
}

/** Working orders, each with its status, then the end. */
function sendOpenOrders(context: SessionContext, wanted: (order: Order) => boolean): void {
  for (const order of context.engine.openOrders().filter(wanted)) {
    context.send(openOrder(order, false, context.version), orderStatus(order));
  }
  context.send(openOrderEnd);
}

/** Today's executions that fit, each with its commission, then the end. */
function sendExecutions(context: SessionContext, requestId: number, filter: ExecutionFilter): void {
  const { engine, version } = context;
  for (const execution of filterExecutions(engine.executions(), filter, engine.clock.now())) {
    context.send(executionData(requestId, execution, version));
    if (engine.knowsCommission(execution)) context.send(commissionReport(execution));
  }
  context.send(executionDataEnd(requestId));
}
