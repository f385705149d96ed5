import type { OtherCash } from '../core/account/snapshot.ts';
import type { StatedPosition, StatedPrices, Statement } from '../core/account/statement.ts';
import { asPrice, PRICE_DECIMALS, type Price } from '../core/units/price.ts';
import { asRate, RATE_DECIMALS, type Rate } from '../core/units/rate.ts';
import { asShares, SHARES_DECIMALS } from '../core/units/shares.ts';
import { asUsd, USD_DECIMALS } from '../core/units/usd.ts';
import { problemAt, type LocatedProblem, type Place } from './located-problem.ts';
import type { NamedRow, NamedTable, TableColumns } from './named-table.ts';
import { quoted } from './quoted.ts';
import { readStated, type NumberForm } from './stated-number.ts';
import { CASH, readSymbol, SYMBOL_FORM } from './symbol.ts';

/** The row of the prices that is a rate. */
export const USD_CAD = 'USD.CAD';

/** How the rows of one file are read. */
export interface RowForm<Name extends string, Entry> extends TableColumns<Name> {
  /** What no two rows may share; undefined for a row that may stand beside any other. */
  readonly keyOf: (entry: Entry) => string | undefined;
  readonly read: (row: NamedRow<Name>, at: RowPlace) => Entry | readonly LocatedProblem[];
}

export interface RowPlace {
  readonly file: string;
  readonly mark: NamedTable<string>['mark'];
}

/** The rows of `--positions`. */
export const POSITIONS: RowForm<'symbol' | 'quantity' | 'type' | 'value_usd', StatedPosition> = {
  needed: ['symbol', 'quantity'],
  others: ['type', 'value_usd'],
  keyOf: (entry) => (entry.kind === 'etf' ? entry.symbol : undefined),
  read: (row, { file, mark }) => {
    const type = row.cell('type').toUpperCase() || 'ETF';
    const written = row.cell('symbol');
    const place = { file, line: row.line, what: written };
    const symbol = type === 'ETF' ? readSymbol(written) : written;
    const isCash = symbol?.toUpperCase() === CASH || type === CASH;
    if (symbol === undefined || symbol === '' || isCash) return [badSymbol(written, place, isCash)];
    if (!/^[A-Z]{2,10}$/.test(type)) return [badType(row.cell('type'), place)];
    const number = reader({ ...place, what: symbol }, mark);
    const quantity = number.read(row.cell('quantity'), SHARES);
    if (type === 'ETF') {
      return number.problems() ?? { kind: 'etf', symbol, quantity: asShares(quantity) };
    }
    const value = asUsd(number.read(row.cell('value_usd'), WORTH));
    return (
      number.problems() ?? { kind: 'other', symbol, type, quantity: asShares(quantity), value }
    );
  },
};

/** The rows of `--cash`. */
export const CASH_ROWS: RowForm<'currency' | 'amount' | 'worth_usd', OtherCash> = {
  needed: ['currency', 'amount'],
  others: ['worth_usd'],
  keyOf: ({ currency }) => currency,
  read: (row, { file, mark }) => {
    const written = row.cell('currency');
    const place = { file, line: row.line, what: written };
    if (!/^[A-Za-z]{3}$/.test(written)) return [badCurrency(written, place)];
    const number = reader(place, mark);
    const amount = number.read(row.cell('amount'), AMOUNT);
    const stated = row.cell('worth_usd');
    const currency = written.toUpperCase();
    // A debt counts against the leverage limit, so its worth has to be known.
    const needsWorth = stated !== '' || (currency !== 'USD' && amount < 0n);
    const worth = needsWorth ? asUsd(number.read(stated, WORTH)) : undefined;
    return number.problems() ?? { currency, amount, worth };
  },
};

interface PriceEntry {
  readonly symbol: string;
  readonly prices: StatedPrices;
  readonly rate: Statement['rate'];
}

const SIDES = ['bid', 'ask', 'last', 'close'] as const;

/** The rows of `--prices`. */
export const PRICES: RowForm<'symbol' | (typeof SIDES)[number], PriceEntry> = {
  needed: ['symbol'],
  others: SIDES,
  needsAnother: true,
  keyOf: ({ symbol }) => symbol,
  read: (row, { file, mark }) => {
    const written = row.cell('symbol');
    const place = { file, line: row.line, what: written };
    const symbol = readSymbol(written);
    if (symbol === undefined) return [badSymbol(written, place, false)];
    const number = reader(place, mark);
    const decimals = symbol === USD_CAD ? RATE_DECIMALS : PRICE_DECIMALS;
    const form = { decimals, what: 'a price', min: 1n };
    const [bid, ask, last, close] = SIDES.map((side) => {
      const cell = row.cell(side);
      return cell === '' ? undefined : number.read(cell, form);
    });
    const problems = number.problems();
    if (problems !== undefined) return problems;
    const isEmpty = SIDES.every((side) => row.cell(side) === '');
    if (isEmpty || (bid !== undefined && ask !== undefined && bid > ask)) {
      return [badPrices(isEmpty, place)];
    }
    if (symbol === USD_CAD) {
      const rate = { bid: rated(bid), ask: rated(ask) };
      return { symbol, prices: NO_PRICES, rate };
    }
    const prices = { bid: priced(bid), ask: priced(ask), last: priced(last), close: priced(close) };
    return { symbol, prices, rate: undefined };
  },
};

const NO_PRICES: StatedPrices = {
  bid: undefined,
  ask: undefined,
  last: undefined,
  close: undefined,
};

function priced(units: bigint | undefined): Price | undefined {
  return units === undefined ? undefined : asPrice(units);
}

function rated(units: bigint | undefined): Rate | undefined {
  return units === undefined ? undefined : asRate(units);
}

const SHARES = { decimals: SHARES_DECIMALS, what: 'a number of shares' };
const AMOUNT = { decimals: USD_DECIMALS, what: 'an amount of that currency' };
const WORTH = { decimals: USD_DECIMALS, what: 'its worth in US dollars' };

/** Reads the numbers of one row and gathers what is wrong with them; such a number is 0 until then. */
function reader(
  place: Place,
  mark: RowPlace['mark'],
): {
  read(cell: string, form: Omit<NumberForm, 'mark'>): bigint;
  problems(): readonly LocatedProblem[] | undefined;
} {
  const problems: LocatedProblem[] = [];
  return {
    read(cell, form) {
      const units = readStated(cell, place, { ...form, mark });
      if (typeof units === 'bigint') return units;
      problems.push(units);
      return 0n;
    },
    problems: () => (problems.length === 0 ? undefined : problems),
  };
}

function badSymbol(written: string, { file, line }: Place, isCash: boolean): LocatedProblem {
  return problemAt({ file, line }, 'data.bad-file', {
    found: written === '' ? 'no symbol' : quoted(written),
    expected: isCash ? 'positions only' : SYMBOL_FORM,
    fix: isCash ? 'Write cash into the file of --cash.' : 'Correct the symbol.',
  });
}

function badType(written: string, place: Place): LocatedProblem {
  return problemAt(place, 'data.bad-file', {
    found: `the type ${quoted(written)}`,
    expected: 'ETF, which is traded, or another type such as STK, OPT or BOND, which is not',
    fix: 'Correct the type; an empty one is ETF.',
  });
}

function badCurrency(written: string, { file, line }: Place): LocatedProblem {
  return problemAt({ file, line }, 'data.bad-file', {
    found: written === '' ? 'no currency' : quoted(written),
    expected: 'a currency of three letters such as USD',
    fix: 'Correct the currency; a total of several currencies has no place here.',
  });
}

function badPrices(isEmpty: boolean, place: Place): LocatedProblem {
  return problemAt(place, 'data.bad-file', {
    found: isEmpty ? 'no price' : 'a bid above the ask',
    expected: 'at least one of bid, ask, last and close; bid at most ask',
    fix: 'Correct the row, or delete it.',
  });
}
