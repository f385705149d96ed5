import { NO_SECURITY } from '../engine/refusal.ts';
import type { Message } from '../wire/messages.ts';
import {
  displayGroupList,
  emptyList,
  optionChainEnd,
  scannerParameters,
  smartComponents,
} from '../wire/reference-messages.ts';
import { notValid, type SessionContext } from './session-context.ts';

type FixedAnswer = (requestId: number) => Message | Refusal | null;

interface Refusal {
  readonly code: number;
  readonly text: string;
}

/** The same error whatever is asked. */
function refuses(code: number, text: string): FixedAnswer {
  return () => ({ code, text });
}

const silence: FixedAnswer = () => null;
const notFound: FixedAnswer = (id) => ({ code: 300, text: `Can't find EId with tickerId:${id}` });
const notAdvisor = refuses(321, notValid('FA data operations ignored for non FA customers'));
const noIntent = refuses(
  321,
  notValid('Intent to authenticate needs to be expressed during initial connect request'),
);
const noNews = refuses(10276, 'News feed is not allowed.');
const noGroup = refuses(321, notValid('there is no such display group'));

/**
 * What an account without special permissions, on a gateway without windows, gets for requests that
 * this simulator has nothing behind: an empty list, or the error that says it is not available.
 */
const fixedAnswers: ReadonlyMap<string, FixedAnswer> = new Map<string, FixedAnswer>([
  ['REQ_MKT_DEPTH', refuses(354, 'Requested market data is not subscribed.')],
  [
    'CANCEL_MKT_DEPTH',
    (id) => ({ code: 310, text: `Can't find the subscribed market depth with tickerId:${id}` }),
  ],
  ['REQ_MKT_DEPTH_EXCHANGES', () => emptyList('80', -1)],
  ['REQ_NEWS_BULLETINS', silence],
  ['CANCEL_NEWS_BULLETINS', silence],
  ['REQ_NEWS_PROVIDERS', () => emptyList('85', -1)],
  ['REQ_NEWS_ARTICLE', noNews],
  ['REQ_HISTORICAL_NEWS', noNews],
  ['REQ_WSH_META_DATA', noNews],
  ['CANCEL_WSH_META_DATA', silence],
  ['REQ_WSH_EVENT_DATA', noNews],
  ['CANCEL_WSH_EVENT_DATA', silence],
  ['REQ_FA', notAdvisor],
  ['REPLACE_FA', notAdvisor],
  ['EXERCISE_OPTIONS', () => NO_SECURITY],
  ['REQ_CALC_IMPLIED_VOLAT', () => NO_SECURITY],
  ['REQ_CALC_OPTION_PRICE', () => NO_SECURITY],
  ['CANCEL_CALC_IMPLIED_VOLAT', silence],
  ['CANCEL_CALC_OPTION_PRICE', silence],
  ['REQ_SEC_DEF_OPT_PARAMS', optionChainEnd],
  ['REQ_SCANNER_PARAMETERS', scannerParameters],
  [
    'REQ_SCANNER_SUBSCRIPTION',
    refuses(165, 'Historical Market Data Service query message:no items retrieved'),
  ],
  ['CANCEL_SCANNER_SUBSCRIPTION', silence],
  [
    'REQ_REAL_TIME_BARS',
    refuses(420, 'Invalid Real-time Query:No market data permissions for this security'),
  ],
  ['CANCEL_REAL_TIME_BARS', notFound],
  [
    'REQ_FUNDAMENTAL_DATA',
    refuses(430, 'The fundamentals data for the security specified is not available.'),
  ],
  ['CANCEL_FUNDAMENTAL_DATA', silence],
  [
    'REQ_TICK_BY_TICK_DATA',
    refuses(10189, 'Failed to request tick-by-tick data:No market data permissions'),
  ],
  ['CANCEL_TICK_BY_TICK_DATA', notFound],
  ['REQ_HISTOGRAM_DATA', (id) => emptyList('89', id)],
  ['CANCEL_HISTOGRAM_DATA', silence],
  ['CANCEL_HEAD_TIMESTAMP', silence],
  ['REQ_SOFT_DOLLAR_TIERS', (id) => emptyList('77', id)],
  ['REQ_SMART_COMPONENTS', smartComponents],
  ['QUERY_DISPLAY_GROUPS', displayGroupList],
  ['SUBSCRIBE_TO_GROUP_EVENTS', noGroup],
  ['UPDATE_DISPLAY_GROUP', noGroup],
  ['UNSUBSCRIBE_FROM_GROUP_EVENTS', silence],
  ['VERIFY_REQUEST', noIntent],
  ['VERIFY_MESSAGE', noIntent],
  ['VERIFY_AND_AUTH_REQUEST', noIntent],
  ['VERIFY_AND_AUTH_MESSAGE', noIntent],
]);

export function answerByName(context: SessionContext, name: string, requestId: number): void {
  const make = fixedAnswers.get(name) ?? refuses(321, notValid(`${name} is not answered here`));
  const answer = make(requestId);
  if (answer === null) return;
  if ('code' in answer) context.sendError(requestId, answer.code, answer.text);
  else context.send(answer);
}
