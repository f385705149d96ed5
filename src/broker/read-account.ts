import type { Contract as TwsContract } from '@stoqey/ib';
import type { AccountReading, Means, OtherCash, Position } from '../core/account/snapshot.ts';
import { divide } from '../core/units/rounding.ts';
import type { Shares } from '../core/units/shares.ts';
import { asUsd, type Usd } from '../core/units/usd.ts';
import { BrokerError } from '../ports.ts';
import { amountOf, priceOf, sharesOf, usdOf } from './exact.ts';
import type { TwsSession } from './tws-session.ts';

const ACCOUNT_TIMEOUT_MS = 15_000;
/** A rate of 1, with the decimals of an amount. */
const ONE_RATE = 100_000_000n;

interface AccountValues {
  /** By key, then by currency, as the broker writes them. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly portfolio: ReadonlyMap<
    number,
    { readonly contract: TwsContract; readonly price: number; readonly value: number }
  >;
}

interface PositionRow {
  readonly contract: TwsContract;
  readonly quantity: Shares;
}

/**
 * The subscription to account values, of which a connection has one. Only a new one is answered with
 * all values, so it is ended after each reading: when nothing has been sent for a while, or before
 * the next reading at the latest. A run that only looks ends its connection before that.
 */
export class AccountSubscription {
  readonly #session: TwsSession;
  #open: string | undefined;

  constructor(session: TwsSession) {
    this.#session = session;
  }

  /** From now on values of the account come. */
  begin(accountId: string): void {
    this.#open = accountId;
    this.#session.whenQuiet(() => {
      this.end();
    });
  }

  end(): void {
    const accountId = this.#open;
    if (accountId === undefined) return;
    this.#open = undefined;
    // A session that is over has ended it too.
    this.#session.send((api) => api.reqAccountUpdates(false, accountId)).catch(() => undefined);
  }
}

/** Reads the account's money and its positions; both at once, each complete on its end marker. */
export async function readAccount(
  session: TwsSession,
  subscription: AccountSubscription,
  accountId: string,
): Promise<AccountReading> {
  const [{ values, portfolio }, rows] = await Promise.all([
    readValues(session, subscription, accountId),
    readPositions(session, accountId),
  ]);
  const { worthOf, ...money } = moneyOf(values, accountId);
  const positions = rows.map(({ contract, quantity }): Position => {
    const row = portfolio.get(contract.conId ?? 0);
    return {
      conId: contract.conId ?? 0,
      symbol: contract.symbol ?? '',
      secType: contract.secType ?? '',
      currency: contract.currency ?? '',
      quantity,
      marketPrice: priceOf(row?.price),
      marketValue: usdOf(row?.value),
    };
  });
  const brokerNetLiq = money.brokerNetLiq ?? dollarPart(money, positions, worthOf);
  return { accountId, positions, ...money, brokerNetLiq };
}

/**
 * The dollar part of NetLiquidation where the gateway does not tell it: all of it less the cash and
 * the positions of other currencies (PLANNING A.3). Undefined as soon as one of them has no worth.
 */
function dollarPart(
  { netLiquidation, otherCash }: Pick<AccountReading, 'netLiquidation' | 'otherCash'>,
  positions: readonly Position[],
  worthOf: (currency: string, amount: bigint) => Usd | undefined,
): Usd | undefined {
  if (netLiquidation === undefined) return undefined;
  const foreign = positions.filter(({ currency }) => currency !== 'USD');
  const worths = [
    ...otherCash.map(({ worth }) => worth),
    ...foreign.map(({ currency, marketValue }) =>
      marketValue === undefined ? undefined : worthOf(currency, marketValue),
    ),
  ];
  if (worths.includes(undefined)) return undefined;
  return asUsd(worths.reduce<bigint>((rest, worth) => rest - (worth ?? 0n), netLiquidation));
}

/** Reads the money of an account alone. */
export async function readMeans(
  session: TwsSession,
  subscription: AccountSubscription,
  accountId: string,
): Promise<Means> {
  const { values } = await readValues(session, subscription, accountId);
  const { cash, availableFunds, excessLiquidity } = moneyOf(values, accountId);
  return { cash, availableFunds, excessLiquidity };
}

function readValues(
  session: TwsSession,
  subscription: AccountSubscription,
  accountId: string,
): Promise<AccountValues> {
  subscription.end();
  return askForValues(session, accountId).finally(() => {
    subscription.begin(accountId);
  });
}

function askForValues(session: TwsSession, accountId: string): Promise<AccountValues> {
  return session.request('account values', ACCOUNT_TIMEOUT_MS, (exchange) => {
    const { names } = exchange;
    const values = new Map<string, Map<string, string>>();
    const portfolio = new Map<number, { contract: TwsContract; price: number; value: number }>();
    exchange.on(
      names.updateAccountValue,
      (key: string, value: string, currency: string, account: string) => {
        if (account !== accountId) return;
        // Newer gateways write the keys of each currency with a prefix.
        const plainKey = key.replace(/^\$LEDGER-/, '');
        const byCurrency = values.get(plainKey) ?? new Map<string, string>();
        values.set(plainKey, byCurrency.set(currency, value));
      },
    );
    exchange.on(
      names.updatePortfolio,
      (
        contract: TwsContract,
        _position: number,
        price: number,
        value: number,
        _averageCost: unknown,
        _unrealized: unknown,
        _realized: unknown,
        account: string,
      ) => {
        if (account === accountId && contract.conId !== undefined) {
          portfolio.set(contract.conId, { contract, price, value });
        }
      },
    );
    exchange.on(names.accountDownloadEnd, (account: string) => {
      if (account === accountId) exchange.done({ values, portfolio });
    });
    exchange.send((api) => api.reqAccountUpdates(true, accountId));
  });
}

function readPositions(session: TwsSession, accountId: string): Promise<readonly PositionRow[]> {
  return session.request('positions', ACCOUNT_TIMEOUT_MS, (exchange) => {
    const { names } = exchange;
    const rows = new Map<number, PositionRow>();
    exchange.on(names.position, (account: string, contract: TwsContract, position: number) => {
      if (account !== accountId) return;
      const quantity = sharesOf(position);
      if (quantity === undefined) {
        exchange.fail(
          new BrokerError('no-answer', `The position of ${contract.symbol ?? '?'} is no number.`),
        );
        return;
      }
      // A closed position is still reported once, with zero.
      rows.set(contract.conId ?? 0, { contract, quantity });
    });
    exchange.on(names.positionEnd, () => {
      exchange.done([...rows.values()].filter(({ quantity }) => quantity !== 0n));
    });
    exchange.send((api) => api.reqPositions());
  });
}

/**
 * The cash of each currency and what it is worth in US dollars. `BASE` is not a currency but the
 * sum of all, so it is left out. Figures without a currency of their own are in the account's base
 * currency and are converted before anyone compares them with dollars.
 */
function moneyOf(
  values: AccountValues['values'],
  accountId: string,
): Omit<AccountReading, 'accountId' | 'positions'> & {
  /** What an amount of another currency is worth in US dollars; undefined without a rate. */
  readonly worthOf: (currency: string, amount: bigint) => Usd | undefined;
} {
  const amount = (key: string, currency: string): bigint | undefined => {
    const text = values.get(key)?.get(currency);
    return text === undefined ? undefined : amountOf(text);
  };
  const cashByCurrency = values.get('CashBalance');
  if (cashByCurrency === undefined) {
    throw new BrokerError('no-answer', `The gateway gave no cash balance for ${accountId}.`);
  }
  const usdRate = amount('ExchangeRate', 'USD') ?? ONE_RATE;
  const toUsd = (inBase: bigint): Usd | undefined =>
    usdRate > 0n ? asUsd(divide(inBase * ONE_RATE, usdRate, 'floor')) : undefined;

  const worthOf = (currency: string, held: bigint): Usd | undefined => {
    const rate = amount('ExchangeRate', currency);
    return rate === undefined ? undefined : toUsd(divide(held * rate, ONE_RATE, 'floor'));
  };

  const accrued = amount('AccruedCash', 'USD') ?? 0n;
  const otherCash = [...cashByCurrency.keys()]
    .filter((currency) => currency !== 'USD' && currency !== 'BASE')
    .flatMap((currency): OtherCash[] => {
      const balance = amount('CashBalance', currency);
      if (balance === undefined || balance === 0n) return [];
      return [{ currency, amount: balance, worth: worthOf(currency, balance) }];
    });
  const netLiq = amount('NetLiquidationByCurrency', 'USD');
  // Figures of the whole account come once, in its base currency.
  const ofAccount = (key: string): Usd | undefined => {
    const text = [...(values.get(key) ?? [])][0]?.[1];
    const inBase = text === undefined ? undefined : amountOf(text);
    return inBase === undefined ? undefined : toUsd(inBase);
  };
  return {
    // Interest that is owed is as good as spent; interest to come is not cash yet.
    cash: asUsd((amount('CashBalance', 'USD') ?? 0n) + (accrued < 0n ? accrued : 0n)),
    worthOf,
    otherCash,
    brokerNetLiq: netLiq === undefined ? undefined : asUsd(netLiq - accrued),
    netLiquidation: ofAccount('NetLiquidation'),
    excessLiquidity: ofAccount('ExcessLiquidity'),
    availableFunds: ofAccount('AvailableFunds'),
  };
}
