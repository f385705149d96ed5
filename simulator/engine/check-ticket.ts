import type { Price } from './price.ts';
import { findContracts, incrementAt, type Contract, type MarketRule } from './contract.ts';
import { checkKind, type OrderKind } from './check-kind.ts';
import { checkPermission, checkQuantity, type OrderRules } from './check-rules.ts';
import type { OrderTerms, OrderTicket, Side } from './order.ts';
import {
  AMBIGUOUS,
  invalid,
  isRefusal,
  NO_PERMISSION,
  NO_SECURITY,
  OFF_GRID,
  READ_ONLY,
} from './refusal.ts';
import type { Refusal } from './refusal.ts';
import type { AccountSetup } from './setup.ts';

export type Checked =
  | { readonly ok: true; readonly terms: OrderTerms }
  | { readonly ok: false; readonly refusal: Refusal };

export interface Rules {
  readonly accounts: ReadonlyMap<string, AccountSetup>;
  readonly contracts: readonly Contract[];
  readonly marketRules: ReadonlyMap<number, MarketRule>;
  readonly orders: OrderRules;
}

/** Checks what a ticket says by itself; whether the account can afford it is another question. */
export function checkTicket(ticket: OrderTicket, rules: Rules): Checked {
  const account = findAccount(ticket.account, rules.accounts);
  if (isRefusal(account)) return refuse(account);
  const contract = findOne(ticket, rules.contracts);
  if (isRefusal(contract)) return refuse(contract);
  const forbidden = checkPermission(ticket, contract, rules.orders);
  if (forbidden !== undefined) return refuse(forbidden);
  const written = checkKind(ticket);
  if (isRefusal(written)) return refuse(written);
  const isPreset = rules.orders.presetDay && written.timeInForce === 'GTC';
  const kind: OrderKind = isPreset ? { ...written, timeInForce: 'DAY' } : written;
  const quantity = checkQuantity(ticket, { contract, kind }, rules.orders);
  if (isRefusal(quantity)) return refuse(quantity);
  const rule = rules.marketRules.get(contract.marketRule) ?? [];
  const limit = checkLimit(ticket, kind, rule);
  if (isRefusal(limit)) return refuse(limit);
  const stop = checkStop(ticket, kind, rule);
  if (isRefusal(stop)) return refuse(stop);
  return {
    ok: true,
    terms: {
      contract,
      account: account.id,
      side: ticket.action as Side,
      quantity,
      ...kind,
      limit,
      stop,
      outsideRth: ticket.outsideRth,
      orderRef: ticket.orderRef,
      exchange: ticket.contract.exchange || 'SMART',
    },
  };
}

function refuse(refusal: Refusal): Checked {
  return { ok: false, refusal };
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
  if (contract.secType === 'OPT') return NO_PERMISSION;
  return contract;
}

function checkLimit(
  { limitPrice }: OrderTicket,
  { type }: OrderKind,
  rule: MarketRule,
): Price | null | Refusal {
  if (type !== 'LMT' && type !== 'MIDPRICE') return null;
  if (limitPrice === 'too-fine') return OFF_GRID;
  if (limitPrice === null || limitPrice <= 0n) {
    // A MIDPRICE order without a cap follows the middle wherever it goes.
    if (type === 'MIDPRICE' && (limitPrice === null || limitPrice === 0n)) return null;
    return invalid('A limit order needs a limit price above zero.');
  }
  return onGrid(limitPrice, rule);
}

function checkStop(
  { stopPrice }: OrderTicket,
  { type }: OrderKind,
  rule: MarketRule,
): Price | null | Refusal {
  if (type !== 'STP') return null;
  if (stopPrice === 'too-fine') return OFF_GRID;
  if (stopPrice === null || stopPrice <= 0n) {
    return invalid('A stop order needs a stop price above zero.');
  }
  return onGrid(stopPrice, rule);
}

function onGrid(price: Price, rule: MarketRule): Price | Refusal {
  return price % incrementAt(rule, price) === 0n ? price : OFF_GRID;
}
