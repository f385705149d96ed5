/**
 * A scanner of our own instead of the `ini` package. Problems need line numbers and duplicate keys
 * need to be seen; the package tells of neither, so it would have to be paired with a scan of our
 * own anyway. Then two parsers would have to agree about every quote and every comment, and where
 * they disagree a value is read differently from what the checks looked at. Here a misread value
 * trades money, so one small scanner decides alone.
 *
 * The grammar, one line at a time:
 *
 *     ; a comment          # a comment
 *     [section]            ; a comment after it
 *     key = value          # `;` and `#` begin a comment when white space stands before them
 *     key = "a ; b"        ; inside double quotes they are plain characters
 */
import {
  MOST_PROBLEMS,
  problemAt,
  tooManyProblems,
  type LocatedProblem,
} from './located-problem.ts';
import { quoted } from './quoted.ts';

/** A section header. */
export interface IniSection {
  /** In lower case: sections are compared without case. */
  readonly name: string;
  readonly line: number;
}

/** A key with its value. */
export interface IniEntry {
  /** In lower case, as the key is. */
  readonly section: string;
  readonly key: string;
  /** The key as the file writes it: it may be a symbol or the name of a model portfolio. */
  readonly writtenKey: string;
  readonly value: string;
  readonly line: number;
}

/** Everything that an INI file says, and what is wrong with its form. */
export interface IniFile {
  readonly sections: readonly IniSection[];
  readonly entries: readonly IniEntry[];
  readonly problems: readonly LocatedProblem[];
}

/** Reads INI text. Of a key that is written twice the first line counts and the second is a problem. */
export function readIni(text: string, file: string): IniFile {
  const sections: IniSection[] = [];
  const entries = new Map<string, IniEntry>();
  const problems: LocatedProblem[] = [];
  /** Undefined after a header that cannot be read: whose the keys below it are is not known. */
  let section: string | undefined = '';
  for (const [at, content] of linesOf(text).entries()) {
    const line = at + 1;
    const read = readLine(content);
    if (read.kind === 'section') {
      section = read.name;
      sections.push({ name: section, line });
    } else if (read.kind === 'broken') {
      problems.push(problemAt({ file, line }, 'settings.syntax', read));
      if (problems.length > MOST_PROBLEMS) {
        problems.push(tooManyProblems({ file, line }, 'settings.syntax'));
        break;
      }
      if (content.trim().startsWith('[')) section = undefined;
    } else if (read.kind === 'entry' && section !== undefined) {
      const entry = { section, ...read.entry, line };
      const first = entries.get(nameOf(entry));
      if (section === '') problems.push(beforeAnySection(entry, file));
      else if (first !== undefined) problems.push(writtenTwice(first, entry, file));
      else entries.set(nameOf(entry), entry);
    }
  }
  return { sections, entries: [...entries.values()], problems };
}

type Line =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'section'; readonly name: string }
  | { readonly kind: 'entry'; readonly entry: Omit<IniEntry, 'section' | 'line'> }
  | {
      readonly kind: 'broken';
      readonly found: string;
      readonly expected: string;
      readonly fix: string;
    };

function linesOf(text: string): string[] {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return withoutMark.split(/\r\n|\n|\r/);
}

function readLine(content: string): Line {
  const line = content.trim();
  if (line === '' || line.startsWith(';') || line.startsWith('#')) return { kind: 'nothing' };
  if (line.startsWith('[')) return readHeader(line);
  const equals = line.indexOf('=');
  const key = line.slice(0, Math.max(0, equals)).trim();
  if (key === '' || commentStart(key) !== -1) {
    return broken(
      line,
      'a [section], or a key = value',
      'Write "key = value", or begin the line with ; if it is a comment.',
    );
  }
  return readEntry(key, line.slice(equals + 1));
}

function readHeader(line: string): Line {
  const name = /^\[([^[\]]*)\]\s*(?:[;#].*)?$/.exec(line)?.[1]?.trim();
  if (name === undefined || name === '') {
    return broken(line, 'a section such as [rebalance]', 'Write the name in one pair of brackets.');
  }
  return { kind: 'section', name: name.toLowerCase() };
}

function readEntry(writtenKey: string, rest: string): Line {
  const text = rest.trim();
  const value = text.startsWith('"') ? unquote(text) : withoutComment(rest).trim();
  if (value === undefined) {
    return broken(text, 'one value in one pair of double quotes', 'Close the quote at its end.');
  }
  return { kind: 'entry', entry: { key: writtenKey.toLowerCase(), writtenKey, value } };
}

/** The inside of a quoted value; undefined when more than a comment follows, or no closing quote. */
function unquote(text: string): string | undefined {
  const end = text.indexOf('"', 1);
  if (end === -1) return undefined;
  return withoutComment(text.slice(end + 1)).trim() === '' ? text.slice(1, end) : undefined;
}

function withoutComment(text: string): string {
  const start = commentStart(text);
  return start === -1 ? text : text.slice(0, start);
}

function commentStart(text: string): number {
  return text.search(/\s[;#]/);
}

function broken(line: string, expected: string, fix: string): Line {
  return { kind: 'broken', found: quoted(line), expected, fix };
}

function nameOf({ section, key }: IniEntry): string {
  // No section can contain a bracket, so two different keys never share a name.
  return `${section}]${key}`;
}

function beforeAnySection(entry: IniEntry, file: string): LocatedProblem {
  return problemAt({ file, line: entry.line }, 'settings.syntax', {
    found: `the key ${quoted(entry.writtenKey)} before any section`,
    expected: 'a [section] above it',
    fix: 'Move the line into the section it belongs to.',
  });
}

function writtenTwice(first: IniEntry, second: IniEntry, file: string): LocatedProblem {
  const what = `[${second.section}] ${second.writtenKey}`;
  return problemAt({ file, line: second.line, what }, 'settings.duplicate-key', {
    found: `${quoted(second.value)}, and ${quoted(first.value)} on line ${first.line}`,
    expected: 'each key once in its section',
    fix: `Delete line ${first.line} or line ${second.line}.`,
  });
}
