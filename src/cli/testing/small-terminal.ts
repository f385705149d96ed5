/*
 * A terminal of a few lines that understands what our screen writes, and nothing else: text and new
 * lines, going up, noting the place and going back to it, wiping.
 */
import { assert } from '../../core/units/assert.ts';

const ESC = '\u001b';
const TOKEN = new RegExp(`${ESC}[78]|${ESC}\\[(\\d*)([AJKm])|\\r|\\n|[^${ESC}\\r\\n]+`, 'gy');

export class SmallTerminal {
  readonly isTTY = true;
  columns: number;
  rows: number;
  writableLength = 0;
  colours = false;
  /** Everything that was written, as it was. */
  written = '';
  #lines: string[] = [''];
  #row = 0;
  #column = 0;
  #saved = { row: 0, column: 0 };

  constructor(columns = 80, rows = 24) {
    this.columns = columns;
    this.rows = rows;
  }

  hasColors(): boolean {
    return this.colours;
  }

  /** All lines from the first one that was ever written, without what is empty at the end. */
  get lines(): readonly string[] {
    const lines = this.#lines.map((line) => line.trimEnd());
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  get cursor(): string {
    return `${this.#row}:${this.#column}`;
  }

  write(text: string): void {
    this.written += text;
    let end = 0;
    for (const match of text.matchAll(TOKEN)) {
      end = match.index + match[0].length;
      this.#take(match[0], match[1] ?? '', match[2] ?? '');
    }
    assert(end === text.length, `"${JSON.stringify(text.slice(end))}" is understood`);
  }

  #take(token: string, count: string, command: string): void {
    if (token === '\r') this.#column = 0;
    else if (token === '\n') this.#nextLine();
    else if (token === '\u001b7') this.#saved = { row: this.#row, column: this.#column };
    else if (token === '\u001b8') [this.#row, this.#column] = [this.#saved.row, this.#saved.column];
    else if (command === 'A') this.#row = Math.max(this.#top(), this.#row - Number(count || 1));
    else if (command === 'K' || command === 'J') {
      this.#put(this.#text().slice(0, this.#column));
      if (command === 'J') this.#lines.length = this.#row + 1;
    } else if (!token.startsWith('\u001b')) {
      const before = this.#text().padEnd(this.#column).slice(0, this.#column);
      this.#column += token.length;
      this.#put(before + token + this.#text().slice(this.#column));
    }
  }

  /** As a terminal does it for a program: with the carriage going back. */
  #nextLine(): void {
    this.#row += 1;
    this.#column = 0;
    if (this.#lines.length <= this.#row) this.#lines.push('');
  }

  /** What has scrolled away cannot be reached. */
  #top(): number {
    return Math.max(0, this.#lines.length - this.rows);
  }

  #text(): string {
    return this.#lines[this.#row] ?? '';
  }

  #put(text: string): void {
    this.#lines[this.#row] = text;
  }
}
