/** How wide a text for reading may be. */
const WIDTH = 80;
const LABEL = 11;

/** `Label      text`, the text wrapped at 80 columns under itself. */
export function entry(label: string, text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && LABEL + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line]
    .map((each, at) => `${(at === 0 ? label : '').padEnd(LABEL)}${each}`.trimEnd())
    .join('\n');
}

/** A line of its own below an entry, in columns that are not wrapped. */
export function below(text: string): string {
  return `${' '.repeat(LABEL)}${text}`;
}
