import { wholeShares } from '../core/units/shares.ts';
import type { Engine } from '../../simulator/engine/engine.ts';
import { price } from '../../simulator/engine/price.ts';

/** TWS itself, where a person trades by hand. */
export const HAND = 0;

/** Places an order as a person in TWS would: `SELL 10 VTI`, or `SELL 10 VTI at 300`. */
export function tradeByHand(engine: Engine, written: string): void {
  const [action = '', quantity = '0', symbol = '', , limit] = written.split(' ');
  const contract = engine.setup.contracts.find(({ localSymbol }) => localSymbol === symbol);
  engine.place({
    clientId: HAND,
    orderId: engine.nextOrderId(HAND),
    contract: {
      conId: contract?.conId ?? 0,
      symbol,
      secType: 'STK',
      exchange: 'SMART',
      primaryExchange: '',
      currency: 'USD',
      localSymbol: '',
      tradingClass: '',
    },
    account: engine.setup.accounts[0]?.id ?? '',
    action,
    quantity: wholeShares(BigInt(quantity)),
    orderType: limit === undefined ? 'MKT' : 'LMT',
    limitPrice: limit === undefined ? null : price(limit),
    stopPrice: null,
    algo: null,
    timeInForce: 'DAY',
    outsideRth: false,
    orderRef: '',
    transmit: true,
    whatIf: false,
  });
}
