import type { EngineEvent } from '../engine/events.ts';
import type { Request } from '../wire/request.ts';
import { AccountFeed } from './account-feed.ts';
import { answerAccountRequest, type AccountFeeds } from './answer-account-request.ts';
import { answerMarketRequest } from './answer-market-request.ts';
import { answerOrderingRequest } from './answer-ordering-request.ts';
import { answerSystemRequest, sendAccounts, sendNextId } from './answer-system-request.ts';
import { MarketDataFeed } from './market-data-feed.ts';
import { MultiFeed } from './multi-feed.ts';
import { OrderScope } from './order-scope.ts';
import { PositionFeed } from './position-feed.ts';
import { ProfitFeed } from './profit-feed.ts';
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
  private readonly feeds: AccountFeeds;
  private readonly marketData: MarketDataFeed;
  private readonly orders: OrderScope;
  private readonly stopListening: () => void;

  constructor(context: SessionContext) {
    this.context = context;
    this.clientId = context.clientId;
    this.feeds = {
      account: new AccountFeed(context),
      summaries: new SummaryFeed(context),
      positions: new PositionFeed(context),
      multi: new MultiFeed(context),
      profits: new ProfitFeed(context),
    };
    this.marketData = new MarketDataFeed(context);
    this.orders = new OrderScope(context);
    this.stopListening = context.engine.listen((event) => {
      this.onEvent(event);
    });
  }

  /** What a client gets unasked once it is known. */
  welcome(): void {
    sendAccounts(this.context);
    sendNextId(this.context);
    for (const [code, text] of farmNotices) this.context.sendError(-1, code, text);
  }

  close(): void {
    this.stopListening();
    this.feeds.account.unsubscribe();
    this.feeds.summaries.close();
    this.feeds.profits.close();
    this.marketData.close();
  }

  /** Ends the client's streams without a word, as after a link that was lost with its data. */
  loseMarketData(): void {
    this.marketData.close();
  }

  answer(request: Request): void {
    switch (request.kind) {
      case 'REQ_MKT_DATA':
      case 'CANCEL_MKT_DATA':
      case 'REQ_MARKET_DATA_TYPE':
      case 'REQ_MARKET_RULE':
      case 'REQ_CONTRACT_DATA':
      case 'REQ_MATCHING_SYMBOLS':
      case 'REQ_HISTORICAL_DATA':
      case 'CANCEL_HISTORICAL_DATA':
      case 'REQ_HEAD_TIMESTAMP':
      case 'REQ_HISTORICAL_TICKS':
        answerMarketRequest(request, this.context, this.marketData);
        return;
      case 'REQ_ACCOUNT_DATA':
      case 'REQ_ACCOUNT_SUMMARY':
      case 'CANCEL_ACCOUNT_SUMMARY':
      case 'REQ_POSITIONS':
      case 'CANCEL_POSITIONS':
      case 'REQ_POSITIONS_MULTI':
      case 'CANCEL_POSITIONS_MULTI':
      case 'REQ_ACCOUNT_UPDATES_MULTI':
      case 'CANCEL_ACCOUNT_UPDATES_MULTI':
      case 'REQ_PNL':
      case 'CANCEL_PNL':
      case 'REQ_PNL_SINGLE':
      case 'CANCEL_PNL_SINGLE':
        answerAccountRequest(request, this.feeds);
        return;
      case 'PLACE_ORDER':
      case 'CANCEL_ORDER':
      case 'REQ_GLOBAL_CANCEL':
      case 'REQ_OPEN_ORDERS':
      case 'REQ_ALL_OPEN_ORDERS':
      case 'REQ_AUTO_OPEN_ORDERS':
      case 'REQ_EXECUTIONS':
      case 'REQ_COMPLETED_ORDERS':
        answerOrderingRequest(request, this.context, this.orders);
        return;
      case 'START_API':
      case 'REQ_IDS':
      case 'REQ_MANAGED_ACCTS':
      case 'REQ_CURRENT_TIME':
      case 'REQ_CURRENT_TIME_IN_MILLIS':
      case 'SET_SERVER_LOGLEVEL':
      case 'REQ_FAMILY_CODES':
      case 'REQ_USER_INFO':
      case 'BY_NAME':
      case 'UNREADABLE':
        answerSystemRequest(request, this.context);
    }
  }

  private onEvent(event: EngineEvent): void {
    switch (event.kind) {
      case 'quote':
        this.marketData.onQuote(event.contract);
        return;
      case 'books': {
        const { account, contract } = event;
        this.feeds.positions.onBooks(account, contract.conId);
        this.feeds.account.onBooks(account, contract.conId);
        this.feeds.multi.onBooks(account, contract.conId);
        return;
      }
      case 'order':
      case 'status':
      case 'execution':
      case 'commission':
      case 'refusal':
      case 'preview':
        this.orders.onEvent(event);
    }
  }
}
