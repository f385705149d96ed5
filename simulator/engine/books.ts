import { assert } from '../../src/core/units/assert.ts';
import { divide } from '../../src/core/units/rounding.ts';
import type { Price } from './price.ts';
import { asShares, ONE_SHARE, ZERO_SHARES, type Shares } from '../../src/core/units/shares.ts';
import { tradedCurrency, type Contract } from './contract.ts';
import {
  asMoney,
  cashOf,
  sumMoney,
  worth,
  ZERO_MONEY,
  type Currency,
  type Money,
} from './money.ts';
import { exchangeTime } from './instant.ts';
import type { Side } from './order.ts';
import { settlementDate } from './settlement.ts';
import type { AccountSetup } from './setup.ts';
import { abs, moveVirtual } from './virtual-position.ts';

/** A holding. It stays in the books at zero shares after it was sold, as on a gateway. */
export interface Position {
  readonly contract: Contract;
  /** Negative of what was sold short before the start. */
  readonly shares: Shares;
  /** What the shares cost altogether, commissions of the buys included; negative of a short. */
  readonly cost: Money;
  /** What sales of it, and buys that closed a short, earned since the start, after commissions. */
  readonly realized: Money;
}

export interface Trade {
  readonly account: string;
  readonly contract: Contract;
  readonly side: Side;
  readonly shares: Shares;
  readonly price: Price;
  readonly commission: Money;
  readonly commissionCurrency: Currency;
  readonly instant: number;
}

/** Proceeds of a sale that a cash account cannot spend yet. */
interface Unsettled {
  readonly currency: Currency;
  readonly amount: Money;
  /** The date from which it can be spent. */
  readonly date: string;
}

/** Cash and positions of one account. Only `record` changes them. */
export class AccountBook {
  readonly setup: AccountSetup;
  private readonly cash: Map<Currency, Money>;
  private readonly held = new Map<number, Position>();
  private readonly converted = new Map<number, Position>();
  private readonly unsettled: Unsettled[] = [];

  constructor(setup: AccountSetup, contracts: ReadonlyMap<number, Contract>) {
    this.setup = setup;
    this.cash = new Map(setup.cash);
    for (const { conId, shares, averageCost } of setup.positions) {
      const contract = contracts.get(conId);
      assert(contract !== undefined, `the held contract ${conId} is in the catalogue`);
      const cost = asMoney(divide(shares * averageCost, ONE_SHARE, 'halfAway'));
      this.held.set(conId, { contract, shares, cost, realized: ZERO_MONEY });
    }
  }

  cashIn(currency: Currency): Money {
    return this.cash.get(currency) ?? ZERO_MONEY;
  }

  /** The cash that can be spent: in a cash account a sale is paid on the next day of trading. */
  settledCashIn(currency: Currency, now: number): Money {
    if (this.unsettled.length === 0) return this.cashIn(currency);
    const today = exchangeTime(now).date;
    const pending = this.unsettled.filter(
      (sale) => sale.currency === currency && sale.date > today,
    );
    return asMoney(this.cashIn(currency) - sumMoney(pending.map(({ amount }) => amount)));
  }

  /** The currencies that the account has cash or positions in, its base always among them. */
  currencies(): readonly Currency[] {
    const present = new Set<Currency>([this.setup.base, ...this.cash.keys()]);
    for (const { contract } of this.held.values()) present.add(contract.currency);
    return [...present].sort();
  }

  /** All positions that are or were held, by conId as they came. */
  positions(): readonly Position[] {
    return [...this.held.values()];
  }

  /**
   * What conversions traded since the start, by pair, as if it were a holding: negative when more
   * was sold than bought. A gateway shows it beside the holdings; the money itself is the cash.
   */
  conversions(): readonly Position[] {
    return [...this.converted.values()];
  }

  position(conId: number): Position | undefined {
    return this.held.get(conId);
  }

  sharesOf(conId: number): Shares {
    return this.held.get(conId)?.shares ?? ZERO_SHARES;
  }

  /** Books one execution. Returns what it closed earned after commission, null when it opened. */
  record(trade: Trade): Money | null {
    const { contract, shares, commission } = trade;
    if (contract.secType === 'CASH') return this.convert(trade);
    const before = this.held.get(contract.conId) ?? emptyPosition(contract);
    const value = worth(shares, trade.price);
    if (trade.side === 'BUY' && before.shares < 0n) return this.cover(trade, before);
    if (trade.side === 'BUY') {
      this.addCash(contract.currency, 0n - value - commission);
      this.held.set(contract.conId, {
        ...before,
        shares: asShares(before.shares + shares),
        cost: asMoney(before.cost + value + commission),
      });
      return null;
    }
    assert(before.shares >= shares, 'nobody sells what is not held');
    const left = before.shares - shares;
    const costLeft = left === 0n ? 0n : divide(before.cost * left, before.shares, 'halfAway');
    const realized = asMoney(value - commission - (before.cost - costLeft));
    this.addCash(contract.currency, value - commission);
    if (this.setup.type === 'cash') {
      this.unsettled.push({
        currency: contract.currency,
        amount: asMoney(value - commission),
        date: settlementDate(trade.instant),
      });
    }
    this.held.set(contract.conId, {
      ...before,
      shares: asShares(left),
      cost: asMoney(costLeft),
      realized: asMoney(before.realized + realized),
    });
    return realized;
  }

  /**
   * Books another price for a trade that was booked. What it changes goes to the cost of what is
   * still held of that side, or is earned or lost at once when nothing is. Returns by how much more
   * was realized.
   */
  correct(trade: Trade, price: Price): Money {
    const { contract, shares, side } = trade;
    const dearer = worth(shares, price) - worth(shares, trade.price);
    const gain = side === 'BUY' ? 0n - dearer : dearer;
    const among = contract.secType === 'CASH' ? this.converted : this.held;
    const held = among.get(contract.conId) ?? emptyPosition(contract);
    const toCost = side === 'BUY' ? held.shares > 0n : held.shares < 0n;
    const realized = asMoney(toCost ? 0n : gain);
    this.addCash(contract.currency, gain);
    among.set(contract.conId, {
      ...held,
      cost: asMoney(toCost ? held.cost - gain : held.cost),
      realized: asMoney(held.realized + realized),
    });
    return realized;
  }

  /** A buy that closes a short, or part of it; what goes beyond zero is held as bought. */
  private cover(trade: Trade, before: Position): Money {
    const { contract, shares, price, commission } = trade;
    const { position, realized } = moveVirtual(before, shares, price);
    const earned = asMoney((realized ?? 0n) - commission);
    this.addCash(contract.currency, 0n - worth(shares, price) - commission);
    this.held.set(contract.conId, {
      contract,
      ...position,
      realized: asMoney(before.realized + earned),
    });
    return earned;
  }

  /** Swaps cash; the virtual position counts the trade without its commission. */
  private convert(trade: Trade): Money | null {
    const { contract, shares, price, side } = trade;
    const sign = side === 'BUY' ? 1n : -1n;
    this.addCash(tradedCurrency(contract), sign * cashOf(shares));
    this.addCash(contract.currency, -sign * worth(shares, price));
    this.addCash(trade.commissionCurrency, 0n - trade.commission);
    const before = this.converted.get(contract.conId) ?? emptyPosition(contract);
    const { position, realized } = moveVirtual(before, sign * shares, price);
    this.converted.set(contract.conId, { contract, ...position });
    return realized;
  }

  private addCash(currency: Currency, amount: bigint): void {
    this.cash.set(currency, asMoney(this.cashIn(currency) + amount));
  }
}

function emptyPosition(contract: Contract): Position {
  return { contract, shares: ZERO_SHARES, cost: ZERO_MONEY, realized: ZERO_MONEY };
}

/** Cost of one share in 1e-8, rounded to the nearest; 0 when nothing is held. */
export function averageCost({ cost, shares }: Position): Money {
  if (shares === 0n) return ZERO_MONEY;
  // Both are negative when more was sold than bought.
  return asMoney(divide(abs(cost) * ONE_SHARE, abs(shares), 'halfAway'));
}
