import { tradedCurrency } from './contract.ts';
import { asMoney, cashOf, convert, currencies, ZERO_MONEY } from './money.ts';
import type { Currency, Money } from './money.ts';
import { orderValue, type FundsQuestion } from './order-cost.ts';
import type { OrderTerms } from './order.ts';

/**
 * What an account would hold in one currency on money borrowed in another once these conversions are
 * done, in its base: the lesser of all debts and all credits, so that a loan that bought funds does
 * not count. Of -30,000 USD and 10,000 USD worth of CAD, 10,000.
 */
export function heldOnCredit(question: FundsQuestion, conversions: readonly OrderTerms[]): Money {
  const { book, valuation } = question;
  const cash = new Map<Currency, bigint>(
    currencies.map((currency) => [currency, book.cashIn(currency)]),
  );
  for (const terms of conversions) {
    const sign = terms.side === 'BUY' ? 1n : -1n;
    const { currency } = terms.contract;
    const traded = tradedCurrency(terms.contract);
    cash.set(traded, (cash.get(traded) ?? 0n) + sign * cashOf(terms.quantity));
    cash.set(currency, (cash.get(currency) ?? 0n) - sign * orderValue(question, terms));
  }
  let debts = 0n;
  let credits = 0n;
  for (const [from, held] of cash) {
    const inBase = convert(asMoney(held), { from, to: book.setup.base }, valuation.rates);
    if (inBase < 0n) debts -= inBase;
    else credits += inBase;
  }
  const least = debts < credits ? debts : credits;
  return least > 0n ? asMoney(least) : ZERO_MONEY;
}
