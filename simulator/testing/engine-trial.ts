import { formatPrice, price } from '../engine/price.ts';
import { formatShares, shares, type Shares } from '../../src/core/units/shares.ts';
import { assert } from '../../src/core/units/assert.ts';
import { ManualClock } from '../engine/clock.ts';
import { Engine } from '../engine/engine.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { OrderTicket } from '../engine/order.ts';
import { cents } from '../wire/account-messages.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';

/** An engine on a clock that a test moves, with all it tells written down as one line each. */
export interface Trial {
  readonly engine: Engine;
  readonly clock: ManualClock;
  /** `5` open order, `3` status, `11` execution, `59` commission, `ERR` refusal. */
  readonly lines: string[];
  /** Places an order of client 1; what is not given asks for 10 SPY at the market. */
  readonly place: (order: Partial<OrderTicket>) => void;
}

const oneAccount = `
  accounts:
    - id: DU1
      cash: { USD: "100000" }
      positions: [{ symbol: VTI, shares: 50, average_cost: "200" }]`;

/** Starts an engine from the text of a scenario's gateway part, and audits it at every event. */
export function startTrial(gateway = '', accounts = oneAccount): Trial {
  const quotes = gateway.includes('quotes:')
    ? ''
    : `
  quotes:
    SPY: { bid: "500.00", ask: "500.02", last: "500.01", close: "498.00" }
    VTI: { bid: "250.00", ask: "250.02", last: "250.01", close: "249.00" }`;
  const scenario = parseScenario(`gateway:${accounts}${quotes}\n${gateway}`);
  const clock = new ManualClock();
  const engine = new Engine(scenario.engine, clock);
  const lines: string[] = [];
  engine.listen((event) => {
    const line = describe(event);
    if (line !== undefined) lines.push(line);
    const audit = engine.audit();
    assert(audit.ok, audit.differences.join('; '));
  });
  return {
    engine,
    clock,
    lines,
    place: (order) => {
      engine.place({ ...marketOrder, ...order });
    },
  };
}

export const anyContract = {
  conId: 0,
  symbol: '',
  secType: 'STK',
  exchange: 'SMART',
  primaryExchange: '',
  currency: 'USD',
  localSymbol: '',
  tradingClass: '',
};

const marketOrder: OrderTicket = {
  clientId: 1,
  orderId: 1,
  contract: { ...anyContract, symbol: 'SPY' },
  account: 'DU1',
  action: 'BUY',
  quantity: shares('10'),
  orderType: 'MKT',
  limitPrice: null,
  stopPrice: null,
  algo: null,
  timeInForce: 'DAY',
  outsideRth: false,
  orderRef: 'ref-1',
  transmit: true,
  whatIf: false,
};

/** The part of a ticket that makes it a limit order. */
export function limitAt(text: string): Pick<OrderTicket, 'orderType' | 'limitPrice'> {
  return { orderType: 'LMT', limitPrice: price(text) };
}

function describe(event: EngineEvent): string | undefined {
  switch (event.kind) {
    case 'order':
      return `5 ${event.order.status}${event.settled ? ` ${cents(event.order.commission)}` : ''}`;
    case 'status': {
      const { status, filled, quantity } = event.order;
      return `3 ${status} ${formatShares(filled)}/${formatShares((quantity - filled) as Shares)}`;
    }
    case 'execution':
      return `11 ${formatShares(event.execution.shares)} at ${formatPrice(event.execution.price)}`;
    case 'commission':
      return `59 ${cents(event.execution.commission)}`;
    case 'refusal':
      return `ERR ${event.code}`;
    case 'preview':
      return `5 preview${event.preview === null ? '' : ' whole'}`;
    case 'books':
    case 'quote':
      return undefined;
  }
}
