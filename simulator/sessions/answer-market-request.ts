import { AMBIGUOUS, NO_SECURITY } from '../engine/refusal.ts';
import type { Contract, ContractSearch } from '../engine/contract.ts';
import { contractData } from '../wire/contract-messages.ts';
import { noHistoricalTicks } from '../wire/history-messages.ts';
import { contractDataEnd, marketRule } from '../wire/messages.ts';
import { symbolSamples } from '../wire/reference-messages.ts';
import type { MarketRequest } from '../wire/request.ts';
import { HISTORY_BEGINS, sendHistory, type HistoryRequest } from './historical-data.ts';
import type { MarketDataFeed } from './market-data-feed.ts';
import { notValid, type SessionContext } from './session-context.ts';
import { headTimestamp } from '../wire/history-messages.ts';

/** A gateway lists this many contracts that look like what was typed. */
const MOST_SAMPLES = 16;

/** Answers what a client asks about contracts and the market. */
export function answerMarketRequest(
  request: MarketRequest,
  context: SessionContext,
  marketData: MarketDataFeed,
): void {
  switch (request.kind) {
    case 'REQ_MKT_DATA':
      marketData.request(request);
      return;
    case 'CANCEL_MKT_DATA':
      marketData.cancel(request.requestId);
      return;
    case 'REQ_MARKET_DATA_TYPE':
      marketData.ask(request.type);
      return;
    case 'REQ_MARKET_RULE':
      sendMarketRule(context, request.ruleId);
      return;
    case 'REQ_CONTRACT_DATA':
      sendContracts(context, request.requestId, request.contract);
      return;
    case 'REQ_MATCHING_SYMBOLS':
      sendSamples(context, request.requestId, request.pattern);
      return;
    case 'REQ_HISTORICAL_DATA': {
      const contract = findOne(context, request.requestId, request.contract);
      if (contract === undefined) return;
      if (isTooSoon(context, contract, request)) {
        context.sendError(request.requestId, 162, TOO_SOON);
      } else sendHistory(context, contract, request);
      return;
    }
    case 'CANCEL_HISTORICAL_DATA': {
      const text = `No historical data query found for ticker id:${request.requestId}`;
      context.sendError(request.requestId, 366, text);
      return;
    }
    case 'REQ_HEAD_TIMESTAMP': {
      const contract = findOne(context, request.requestId, request.contract);
      if (contract === undefined) return;
      const seconds = String(HISTORY_BEGINS.seconds);
      const stamp = request.formatDate === 2 ? seconds : HISTORY_BEGINS.text;
      context.send(headTimestamp(request.requestId, stamp));
      return;
    }
    case 'REQ_HISTORICAL_TICKS': {
      const contract = findOne(context, request.requestId, request.contract);
      if (contract === undefined) return;
      const message = noHistoricalTicks(request.requestId, request.whatToShow);
      if (message !== undefined) context.send(message);
      else context.sendError(request.requestId, 321, notValid('no such kind of ticks'));
    }
  }
}

const TOO_SOON =
  'Historical Market Data Service error message:Historical data request pacing violation';

/** Whether a gateway that paces has had this very request, or too many others, just now. */
function isTooSoon(
  { pacing, history, engine }: SessionContext,
  { conId }: Contract,
  request: HistoryRequest,
): boolean {
  if (pacing === 'none') return false;
  const { end, duration, barSize, whatToShow } = request;
  const what = [conId, end, duration, barSize, whatToShow].join('|');
  return history.isTooSoon(what, engine.clock.now());
}

/** One row per contract that fits, then the end; when none fits an error and no end. */
function sendContracts(context: SessionContext, requestId: number, query: ContractSearch): void {
  const { engine, version } = context;
  const found = engine.find(query);
  if (found.length === 0) {
    context.sendError(requestId, NO_SECURITY.code, NO_SECURITY.text);
    return;
  }
  for (const contract of found) {
    const rule = engine.setup.marketRules.get(contract.marketRule) ?? [];
    const hours = engine.hours.describe(contract, engine.clock.now());
    const ownExchange = contract.secType === 'CASH' ? contract.primaryExchange : 'SMART';
    const exchange = query.exchange || ownExchange;
    context.send(contractData({ requestId, contract, exchange, rule, hours }, version));
  }
  context.send(contractDataEnd(requestId));
}

function sendMarketRule(context: SessionContext, ruleId: number): void {
  const rule = context.engine.setup.marketRules.get(ruleId);
  if (rule !== undefined) context.send(marketRule(ruleId, rule));
  else context.sendError(-1, 321, notValid(`the market rule ${ruleId} is not known`));
}

/** Contracts whose symbol begins with the pattern, then those whose name has it in it. */
function sendSamples(context: SessionContext, requestId: number, pattern: string): void {
  const typed = pattern.trim().toUpperCase();
  const { contracts } = context.engine.setup;
  const bySymbol = contracts.filter(({ symbol }) => typed !== '' && symbol.startsWith(typed));
  const byName = contracts.filter(
    (contract) =>
      typed !== '' && !bySymbol.includes(contract) && contract.name.toUpperCase().includes(typed),
  );
  const found = [...bySymbol, ...byName].slice(0, MOST_SAMPLES);
  context.send(symbolSamples(requestId, found, context.version));
}

/** The one contract that fits; says so to the client when none or several do. */
function findOne(
  context: SessionContext,
  requestId: number,
  search: ContractSearch,
): Contract | undefined {
  const [contract, ...others] = context.engine.find(search);
  if (contract !== undefined && others.length === 0) return contract;
  const { code, text } = contract === undefined ? NO_SECURITY : AMBIGUOUS;
  context.sendError(requestId, code, text);
  return undefined;
}
