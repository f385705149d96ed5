import type { AccountRequest } from '../wire/request.ts';
import type { AccountFeed } from './account-feed.ts';
import type { MultiFeed } from './multi-feed.ts';
import type { PositionFeed } from './position-feed.ts';
import type { ProfitFeed } from './profit-feed.ts';
import type { SummaryFeed } from './summary-feed.ts';

/** What one client has subscribed to about accounts. */
export interface AccountFeeds {
  readonly account: AccountFeed;
  readonly summaries: SummaryFeed;
  readonly positions: PositionFeed;
  readonly multi: MultiFeed;
  readonly profits: ProfitFeed;
}

/** Answers what a client asks about accounts and holdings. */
export function answerAccountRequest(request: AccountRequest, feeds: AccountFeeds): void {
  switch (request.kind) {
    case 'REQ_ACCOUNT_DATA':
      if (request.subscribe) feeds.account.subscribe(request.account);
      else feeds.account.unsubscribe();
      return;
    case 'REQ_ACCOUNT_SUMMARY':
      feeds.summaries.subscribe(request.requestId, request.group, request.tags);
      return;
    case 'CANCEL_ACCOUNT_SUMMARY':
      feeds.summaries.cancel(request.requestId);
      return;
    case 'REQ_POSITIONS':
      feeds.positions.subscribe();
      return;
    case 'CANCEL_POSITIONS':
      feeds.positions.unsubscribe();
      return;
    case 'REQ_POSITIONS_MULTI':
      feeds.multi.requestPositions(request);
      return;
    case 'CANCEL_POSITIONS_MULTI':
      feeds.multi.cancelPositions(request.requestId);
      return;
    case 'REQ_ACCOUNT_UPDATES_MULTI':
      feeds.multi.requestUpdates(request);
      return;
    case 'CANCEL_ACCOUNT_UPDATES_MULTI':
      feeds.multi.cancelUpdates(request.requestId);
      return;
    case 'REQ_PNL':
    case 'REQ_PNL_SINGLE':
      feeds.profits.subscribe(request);
      return;
    case 'CANCEL_PNL':
    case 'CANCEL_PNL_SINGLE':
      feeds.profits.cancel(request.requestId);
  }
}
