import { formatUsd, asUsd } from '../../src/core/units/usd.ts';
import { formatShares, asShares } from '../../src/core/units/shares.ts';
import { percentOf, valueAccount, type Valuation } from './account-values.ts';
import type { AccountBook } from './books.ts';
import { commissionCurrency, commissionOf } from './commission.ts';
import { tradedCurrency } from './contract.ts';
import { asMoney, cashOf, convert, sumMoney, worth, ZERO_MONEY } from './money.ts';
import type { Currency, Money } from './money.ts';
import { marginRates, type MarginRates } from './margin-rates.ts';
import { rejected, type Refusal } from './refusal.ts';
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

/** Whether the account holds what is sold and can pay for what is bought. */
export function checkFunds(question: FundsQuestion): Refusal | undefined {
  const { terms, alreadyFilled, book } = question;
  if (terms.side === 'SELL' && terms.contract.secType !== 'CASH') return checkHolding(question);
  const rest = { ...terms, quantity: asShares(terms.quantity - alreadyFilled) };
  return book.setup.type === 'cash' ? checkCash(question, rest) : checkMargin(question, rest);
}

function checkHolding({ terms, alreadyFilled, others, book }: FundsQuestion): Refusal | undefined {
  const { conId, symbol } = terms.contract;
  const promised = others
    .filter(({ side, contract }) => side === 'SELL' && contract.conId === conId)
    .reduce((sum, order) => sum + remaining(order), 0n);
  const free = asShares(book.sharesOf(conId) - promised);
  const wanted = asShares(terms.quantity - alreadyFilled);
  if (wanted <= free) return undefined;
  return rejected(
    `This account may not sell short: ${formatShares(wanted)} ${symbol} to sell, ` +
      `${formatShares(free)} held and not yet promised to other orders.`,
  );
}

/** A cash account pays whole, in the very currencies that an order takes money of. */
function checkCash(question: FundsQuestion, rest: OrderTerms): Refusal | undefined {
  const others = question.others.map((order) => outflow(question, restOf(order)));
  for (const [currency, wanted] of outflow(question, rest)) {
    const promised = sumMoney(others.map((paid) => paid.get(currency) ?? ZERO_MONEY));
    const settled = question.book.settledCashIn(currency, question.valuation.now());
    const left = asMoney(settled - promised);
    if (wanted <= left) continue;
    const figures = `${amount(left, currency)} of ${amount(wanted, currency)}`;
    return rejected(
      `THERE IS INSUFFICIENT SETTLED CASH [${figures}] IN YOUR ACCOUNT TO OBTAIN THE DESIRED POSITION`,
    );
  }
  return undefined;
}

/** A margin account covers the initial margin of what it buys, and all commissions. */
function checkMargin(question: FundsQuestion, rest: OrderTerms): Refusal | undefined {
  const { others, book, valuation } = question;
  const { base } = book.setup;
  const { equityWithLoan, initialMargin } = valueAccount(book, valuation);
  const promised = sumMoney(
    others
      .filter(({ side, contract }) => side === 'BUY' || contract.secType === 'CASH')
      .map((order) => tiedUp(question, restOf(order))),
  );
  const needed = asMoney(initialMargin + promised + tiedUp(question, rest));
  if (needed <= equityWithLoan) return undefined;
  return rejected(
    'YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR EQUITY WITH LOAN ' +
      `VALUE [${amount(equityWithLoan, base)}] MUST EXCEED THE INITIAL MARGIN ` +
      `[${amount(needed, base)}]`,
  );
}

/** What an order that opens something ties up of a margin account, in its base. */
function tiedUp(question: FundsQuestion, terms: OrderTerms): Money {
  const { base } = question.book.setup;
  const { rates } = question.valuation;
  const { contract } = terms;
  const fee = commissionOfTerms(question, terms);
  const cost = convert(fee.amount, { from: fee.currency, to: base }, rates);
  // What a conversion gives it gets back in the other currency: only its commission is gone.
  if (contract.secType === 'CASH') return cost;
  return asMoney(cost + orderMargin(question, terms, 'initial'));
}

/** What a buy must cover, in the account's base. */
export function orderMargin(
  { book, valuation, quoteOf }: FundsQuestion,
  terms: OrderTerms,
  kind: keyof MarginRates,
): Money {
  const { contract } = terms;
  const { base, type } = book.setup;
  const margin = percentOf(value({ quoteOf }, terms), marginRates(contract, type)[kind]);
  return convert(margin, { from: contract.currency, to: base }, valuation.rates);
}

/** The money that an order takes out of each currency, its commission included. */
function outflow(question: FundsQuestion, terms: OrderTerms): ReadonlyMap<Currency, Money> {
  const { contract, side, quantity } = terms;
  const paid = new Map<Currency, Money>();
  if (side === 'BUY') paid.set(contract.currency, value(question, terms));
  else if (contract.secType === 'CASH') paid.set(tradedCurrency(contract), cashOf(quantity));
  else return paid;
  const fee = commissionOfTerms(question, terms);
  paid.set(fee.currency, asMoney((paid.get(fee.currency) ?? 0n) + fee.amount));
  return paid;
}

/** What an order trades, with its price taken at the limit or the far side. */
function value(
  { quoteOf }: Pick<FundsQuestion, 'quoteOf'>,
  { contract, side, limit, quantity }: OrderTerms,
): Money {
  const quote = quoteOf(contract.conId);
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
  const traded = { contract, shares, value: value(question, terms) };
  return {
    amount: commissionOf(traded, base, question.valuation.rates),
    currency: commissionCurrency(contract, base),
  };
}

function restOf(order: Order): OrderTerms {
  return { ...order, quantity: remaining(order) };
}

function amount(value: Money, currency: Currency): string {
  return `${formatUsd(asUsd(value))} ${currency}`;
}
