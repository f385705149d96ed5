import { wholeShares } from '../../src/core/units/shares.ts';
import { assert } from '../../src/core/units/assert.ts';
import { ManualClock } from '../engine/clock.ts';
import { Engine } from '../engine/engine.ts';
import { asMoney, convert, worth } from '../engine/money.ts';
import type { Execution, OrderTicket } from '../engine/order.ts';
import { asPrice, price } from '../engine/price.ts';
import { seededDraw, type Draw } from '../engine/random.ts';
import type { EngineSetup } from '../engine/setup.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { anyContract } from './engine-trial.ts';

/** A run is one account and so many orders of three funds and the pair of US and Canadian dollars. */
const ORDERS = 20;
const symbols = ['SPY', 'VTI', 'BND', 'USD.CAD'] as const;

/** The accounts that runs draw from: both bases, with margin and without. */
const seededSetups: readonly EngineSetup[] = ['margin', 'cash'].flatMap((type) =>
  ['USD', 'CAD'].map(
    (base) =>
      parseScenario(`
gateway:
  accounts:
    - id: DU1
      base: ${base}
      type: ${type}
      cash: { USD: 30000, CAD: 20000 }
      positions: [{ symbol: VTI, shares: "60.5", average_cost: 200 }, { symbol: BND, shares: 90 }]
  exchange_rates: { CAD: "0.8" }
  quotes:
    SPY: { bid: "499.99", ask: "500.01", last: 500 }
    VTI: { bid: "249.99", ask: "250.01", last: 250 }
    BND: { bid: "71.99", ask: "72.01", last: 72 }
    USD.CAD: { bid: "1.24995", ask: "1.25005" }
  fills: { delay_ms: 20, max_shares_per_fill: 700 }
  cancels: { delay_ms: 10 }`).engine,
  ),
);

/** Runs one account by a seed to its end and returns the engine; `audited` audits every event. */
export function runSeeded(seed: number, audited: boolean): Engine {
  const draw = seededDraw(seed);
  const setup = seededSetups[draw(seededSetups.length)];
  assert(setup !== undefined, 'a setup is drawn');
  const clock = new ManualClock();
  const engine = new Engine(setup, clock);
  if (audited) {
    engine.listen(() => {
      const { ok, differences } = engine.audit();
      assert(ok, `seed ${seed}: ${differences.join('; ')}`);
    });
  }
  for (let orderId = 1; orderId <= ORDERS; orderId += 1) {
    engine.place(drawOrder(orderId, draw));
    if (draw(8) === 0) engine.cancel(1, 1 + draw(orderId));
    clock.advance(draw(40));
  }
  clock.advance(1_000);
  return engine;
}

function drawOrder(orderId: number, draw: Draw): OrderTicket {
  const name = symbols[draw(symbols.length)] ?? 'SPY';
  const isPair = name === 'USD.CAD';
  const middle = price({ SPY: '500', VTI: '250', BND: '72', 'USD.CAD': '1.25' }[name]);
  const tick = price(isPair ? '0.00005' : '0.01');
  const isMarket = draw(2) === 0;
  return {
    clientId: 1,
    orderId,
    contract: isPair
      ? { ...anyContract, symbol: 'USD', secType: 'CASH', currency: 'CAD', exchange: 'IDEALPRO' }
      : { ...anyContract, symbol: name },
    account: 'DU1',
    action: draw(2) === 0 ? 'BUY' : 'SELL',
    quantity: wholeShares(BigInt(1 + draw(isPair ? 4_000 : 40))),
    orderType: isMarket ? 'MKT' : 'LMT',
    limitPrice: isMarket ? null : asPrice(middle + BigInt(draw(9) - 4) * tick),
    stopPrice: null,
    algo: null,
    timeInForce: 'DAY',
    outsideRth: false,
    orderRef: `run/${orderId}`,
    transmit: true,
    whatIf: draw(10) === 0,
  };
}

/**
 * What an execution changes of the account's value in its base at quotes that stand still: how far
 * off the mark it traded, and its commission. Rounded like every conversion, to the nearest 1e-8.
 */
export function valueMoved(engine: Engine, { order, shares, ...execution }: Execution): bigint {
  const { contract, side, commissionCurrency } = order;
  const { base } = engine.setup.accounts[0] ?? { base: 'USD' as const };
  const { rates, mark } = engine.valuation;
  const off = worth(shares, asPrice(mark(contract.conId) - execution.price));
  const gain = asMoney(side === 'BUY' ? off : 0n - off);
  const fee = convert(execution.commission, { from: commissionCurrency, to: base }, rates);
  return convert(gain, { from: contract.currency, to: base }, rates) - fee;
}
