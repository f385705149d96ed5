import { asShares } from '../../src/core/units/shares.ts';
import { percentOf, type Valuation } from './account-values.ts';
import type { AccountBook } from './books.ts';
import { commissionCurrency, commissionOf } from './commission.ts';
import { tradedCurrency } from './contract.ts';
import { marginRates, type MarginRates } from './margin-rates.ts';
import { asMoney, cashOf, convert, worth, ZERO_MONEY, type Currency, type Money } from './money.ts';
import { quoteFor } from './odd-lot.ts';
import { remaining, type Order, type OrderTerms } from './order.ts';
import type { Quote } from './quote.ts';
import { markPrice } from './quote.ts';

export interface FundsQuestion {
  readonly terms: OrderTerms;
  /** Of a modified order only the rest is still to be paid for. */
  readonly alreadyFilled: bigint;
  /** The other working orders of the account: what they need is not there for this one. */
  readonly others: readonly Order[];
  readonly book: AccountBook;
  readonly valuation: Valuation;
  readonly quoteOf: (conId: number) => Quote;
}

/** What a buy must cover of what it opens, in the account's base: what closes a short needs nothing. */
export function orderMargin(
  { book, valuation, quoteOf }: FundsQuestion,
  terms: OrderTerms,
  kind: keyof MarginRates,
): Money {
  const { contract } = terms;
  const { base, type } = book.setup;
  const short = 0n - book.sharesOf(contract.conId);
  const opened = short > 0n ? terms.quantity - short : terms.quantity;
  if (opened <= 0n) return ZERO_MONEY;
  const opening = { ...terms, quantity: asShares(opened) };
  const margin = percentOf(orderValue({ quoteOf }, opening), marginRates(contract, type)[kind]);
  return convert(margin, { from: contract.currency, to: base }, valuation.rates);
}

/** The money that an order takes out of each currency, its commission included. */
export function outflow(question: FundsQuestion, terms: OrderTerms): ReadonlyMap<Currency, Money> {
  const { contract, side, quantity } = terms;
  const paid = new Map<Currency, Money>();
  if (side === 'BUY') paid.set(contract.currency, orderValue(question, terms));
  else if (contract.secType === 'CASH') paid.set(tradedCurrency(contract), cashOf(quantity));
  else return paid;
  const fee = commissionOfTerms(question, terms);
  paid.set(fee.currency, asMoney((paid.get(fee.currency) ?? 0n) + fee.amount));
  return paid;
}

/**
 * What an order trades, with its price taken at the limit or the far side. The rest of an order of
 * currencies can be an odd lot where the whole was none: then it is counted a little too dear.
 */
export function orderValue(
  { quoteOf }: Pick<FundsQuestion, 'quoteOf'>,
  { contract, side, limit, quantity }: OrderTerms,
): Money {
  const quote = quoteFor({ contract, quantity }, quoteOf(contract.conId));
  const farSide = side === 'BUY' ? quote.ask : quote.bid;
  return worth(quantity, limit ?? farSide ?? markPrice(quote));
}

/** What an order costs when all of it is done, and in which currency. */
export function commissionOfTerms(
  question: FundsQuestion,
  terms: OrderTerms,
): { readonly amount: Money; readonly currency: Currency } {
  const { contract, quantity: shares } = terms;
  const { base } = question.book.setup;
  const traded = { contract, shares, value: orderValue(question, terms) };
  return {
    amount: commissionOf(traded, base, question.valuation.rates),
    currency: commissionCurrency(contract, base),
  };
}

/** What is still to be done of an order. */
export function restOf(order: Order): OrderTerms {
  return { ...order, quantity: remaining(order) };
}
