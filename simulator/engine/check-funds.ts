import { divide } from '../../src/core/units/rounding.ts';
import { formatUsd, asUsd } from '../../src/core/units/usd.ts';
import { formatShares, asShares } from '../../src/core/units/shares.ts';
import { initialMarginPercent, valueAccount, type Valuation } from './account-values.ts';
import type { AccountBook } from './books.ts';
import type { Refusal } from './check-ticket.ts';
import { estimateCommission } from './commission.ts';
import { asMoney, convert, worth, type Currency, type Money } from './money.ts';
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
  return question.terms.side === 'SELL' ? checkHolding(question) : checkCash(question);
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

/**
 * A margin account must cover the initial margin of the shares, a cash account their whole value in
 * the currency they trade in; both the commission too.
 */
function checkCash(question: FundsQuestion): Refusal | undefined {
  const { terms, alreadyFilled, others, book, valuation } = question;
  const isCash = book.setup.type === 'cash';
  const currency = isCash ? terms.contract.currency : book.setup.base;
  const free = isCash ? book.cashIn(currency) : valueAccount(book, valuation).availableFunds;
  const buys = others.filter(
    ({ side, contract }) => side === 'BUY' && (!isCash || contract.currency === currency),
  );
  const need = (order: OrderTerms, filled: bigint): Money =>
    needed(question, currency, { ...order, quantity: asShares(order.quantity - filled) });
  const promised = buys.reduce((sum, order) => sum + need(order, order.filled), 0n);
  const left = asMoney(free - promised);
  const wanted = need(terms, alreadyFilled);
  if (wanted <= left) return undefined;
  const figures = `${amount(wanted, currency)} needed, ${amount(left, currency)} available`;
  return rejected(
    isCash
      ? `Insufficient settled cash in ${currency} to cover the order: ${figures}.`
      : `Your available funds are insufficient to cover the initial margin: ${figures}.`,
  );
}

/** What a buy ties up, in the given currency, with its price taken at the limit or the far side. */
function needed(question: FundsQuestion, currency: Currency, terms: OrderTerms): Money {
  const quote = question.quoteOf(terms.contract.conId);
  const price = terms.limit ?? quote.ask ?? markPrice(quote);
  const percent = initialMarginPercent(question.book.setup.type);
  const tied = divide(worth(terms.quantity, price) * percent, 100n, 'ceil');
  const cost = asMoney(tied + estimateCommission(terms.quantity, price));
  const way = { from: terms.contract.currency, to: currency };
  return convert(cost, way, question.valuation.rates);
}

function rejected(reason: string): Refusal {
  return { code: 201, text: `Order rejected - reason: ${reason}` };
}

function amount(value: Money, currency: Currency): string {
  return `${formatUsd(asUsd(value), { grouped: true })} ${currency}`;
}
