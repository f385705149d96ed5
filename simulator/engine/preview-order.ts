import { asShares, ZERO_SHARES } from '../../src/core/units/shares.ts';
import { positionMargin, valueAccount } from './account-values.ts';
import { commissionOfTerms, orderMargin, type FundsQuestion } from './order-cost.ts';
import type { MarginRates } from './margin-rates.ts';
import { asMoney, convert, type Currency, type Money } from './money.ts';

/** What an account must cover and what counts as cover, in its base. */
export interface MarginFigures {
  readonly initial: Money;
  readonly maintenance: Money;
  readonly equityWithLoan: Money;
}

/** What an order would do to its account. */
export interface OrderPreview {
  readonly before: MarginFigures;
  readonly after: MarginFigures;
  readonly commission: Money;
  readonly commissionCurrency: Currency;
}

/**
 * The account as it is and as it would be were the whole order done, alone, at its limit or the far
 * side of the quote: a buy ties up its part, a sale frees the part of what it sells at the mark, and
 * the commission is gone. Nothing is booked.
 */
export function previewOrder(question: FundsQuestion): OrderPreview {
  const { terms, book, valuation } = question;
  const values = valueAccount(book, valuation);
  const fee = commissionOfTerms(question, terms);
  const way = { from: fee.currency, to: values.base };
  const before: MarginFigures = {
    initial: values.initialMargin,
    maintenance: values.maintenanceMargin,
    equityWithLoan: values.equityWithLoan,
  };
  return {
    before,
    after: {
      initial: asMoney(before.initial + marginChange(question, 'initial')),
      maintenance: asMoney(before.maintenance + marginChange(question, 'maintenance')),
      equityWithLoan: asMoney(before.equityWithLoan - convert(fee.amount, way, valuation.rates)),
    },
    commission: fee.amount,
    commissionCurrency: fee.currency,
  };
}

function marginChange(question: FundsQuestion, kind: keyof MarginRates): bigint {
  const { terms, book, valuation } = question;
  const { contract, side, quantity } = terms;
  if (contract.secType === 'CASH') return 0n;
  const position = book.position(contract.conId);
  const held = position?.shares ?? ZERO_SHARES;
  // What is left is covered as the account counts it, so a sale of all frees all.
  const covered = (shares: bigint): bigint =>
    position === undefined
      ? 0n
      : positionMargin(book, { ...position, shares: asShares(shares) }, { valuation, kind });
  if (side === 'SELL') return covered(held - quantity) - covered(held);
  const opened = orderMargin(question, terms, kind);
  if (held >= 0n) return opened;
  // What closes a short frees its part, all that is beyond opens something.
  const left = held + quantity;
  return opened + covered(left < 0n ? left : 0n) - covered(held);
}
