/*
 * How a value stands in a JSON file, both ways at once: what is written and what is read back are
 * one description, so they cannot drift apart. Reading is strict. Nothing is guessed, mended or
 * left over: whatever `write` would not have written is `Damage`.
 */
import { assert } from '../core/units/assert.ts';
import { formatExact, parseDecimal } from '../core/units/decimal.ts';

/** What in a file is not as it was written. Never leaves the reader of the file. */
export class Damage extends Error {
  override readonly name = 'Damage';
  /** Where in the file: `.snapshot.account.cash`. */
  readonly at: string;
  readonly expected: string;

  constructor(at: string, expected: string) {
    super(`${at}: expected ${expected}`);
    this.at = at;
    this.expected = expected;
  }
}

export interface StoredForm<Value> {
  /** Plain JSON; undefined for what gets no place in the file. */
  write(value: Value): unknown;
  /** Throws `Damage`. */
  read(stored: unknown, at: string): Value;
}

export const text: StoredForm<string> = {
  write: (value) => value,
  read(stored, at) {
    if (typeof stored !== 'string') throw new Damage(at, 'a text');
    return stored;
  },
};

export const flag: StoredForm<boolean> = {
  write: (value) => value,
  read(stored, at) {
    if (typeof stored !== 'boolean') throw new Damage(at, 'true or false');
    return stored;
  },
};

/** A number that only names or counts something: an id. */
export const integer: StoredForm<number> = {
  write(value) {
    assert(Number.isSafeInteger(value), 'an id is a whole number');
    return value;
  },
  read(stored, at) {
    if (typeof stored !== 'number' || !Number.isSafeInteger(stored)) {
      throw new Damage(at, 'a whole number');
    }
    return stored;
  },
};

/** ms since 1970, as `2026-11-21T10:15:30.123Z`. */
export const instant: StoredForm<number> = {
  write: (value) => new Date(value).toISOString(),
  read(stored, at) {
    const time = typeof stored === 'string' ? Date.parse(stored) : NaN;
    if (Number.isNaN(time) || new Date(time).toISOString() !== stored) {
      throw new Damage(at, 'a time such as 2026-11-21T10:15:30.123Z');
    }
    return time;
  },
};

/** An exact amount with its unit, as `12.5 shares`; `units` is how many decimals it counts in. */
export function amount<Value extends bigint>(
  unit: string,
  decimals: number,
  brand: (units: bigint) => Value,
): StoredForm<Value> {
  const write = (value: bigint): string => `${formatExact(value, decimals)} ${unit}`;
  return {
    write,
    read(stored, at) {
      const digits = typeof stored === 'string' ? stored.slice(0, -unit.length - 1) : '';
      const units = parseDecimal(digits, decimals);
      if (units === undefined || write(units) !== stored) {
        throw new Damage(at, `an amount such as "12.5 ${unit}"`);
      }
      return brand(units);
    },
  };
}

export function choice<const Value extends string>(...all: readonly Value[]): StoredForm<Value> {
  return {
    write: (value) => value,
    read(stored, at) {
      const found = all.find((each) => each === stored);
      if (found === undefined) throw new Damage(at, all.join(' or '));
      return found;
    },
  };
}

/** A value that may be missing, and then has no place in the file. */
export function optional<Value>(form: StoredForm<Value>): StoredForm<Value | undefined> {
  return {
    write: (value) => (value === undefined ? undefined : form.write(value)),
    read: (stored, at) => (stored === undefined ? undefined : form.read(stored, at)),
  };
}

export function list<Value>(form: StoredForm<Value>): StoredForm<readonly Value[]> {
  return {
    write: (values) => values.map((value) => form.write(value)),
    read(stored, at) {
      if (!Array.isArray(stored)) throw new Damage(at, 'a list');
      return stored.map((value: unknown, index) => form.read(value, `${at}[${index}]`));
    },
  };
}

/** A map as a list of pairs, in its order: no key can stand twice or look like a number. */
export function mapOf<Key extends string | number, Value>(
  key: StoredForm<Key>,
  form: StoredForm<Value>,
): StoredForm<ReadonlyMap<Key, Value>> {
  return {
    write: (map) => [...map].map(([name, value]) => [key.write(name), form.write(value)]),
    read(stored, at) {
      const pairs = list<[Key, Value]>({
        write: (pair) => pair,
        read(pair, where) {
          if (!Array.isArray(pair) || pair.length !== 2) throw new Damage(where, 'a pair');
          return [key.read(pair[0], `${where}[0]`), form.read(pair[1], `${where}[1]`)];
        },
      }).read(stored, at);
      const map = new Map(pairs);
      if (map.size !== pairs.length) throw new Damage(at, 'no key twice');
      return map;
    },
  };
}

/** A record with exactly these fields: the compiler asks for each, and the reader for no other. */
export function record<Value extends object>(fields: {
  readonly [Name in keyof Value]-?: StoredForm<Value[Name]>;
}): StoredForm<Value> {
  const forms = Object.entries<StoredForm<unknown>>(fields);
  const names = new Set(forms.map(([name]) => name));
  return {
    write: (value) =>
      Object.fromEntries(
        forms.map(([name, form]) => [name, form.write((value as Record<string, unknown>)[name])]),
      ),
    read(stored, at) {
      if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) {
        throw new Damage(at, 'a record');
      }
      const given = new Map<string, unknown>(Object.entries(stored));
      const stray = [...given.keys()].find((name) => !names.has(name));
      if (stray !== undefined) throw new Damage(`${at}.${stray}`, 'no such field');
      return Object.fromEntries(
        forms.map(([name, form]) => [name, form.read(given.get(name), `${at}.${name}`)]),
      ) as Value;
    },
  };
}

/** The fields of each member of a union that is told apart by `kind`. */
type VariantForms<Union extends { readonly kind: string }> = {
  readonly [Kind in Union['kind']]: {
    readonly [Name in Exclude<keyof Extract<Union, { kind: Kind }>, 'kind'>]-?: StoredForm<
      Extract<Union, { kind: Kind }>[Name]
    >;
  };
};

/** A union whose members are told apart by `kind`: the compiler asks for each and its fields. */
export function variant<Union extends { readonly kind: string }>(
  members: VariantForms<Union>,
): StoredForm<Union> {
  const forms = new Map(
    Object.entries<Record<string, StoredForm<unknown>>>(members).map(([kind, fields]) => [
      kind,
      record({ kind: choice(kind), ...fields }),
    ]),
  );
  return {
    write(value) {
      const form = forms.get(value.kind);
      assert(form !== undefined, `${value.kind} has a form`);
      return form.write(value);
    },
    read(stored, at) {
      const { kind } = Object.assign({ kind: undefined }, stored) as { readonly kind: unknown };
      const form = typeof kind === 'string' ? forms.get(kind) : undefined;
      if (form === undefined) throw new Damage(`${at}.kind`, [...forms.keys()].join(' or '));
      return form.read(stored, at) as unknown as Union;
    },
  };
}
