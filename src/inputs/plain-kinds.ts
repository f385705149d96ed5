import { accepted, refused, type ValueKind } from './value-kind.ts';

/** Any text that is not blank. */
export function text(expected: string): ValueKind<string> {
  return { expected, read: (written) => (written.trim() === '' ? refused() : accepted(written)) };
}

/** A host name or an address: no blanks and no part of a URL. */
export const hostName: ValueKind<string> = {
  expected: 'a host name or an IP address',
  read: (written) => (/^[\w.:-]+$/.test(written) ? accepted(written) : refused()),
};

const yes = ['true', 'yes', 'on', '1'];
const no = ['false', 'no', 'off', '0'];

/** A switch: true, yes, on, 1 or false, no, off, 0, in any case. */
export const flag: ValueKind<boolean> = {
  expected: 'true or false',
  read: (written) => {
    const word = written.toLowerCase();
    if (yes.includes(word)) return accepted(true);
    return no.includes(word) ? accepted(false) : refused();
  },
};

/** One of some words, in any case. The other spellings mean one of them too. */
export function choice<const Word extends string>(
  words: readonly Word[],
  otherSpellings: readonly (readonly [string, NoInfer<Word>])[] = [],
): ValueKind<Word> {
  const meanings = new Map<string, Word>([
    ...words.map((word) => [word.toLowerCase(), word] as const),
    ...otherSpellings.map(([spelling, word]) => [spelling.toLowerCase(), word] as const),
  ]);
  return {
    expected: alternatives(words),
    read: (written) => {
      const word = meanings.get(written.toLowerCase());
      return word === undefined ? refused() : accepted(word);
    },
  };
}

/** A whole number in digits only. `because` explains the lower end to whoever goes below it. */
export function wholeNumber(range: {
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  readonly because?: string;
}): ValueKind<number> {
  const { min, max, unit, because } = range;
  const expected = `a whole number${unit === undefined ? '' : ` of ${unit}`} from ${min} to ${max}`;
  return {
    expected,
    read: (written) => {
      if (!/^\d{1,40}$/.test(written)) return refused();
      const value = Number(written);
      if (value >= min && value <= max) return accepted(value);
      const explain = value < min && because !== undefined;
      return refused(explain ? { expected: `${expected}: ${because}` } : {});
    },
  };
}

/** The first of some names; a list that fills the screen explains nothing. */
export function firstOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

const MOST_NAMES = 20;

/** `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  if (words.length > MOST_NAMES) return `one of ${firstOf(words)}`;
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
