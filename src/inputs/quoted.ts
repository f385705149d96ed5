/** Longer pieces of a file are cut in messages. */
const LONGEST = 60;

/** What a file says, for a message: in quotes, cut when long. */
export function quoted(text: string): string {
  return `"${printable(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)}"`;
}

/** Escapes control characters, so that a file cannot draw on the terminal that shows its problems. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
