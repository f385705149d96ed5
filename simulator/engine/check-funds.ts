import { asUsd, formatUsd } from '../../src/core/units/usd.ts';
import { asShares, formatShares } from '../../src/core/units/shares.ts';
import { valueAccount } from './account-values.ts';
import { heldOnCredit } from './held-on-credit.ts';
import { asMoney, convert, sumMoney, ZERO_MONEY, type Currency, type Money } from './money.ts';
import {
  commissionOfTerms,
  orderMargin,
  outflow,
  restOf,
  type FundsQuestion,
} from './order-cost.ts';
import { remaining, type OrderTerms } from './order.ts';
import { rejected, type Refusal } from './refusal.ts';

/** Whether the account holds what is sold and can pay for what is bought. */
export function checkFunds(question: FundsQuestion): Refusal | undefined {
  const { terms, alreadyFilled, book } = question;
  if (terms.side === 'SELL' && terms.contract.secType !== 'CASH') return checkHolding(question);
  const rest = { ...terms, quantity: asShares(terms.quantity - alreadyFilled) };
  if (closesShort(question, rest)) return undefined;
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

/** Whether all of the order takes back what was sold short: that is never kept from an account. */
function closesShort({ others, book }: FundsQuestion, { contract, quantity }: OrderTerms): boolean {
  const promised = others
    .filter((order) => order.side === 'BUY' && order.contract.conId === contract.conId)
    .reduce((sum, order) => sum + remaining(order), 0n);
  return quantity + promised <= 0n - book.sharesOf(contract.conId);
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
  if (needed <= equityWithLoan) {
    return checkBorrowing(question, rest, asMoney(equityWithLoan - needed));
  }
  return rejected(
    'YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR EQUITY WITH LOAN ' +
      `VALUE [${amount(equityWithLoan, base)}] MUST EXCEED THE INITIAL MARGIN ` +
      `[${amount(needed, base)}]`,
  );
}

/**
 * A conversion changes no margin, so what it borrows of one currency to hold it in another is
 * limited by itself: altogether it may not be more than the funds that are free.
 */
function checkBorrowing(
  question: FundsQuestion,
  rest: OrderTerms,
  free: Money,
): Refusal | undefined {
  if (rest.contract.secType !== 'CASH') return undefined;
  const others = question.others
    .filter(({ contract }) => contract.secType === 'CASH')
    .map((order) => restOf(order));
  const borrowed = heldOnCredit(question, [...others, rest]);
  if (borrowed <= free || borrowed <= heldOnCredit(question, others)) return undefined;
  const { base } = question.book.setup;
  return rejected(
    `THE CONVERSION WOULD BORROW [${amount(borrowed, base)}] OF ONE CURRENCY TO HOLD ANOTHER, ` +
      `MORE THAN THE AVAILABLE FUNDS [${amount(free, base)}]`,
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

function amount(value: Money, currency: Currency): string {
  return `${formatUsd(asUsd(value))} ${currency}`;
}
