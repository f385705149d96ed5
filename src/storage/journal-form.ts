/*
 * What the entries of a journal look like in its file; see stored-form.ts. A change of the form
 * needs a new JOURNAL_VERSION: an old journal is then refused by name, and never half understood.
 */
import type { RateMarket } from '../core/account/fx-market.ts';
import type { Market } from '../core/account/quote.ts';
import type { ApprovedFacts, Ceiling, FxCeiling } from '../core/approval/ceiling.ts';
import type { HeldBefore, JournalEvent, RunFacts } from '../core/journal/journal-event.ts';
import type { Commission, Execution, OrderEvent } from '../core/orders/order-event.ts';
import type { OrderTicket } from '../core/orders/ticket.ts';
import type { Algo } from '../core/settings.ts';
import type { Problem, ProblemCode } from '../core/units/problem.ts';
import { PROBLEMS } from '../core/units/problem.ts';
import { contract, ownCash, price, rate, shares, usd, weight } from './saved-run-form.ts';
import {
  choice,
  flag,
  instant,
  integer,
  list,
  optional,
  record,
  text,
  variant,
  type StoredForm,
} from './stored-form.ts';

export const JOURNAL_VERSION = 4;

const side = choice('BUY', 'SELL');

const ceiling = record<Ceiling>({
  line: integer,
  contract,
  side,
  quantity: shares,
  worstPrice: optional(price),
  mayEndAtMarket: flag,
});

const approved = record<ApprovedFacts>({
  accountId: text,
  digest: text,
  sells: list(ceiling),
  buys: list(ceiling),
  fx: optional(record<FxCeiling>({ quantity: usd, limit: optional(rate) })),
  cash: usd,
  cashFloor: usd,
  cashTarget: usd,
  gross: usd,
  guardValue: usd,
  maxLeverage: weight,
  slippageReserve: weight,
  orderUnit: shares,
  maintenanceFloor: optional(usd),
});

const facts = record<RunFacts>({
  runId: text,
  accountId: text,
  clientId: integer,
  simulated: flag,
  startedAt: instant,
  orderIdsAbove: integer,
  nextOrderId: integer,
  held: list(record<HeldBefore>({ conId: integer, quantity: shares })),
  recovers: optional(text),
  approved,
});

const ordered = { orderRef: text, accountId: text, contract, quantity: shares };

const algo = variant<Algo>({
  adaptive: { priority: choice('normal', 'patient', 'urgent') },
  midprice: {},
});

const ticket: StoredForm<OrderTicket> = variant<OrderTicket>({
  shares: {
    ...ordered,
    side,
    limit: optional(price),
    countedAt: price,
    algo: optional(algo),
    arrival: optional(record<Market>({ bid: price, ask: price })),
  },
  conversion: {
    ...ordered,
    side: choice('BUY'),
    limit: optional(rate),
    arrival: optional(record<RateMarket>({ bid: rate, ask: rate })),
  },
});

const executed = {
  execId: text,
  orderId: integer,
  permId: integer,
  orderRef: text,
  accountId: text,
  conId: integer,
  side,
  quantity: shares,
  time: text,
};

const execution: StoredForm<Execution> = variant<Execution>({
  shares: { ...executed, price },
  conversion: { ...executed, rate },
});

const orderEvent: StoredForm<OrderEvent> = variant<OrderEvent>({
  status: { orderId: integer, permId: integer, status: text, filled: shares },
  execution: { execution },
  commission: { execId: text, commission: record<Commission>({ currency: text, amount: ownCash }) },
  message: { orderId: integer, code: integer, text },
  lost: { reason: text },
});

const problem = record<Problem>({
  code: choice(...(Object.keys(PROBLEMS) as ProblemCode[])),
  where: text,
  found: text,
  expected: text,
  fix: text,
});

export const journalForm: StoredForm<JournalEvent> = variant<JournalEvent>({
  started: { facts },
  intent: { orderId: integer, line: integer, ticket },
  reprice: { orderId: integer, limit: price },
  'not-sent': { orderId: integer },
  cancel: { orderId: integer },
  told: { event: orderEvent },
  concluded: { orderId: integer, refused: flag },
  abandoned: { orderId: integer },
  recovering: { at: instant },
  settled: { orderId: integer, filled: shares },
  stopped: { problem },
  ended: {},
});
