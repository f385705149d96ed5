/** What a person wrote, read: an exact value, or what is wrong with it where that needs words. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      /** Replaces the general description of the kind. */
      readonly expected?: string;
      readonly fix?: string;
    };

/** A kind of value: what it looks like, in words, and how it is read. */
export interface ValueKind<Value> {
  /** Allowed values and units, for messages and for the documentation: `true or false`. */
  readonly expected: string;
  readonly read: (text: string) => Reading<Value>;
}

/** A value that was read. */
export function accepted<Value>(value: Value): Reading<Value> {
  return { ok: true, value };
}

/** A value that was refused, with more words where the kind's own do not say enough. */
export function refused(words: { readonly expected?: string; readonly fix?: string } = {}): {
  readonly ok: false;
  readonly expected?: string;
  readonly fix?: string;
} {
  return { ok: false, ...words };
}

/** The same text, read to another value: `prefer_rth = true` to `rth`. */
export function mapped<From, To>(kind: ValueKind<From>, to: (value: From) => To): ValueKind<To> {
  return {
    expected: kind.expected,
    read: (text) => {
      const reading = kind.read(text);
      return reading.ok ? accepted(to(reading.value)) : reading;
    },
  };
}

/** Values of one kind with commas between them, none of them twice. */
export function listOf<Value>(kind: ValueKind<Value>): ValueKind<readonly Value[]> {
  return {
    expected: `${kind.expected}; several with commas between them`,
    read: (text) => {
      const values: Value[] = [];
      for (const part of text.split(',')) {
        const reading = kind.read(part.trim());
        if (!reading.ok) return reading;
        if (values.includes(reading.value)) return refused({ expected: 'each one once' });
        values.push(reading.value);
      }
      return accepted(values);
    },
  };
}
