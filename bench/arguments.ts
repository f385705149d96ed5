/** The number after a flag on the command line of a bench program, or what it is otherwise. */
export function numberAfter(flag: string, otherwise: number): number {
  const text = textAfter(flag);
  return text === undefined ? otherwise : Number(text);
}

/** The word after a flag. */
export function textAfter(flag: string): string | undefined {
  const at = process.argv.indexOf(flag);
  return at === -1 ? undefined : process.argv[at + 1];
}
