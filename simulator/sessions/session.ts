import type { EngineEvent } from '../engine/events.ts';
import { currentTime, errorMessage, managedAccounts, nextValidId } from '../wire/messages.ts';
import type { Message } from '../wire/messages.ts';
import { commissionReport, executionData, openOrder, orderStatus } from '../wire/order-messages.ts';
import type { Request } from '../wire/request.ts';
import { AccountFeed } from './account-feed.ts';
import {
  answerCompletedOrders,
  answerContractData,
  answerExecutions,
  answerMarketRule,
  answerOpenOrders,
  answerPositions,
  cancelAllOrders,
  cancelOrder,
  placeOrder,
  sendPosition,
} from './answers.ts';
import { MarketDataFeed } from './market-data-feed.ts';
import type { SessionContext } from './session-context.ts';
import { SummaryFeed } from './summary-feed.ts';

const farmNotices: readonly (readonly [code: number, text: string])[] = [
  [2104, 'Market data farm connection is OK:usfarm'],
  [2106, 'HMDS data farm connection is OK:ushmds'],
  [2158, 'Sec-def data farm connection is OK:secdefnj'],
];

/** One client that has said who it is: answers its requests and tells it what happens. */
export class Session {
  readonly clientId: number;
  private readonly context: SessionContext;
  private readonly account: AccountFeed;
  private readonly summaries: SummaryFeed;
  private readonly marketData: MarketDataFeed;
  private readonly stopListening: () => void;
  private wantsPositions = false;

  constructor(context: SessionContext) {
    this.context = context;
    this.clientId = context.clientId;
    this.account = new AccountFeed(context);
    this.summaries = new SummaryFeed(context);
    this.marketData = new MarketDataFeed(context);
    this.stopListening = context.engine.listen((event) => {
      this.onEvent(event);
    });
  }

  /** What a client gets unasked once it is known. */
  welcome(): void {
    this.sendAccounts();
    this.sendNextId();
    for (const [code, text] of farmNotices) this.context.sendError(-1, code, text);
  }

  close(): void {
    this.stopListening();
    this.account.unsubscribe();
    this.summaries.close();
    this.marketData.close();
  }

  answer(request: Request): void {
    const { context } = this;
    switch (request.kind) {
      case 'REQ_CONTRACT_DATA':
        answerContractData(context, request.requestId, request.contract);
        return;
      case 'REQ_MARKET_RULE':
        answerMarketRule(context, request.ruleId);
        return;
      case 'REQ_MKT_DATA':
        this.marketData.request(request);
        return;
      case 'CANCEL_MKT_DATA':
        this.marketData.cancel(request.requestId);
        return;
      case 'REQ_CURRENT_TIME':
        context.send(currentTime(context.engine.clock.now()));
        return;
      case 'REQ_MARKET_DATA_TYPE': // Live data is always there, so live is what every request gets.
      case 'SET_SERVER_LOGLEVEL':
      case 'NOTHING_TO_CANCEL':
        return;
      case 'NOT_ANSWERED':
        context.sendError(
          request.requestId,
          321,
          'Error validating request: cause - this request is not simulated yet.',
        );
        return;
      case 'UNREADABLE':
        context.sendError(
          request.requestId,
          320,
          `Error reading request: cause - ${request.reason}.`,
        );
        return;
      case 'START_API':
        context.sendError(-1, 321, 'Error validating request: cause - API is started already.');
        return;
      case 'REQ_MANAGED_ACCTS':
      case 'REQ_IDS':
      case 'REQ_ACCOUNT_DATA':
      case 'REQ_ACCOUNT_SUMMARY':
      case 'CANCEL_ACCOUNT_SUMMARY':
      case 'REQ_POSITIONS':
      case 'CANCEL_POSITIONS':
        this.answerAboutAccount(request);
        return;
      case 'PLACE_ORDER':
      case 'CANCEL_ORDER':
      case 'REQ_GLOBAL_CANCEL':
      case 'REQ_OPEN_ORDERS':
      case 'REQ_ALL_OPEN_ORDERS':
      case 'REQ_AUTO_OPEN_ORDERS':
      case 'REQ_EXECUTIONS':
      case 'REQ_COMPLETED_ORDERS':
        this.answerAboutOrders(request);
    }
  }

  private answerAboutAccount(request: AccountRequest): void {
    const { context } = this;
    switch (request.kind) {
      case 'REQ_MANAGED_ACCTS':
        this.sendAccounts();
        return;
      case 'REQ_IDS':
        this.sendNextId();
        return;
      case 'REQ_ACCOUNT_DATA':
        if (request.subscribe) this.account.subscribe(request.account);
        else this.account.unsubscribe();
        return;
      case 'REQ_ACCOUNT_SUMMARY':
        this.summaries.subscribe(request.requestId, request.group, request.tags);
        return;
      case 'CANCEL_ACCOUNT_SUMMARY':
        this.summaries.cancel(request.requestId);
        return;
      case 'REQ_POSITIONS':
        this.wantsPositions = true;
        answerPositions(context);
        return;
      case 'CANCEL_POSITIONS':
        this.wantsPositions = false;
    }
  }

  private answerAboutOrders(request: OrderingRequest): void {
    const { context } = this;
    switch (request.kind) {
      case 'PLACE_ORDER':
        placeOrder(context, request.order);
        return;
      case 'CANCEL_ORDER':
        cancelOrder(context, request.orderId);
        return;
      case 'REQ_GLOBAL_CANCEL':
        cancelAllOrders(context);
        return;
      case 'REQ_OPEN_ORDERS':
        answerOpenOrders(context, 'own');
        return;
      case 'REQ_ALL_OPEN_ORDERS':
        answerOpenOrders(context, 'all');
        return;
      case 'REQ_AUTO_OPEN_ORDERS':
        // Nobody places orders by hand here, so for client 0 there is nothing to bind.
        if (this.clientId !== 0) {
          context.sendError(-1, 327, 'Only the default client (i.e 0) can auto bind orders.');
        }
        return;
      case 'REQ_EXECUTIONS':
        answerExecutions(context, request.requestId, request.filter);
        return;
      case 'REQ_COMPLETED_ORDERS':
        answerCompletedOrders(context);
    }
  }

  private onEvent(event: EngineEvent): void {
    switch (event.kind) {
      case 'quote':
        this.marketData.onQuote(event.contract);
        return;
      case 'books':
        if (this.wantsPositions) sendPosition(this.context, event.account, event.contract);
        this.account.onBooks(event.account, event.contract.conId);
        return;
      case 'refusal':
        if (event.clientId !== this.clientId) return;
        this.context.sendError(event.orderId, event.code, event.text);
        return;
      case 'execution':
      case 'commission':
        this.sendIfOwn(event.execution.order.clientId, encodeOrderEvent(event, this.context));
        return;
      case 'order':
      case 'status':
        this.sendIfOwn(event.order.clientId, encodeOrderEvent(event, this.context));
    }
  }

  private sendIfOwn(clientId: number, message: Message): void {
    if (clientId === this.clientId) this.context.send(message);
  }

  private sendAccounts(): void {
    const accounts = this.context.engine.accounts();
    this.context.send(managedAccounts(accounts.map(({ setup }) => setup.id)));
  }

  private sendNextId(): void {
    this.context.send(nextValidId(this.context.engine.nextOrderId(this.clientId)));
  }
}

type OrderingRequest = Extract<
  Request,
  {
    kind:
      | 'PLACE_ORDER'
      | 'CANCEL_ORDER'
      | 'REQ_GLOBAL_CANCEL'
      | 'REQ_OPEN_ORDERS'
      | 'REQ_ALL_OPEN_ORDERS'
      | 'REQ_AUTO_OPEN_ORDERS'
      | 'REQ_EXECUTIONS'
      | 'REQ_COMPLETED_ORDERS';
  }
>;

type AccountRequest = Extract<
  Request,
  {
    kind:
      | 'REQ_MANAGED_ACCTS'
      | 'REQ_IDS'
      | 'REQ_ACCOUNT_DATA'
      | 'REQ_ACCOUNT_SUMMARY'
      | 'CANCEL_ACCOUNT_SUMMARY'
      | 'REQ_POSITIONS'
      | 'CANCEL_POSITIONS';
  }
>;

type OrderEvent = Extract<EngineEvent, { kind: 'execution' | 'commission' | 'order' | 'status' }>;

function encodeOrderEvent(event: OrderEvent, { version }: SessionContext): Message {
  switch (event.kind) {
    case 'execution':
      return executionData(-1, event.execution, version);
    case 'commission':
      return commissionReport(event.execution);
    case 'order':
      return openOrder(event.order, event.settled, version);
    case 'status':
      return orderStatus(event.order);
  }
}

/** The error that ends a connection whose client id is taken. */
export function clientIdInUse(): Message {
  const text =
    'Unable to connect as the client id is already in use. Retry with a unique client id.';
  return errorMessage(-1, 326, text);
}
