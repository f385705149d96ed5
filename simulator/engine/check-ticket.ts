import type { Price } from './price.ts';
import { ONE_SHARE } from '../../src/core/units/shares.ts';
import { findContracts, incrementAt, type Contract, type MarketRule } from './contract.ts';
import type { OrderTerms, OrderTicket, OrderType, Side } from './order.ts';
import type { AccountSetup } from './setup.ts';

/** Why an order is not taken: the code and the sentence that the client gets. */
export interface Refusal {
  readonly code: number;
  readonly text: string;
}

export type Checked =
  | { readonly ok: true; readonly terms: OrderTerms }
  | { readonly ok: false; readonly refusal: Refusal };

export interface Rules {
  readonly accounts: ReadonlyMap<string, AccountSetup>;
  readonly contracts: readonly Contract[];
  readonly marketRules: ReadonlyMap<number, MarketRule>;
}

export const READ_ONLY: Refusal = {
  code: 321,
  text: 'Error validating request: cause - The API interface is currently in Read-Only mode.',
};

/** Checks what a ticket says by itself; whether the account can afford it is another question. */
export function checkTicket(ticket: OrderTicket, rules: Rules): Checked {
  const account = findAccount(ticket.account, rules.accounts);
  if (isRefusal(account)) return refuse(account);
  const contract = findOne(ticket, rules.contracts);
  if (isRefusal(contract)) return refuse(contract);
  const wrong = checkKind(ticket) ?? checkQuantity(ticket.quantity);
  if (wrong !== undefined) return refuse(wrong);
  const limit = checkLimit(ticket, rules.marketRules.get(contract.marketRule) ?? []);
  if (isRefusal(limit)) return refuse(limit);
  return {
    ok: true,
    terms: {
      contract,
      account: account.id,
      side: ticket.action as Side,
      quantity: ticket.quantity as Exclude<OrderTicket['quantity'], 'too-fine'>,
      type: ticket.orderType as OrderType,
      limit,
      timeInForce: ticket.timeInForce === 'GTC' ? 'GTC' : 'DAY',
      outsideRth: ticket.outsideRth,
      orderRef: ticket.orderRef,
      exchange: ticket.contract.exchange || 'SMART',
    },
  };
}

function refuse(refusal: Refusal): Checked {
  return { ok: false, refusal };
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'code' in value;
}

function findAccount(
  asked: string,
  accounts: ReadonlyMap<string, AccountSetup>,
): AccountSetup | Refusal {
  const [only, ...others] = accounts.values();
  const account = asked === '' && others.length === 0 ? only : accounts.get(asked);
  if (account === undefined) {
    if (asked === '') return { code: 435, text: 'You must specify an account.' };
    return invalid(`The account code "${asked}" is not one of this login.`);
  }
  return account.readOnlyApi ? READ_ONLY : account;
}

function findOne(ticket: OrderTicket, contracts: readonly Contract[]): Contract | Refusal {
  const [contract, ...others] = findContracts(contracts, ticket.contract);
  if (contract === undefined) return NO_SECURITY;
  if (others.length > 0) return AMBIGUOUS;
  if (ticket.contract.exchange === '') return invalid('Missing order exchange.');
  return contract;
}

export const NO_SECURITY: Refusal = {
  code: 200,
  text: 'No security definition has been found for the request',
};

export const AMBIGUOUS: Refusal = {
  code: 200,
  text: 'The contract description specified is ambiguous; several contracts fit it.',
};

function checkKind(ticket: OrderTicket): Refusal | undefined {
  if (ticket.action !== 'BUY' && ticket.action !== 'SELL') {
    return invalid(`The action "${ticket.action}" is neither BUY nor SELL.`);
  }
  if (ticket.orderType !== 'MKT' && ticket.orderType !== 'LMT') {
    const text = `Unsupported order type for this exchange and security type: ${ticket.orderType}.`;
    return { code: 387, text };
  }
  if (!['', 'DAY', 'GTC'].includes(ticket.timeInForce)) {
    return invalid(`The time in force ${ticket.timeInForce} is not supported here.`);
  }
  return undefined;
}

function checkQuantity(quantity: OrderTicket['quantity']): Refusal | undefined {
  if (quantity !== 'too-fine' && quantity <= 0n) {
    return { code: 434, text: 'The order size cannot be zero.' };
  }
  if (quantity === 'too-fine' || quantity % ONE_SHARE !== 0n) {
    return { code: 10243, text: 'Fractional-sized order cannot be placed via API.' };
  }
  return undefined;
}

function checkLimit(ticket: OrderTicket, rule: MarketRule): Price | null | Refusal {
  if (ticket.orderType === 'MKT') return null;
  const { limitPrice } = ticket;
  if (limitPrice === 'too-fine') return OFF_GRID;
  if (limitPrice === null || limitPrice <= 0n) {
    return invalid('A limit order needs a limit price above zero.');
  }
  return limitPrice % incrementAt(rule, limitPrice) === 0n ? limitPrice : OFF_GRID;
}

const OFF_GRID: Refusal = {
  code: 110,
  text: 'The price does not conform to the minimum price variation for this contract.',
};

function invalid(cause: string): Refusal {
  return { code: 321, text: `Error validating request: cause - ${cause}` };
}

/** Whether a ticket that re-sends a working order changes only what a modification may change. */
export function checkSameOrder(terms: OrderTerms, working: OrderTerms): Refusal | undefined {
  const same =
    terms.contract.conId === working.contract.conId &&
    terms.account === working.account &&
    terms.side === working.side;
  if (same) return undefined;
  const text = 'Order being modified does not match original order.';
  return { code: 105, text };
}
