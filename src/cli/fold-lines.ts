import { stripVTControlCharacters } from 'node:util';

/**
 * Folds lines that are wider than the terminal between two words, where the terminal would break
 * them in the middle of a figure. What follows is indented by two more. A word that is wider than
 * the terminal, such as a path, stays whole.
 */
export function foldLines(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => (widthOf(line) > columns ? fold(line, columns) : line))
    .join('\n');
}

/** Folds a text for a terminal; a pipe and a file get lines as they are. */
export function foldFor(
  { isTTY, columns = 0 }: { readonly isTTY?: boolean; readonly columns?: number },
  text: string,
): string {
  return isTTY === true && columns > 0 ? foldLines(text, columns) : text;
}

function fold(line: string, columns: number): string {
  const indent = ' '.repeat(line.length - line.trimStart().length);
  const [first = '', ...words] = line.trimStart().split(' ');
  const lines: string[] = [];
  let current = `${indent}${first}`;
  for (const word of words) {
    if (widthOf(`${current} ${word}`) <= columns) {
      current = `${current} ${word}`;
    } else {
      lines.push(current.trimEnd());
      current = `${indent}  ${word}`;
    }
  }
  return [...lines, current].join('\n');
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
