/*
 * From bytes to text. Spreadsheets save as UTF-8 with or without a byte order mark, and as UTF-16
 * ("Unicode text"); everything else is refused with words that say what it looks like. Nothing is
 * decoded with replacement characters: a symbol or a name that was garbled on the way must not be
 * looked up at the broker.
 */

/** The text of a file, or why its bytes are none. */
export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly found: string; readonly expected: string; readonly fix: string };

const RESAVE = 'Save it again as text, in UTF-8.';

/** What files of other kinds begin with. */
const strangers: readonly (readonly [string, readonly number[]])[] = [
  ['an Excel workbook or another zip file', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
];

/**
 * Decodes UTF-8 and, with a byte order mark, UTF-16; refuses everything that is not text, and
 * everything that is larger than `mostBytes`.
 */
export function decodeText(bytes: Uint8Array, mostBytes: number): Decoded {
  if (bytes.length > mostBytes) {
    const most = `at most ${mostBytes / 1024} KiB`;
    return refused(`${bytes.length} bytes`, most, 'Check that it is the right file.');
  }
  const stranger = strangers.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (stranger !== undefined) {
    return refused(stranger[0], 'a text file', 'Save or export it as CSV or plain text, in UTF-8.');
  }
  const encoding = encodingOf(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    // The decoder throws a TypeError for bytes that are not in its encoding, and nothing else.
    if (!(error instanceof TypeError)) throw error;
    return notInEncoding(bytes, encoding);
  }
  const zero = text.indexOf('\u0000');
  if (zero === -1) return { ok: true, text };
  return refused(
    `a zero byte on line ${lineAt(text, zero)}: it is not a text file`,
    'text',
    RESAVE,
  );
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function notInEncoding(bytes: Uint8Array, encoding: Encoding): Decoded {
  const before = new TextDecoder(encoding).decode(
    bytes.subarray(0, lengthThatDecodes(bytes, encoding)),
  );
  const name = encoding === 'utf-8' ? 'UTF-8' : 'UTF-16';
  const line = lineAt(before, before.length);
  return refused(`bytes on line ${line} that are no ${name} text`, `${name} text`, RESAVE);
}

/** The length of the longest beginning that decodes, by halving. */
function lengthThatDecodes(bytes: Uint8Array, encoding: Encoding): number {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (decodes(bytes.subarray(0, middle), encoding)) good = middle;
    else bad = middle;
  }
  return good;
}

function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    // As a stream, a character that is cut off at the end is no fault yet.
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function lineAt(text: string, end: number): number {
  return text.slice(0, end).split(/\r\n|\n|\r/).length;
}

function refused(found: string, expected: string, fix: string): Decoded {
  return { ok: false, found, expected, fix };
}
