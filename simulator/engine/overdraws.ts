import type { AccountBook, Trade } from './books.ts';
import { tradedCurrency } from './contract.ts';
import { cashOf, worth, type Currency } from './money.ts';

/**
 * Whether a conversion would leave a cash account less than nothing of what it pays with: the market
 * can have moved since the order was taken. The commission counts, in the currency it is charged in.
 */
export function overdraws(book: AccountBook, trade: Trade): boolean {
  const { contract, side, shares, price, commission, commissionCurrency, instant } = trade;
  if (contract.secType !== 'CASH' || book.setup.type !== 'cash') return false;
  const isBuy = side === 'BUY';
  const [paid, received] = isBuy
    ? [contract.currency, tradedCurrency(contract)]
    : [tradedCurrency(contract), contract.currency];
  const [out, back] = isBuy
    ? [worth(shares, price), cashOf(shares)]
    : [cashOf(shares), worth(shares, price)];
  const feeIn = (currency: Currency): bigint => (currency === commissionCurrency ? commission : 0n);
  const lacks = (currency: Currency, taken: bigint): boolean =>
    taken > 0n && book.settledCashIn(currency, instant) < taken;
  return lacks(paid, out + feeIn(paid)) || lacks(received, feeIn(received) - back);
}
