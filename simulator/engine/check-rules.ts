import { formatShares, ONE_SHARE, type Shares } from '../../src/core/units/shares.ts';
import type { OrderKind } from './check-kind.ts';
import type { Contract } from './contract.ts';
import type { OrderTerms, OrderTicket } from './order.ts';
import type { Price } from './price.ts';
import { markPrice, type Quote } from './quote.ts';
import type { Refusal } from './refusal.ts';

/** What an account may not do with a contract. */
export const restrictions = [
  'not_allowed',
  'no_permission',
  'no_product_permission',
  'no_fractions',
  'closing_fractions',
] as const;
export type Restriction = (typeof restrictions)[number];

/** How the broker and the user have set up what orders are taken. */
export interface OrderRules {
  /** The broker refuses parts of a share on nearly all accounts. */
  readonly fractions: 'refuse' | 'allow' | 'no_permission';
  /** The most working orders of one contract, side and account. */
  readonly mostActive: number;
  /** A limit farther from the market than this many percent is refused; null without such a band. */
  readonly priceBandPercent: number | null;
  /** Smaller orders are refused; null where none is too small. */
  readonly smallestSize: Shares | null;
  readonly directRouting: 'allow' | 'refuse';
  /** What becomes of a sale of more than is held: it is refused, or held until shares are found. */
  readonly shortSales: 'refuse' | 'locate';
  /** The order preset makes every order one of the day. */
  readonly presetDay: boolean;
  /** By conId. */
  readonly restricted: ReadonlyMap<number, Restriction>;
}

/** Whether the account may trade the contract at all, and so. */
export function checkPermission(
  ticket: OrderTicket,
  contract: Contract,
  rules: OrderRules,
): Refusal | undefined {
  switch (rules.restricted.get(contract.conId)) {
    case 'not_allowed': {
      const text = `The security ${contract.localSymbol} is not available or allowed for this account.`;
      return { code: 203, text };
    }
    case 'no_permission':
      return { code: 460, text: 'No trading permissions.' };
    case 'no_product_permission':
      return { code: 463, text: 'No trading permissions for this product.' };
    case 'no_fractions':
    case 'closing_fractions':
    case undefined:
  }
  const isDirect = contract.secType === 'STK' && ticket.contract.exchange !== 'SMART';
  if (!isDirect || rules.directRouting === 'allow') return undefined;
  const text = `This order will be directly routed to ${ticket.contract.exchange}.`;
  return { code: 10311, text };
}

/** The quantity, or why an order of that size is not taken. */
export function checkQuantity(
  ticket: OrderTicket,
  asked: { readonly contract: Contract; readonly kind: OrderKind },
  rules: OrderRules,
): Shares | Refusal {
  const { quantity } = ticket;
  if (quantity !== 'too-fine' && quantity <= 0n) {
    return { code: 434, text: 'The order size cannot be zero.' };
  }
  if (quantity === 'too-fine' || quantity % ONE_SHARE !== 0n) {
    const refusal = checkFraction(ticket, asked, rules);
    if (refusal !== undefined) return refusal;
  }
  if (quantity === 'too-fine') return WRONG_SIZE;
  const { smallestSize } = rules;
  if (smallestSize === null || quantity >= smallestSize) return quantity;
  const [size, least] = [formatShares(quantity), formatShares(smallestSize)];
  const text = `Order size ${size} is smaller than the minimum required size of ${least}.`;
  return { code: 388, text };
}

const WRONG_SIZE: Refusal = {
  code: 10250,
  text: 'The size does not conform to the minimum variation for this contract.',
};

function checkFraction(
  ticket: OrderTicket,
  { contract, kind }: { readonly contract: Contract; readonly kind: OrderKind },
  rules: OrderRules,
): Refusal | undefined {
  const restriction = rules.restricted.get(contract.conId);
  if (rules.fractions === 'refuse') {
    return { code: 10243, text: 'Fractional-sized order cannot be placed via API.' };
  }
  if (rules.fractions === 'no_permission') {
    return { code: 10248, text: 'No trading permissions for fractional shares.' };
  }
  if (contract.secType === 'CASH' || restriction === 'no_fractions') {
    return {
      code: 10245,
      text: 'This financial instrument does not support fractional shares trading.',
    };
  }
  if (kind.adaptive !== null || kind.timeInForce !== 'DAY') {
    return { code: 10246, text: 'This order does not support fractional shares trading.' };
  }
  if (ticket.contract.exchange !== 'SMART') {
    return { code: 10247, text: 'Only IB SmartRouting supports fractional shares.' };
  }
  if (kind.type !== 'MKT' && kind.type !== 'LMT') {
    return { code: 10249, text: `${kind.type} order does not support fractional shares trading.` };
  }
  if (restriction === 'closing_fractions' && ticket.action === 'BUY') {
    const text = 'This non-close-position order does not support fractional shares trading.';
    return { code: 10252, text };
  }
  return undefined;
}

/** Whether a limit stands within the band around the market that the user's precautions allow. */
export function checkBand(
  { limit }: Pick<OrderTerms, 'limit'>,
  quote: Quote,
  { priceBandPercent }: OrderRules,
): Refusal | undefined {
  const mark = markPrice(quote);
  if (limit === null || priceBandPercent === null || mark === 0n) return undefined;
  const distance = (limit > mark ? limit - mark : mark - limit) as Price;
  if (distance * 100n <= mark * BigInt(priceBandPercent)) return undefined;
  const text =
    'Price is out of the range defined by the Percentage setting at order defaults frame. ' +
    'The order will not be transmitted.';
  return { code: 109, text };
}
