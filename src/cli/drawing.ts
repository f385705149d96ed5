import type { Picture } from '../ports.ts';

/** The stream of a terminal, as far as drawing needs one. */
export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** What was written and has not been taken yet. */
  readonly writableLength: number;
  hasColors?(): boolean;
  write(text: string): unknown;
}

/** On fewer a picture cannot be read. */
const LEAST = { columns: 40, rows: 8 };

const SAVE = '\u001b7';
const BACK = '\u001b8';
const WIPE = '\u001b[J';
const WIPE_LINE = '\u001b[K';

/** What a picture is drawn with. */
export interface Pen {
  readonly stream: TerminalStream;
  readonly put: (text: string) => void;
  readonly inked: (text: string) => string;
}

/** One picture on one terminal. */
export class Drawing {
  readonly #picture: Picture;
  readonly #to: Pen;
  /** What stands on the terminal; undefined when nothing does. */
  #shown: readonly string[] | undefined;
  /** The place that we had noted may be another one by now. */
  #isMoved = false;
  #isSpoiled = false;

  constructor(picture: Picture, to: Pen) {
    this.#picture = picture;
    this.#to = to;
  }

  moved(): void {
    this.#isMoved = true;
  }

  /** Takes the picture away and leaves the cursor where it began. */
  wipe(): void {
    if (this.#shown === undefined) return;
    this.#to.put(`${this.#place()}${WIPE}`);
    this.#shown = undefined;
  }

  /** Draws the picture as it is now, unless that is what stands there already. */
  draw(): void {
    const { stream, put } = this.#to;
    // What was drawn before is still on its way: this one is left out.
    if (stream.writableLength > 0) return;
    const lines = this.#lines();
    const same = this.#shown?.join('\n') === lines.join('\n');
    if (same && !this.#isMoved) return;
    if (lines.length === 0) {
      this.wipe();
      return;
    }
    const place = this.#shown === undefined ? '' : this.#place();
    const body = lines.map((line) => `${line}${WIPE_LINE}`).join('\r\n');
    // Wiped first where the lines that stand there may have been wrapped.
    const up = `\u001b[${lines.length}A`;
    put(`${place}${this.#isMoved ? WIPE : WIPE_LINE}\r\n${body}${WIPE}${up}\r${SAVE}`);
    this.#shown = lines;
    this.#isMoved = false;
  }

  /** To the line where the picture begins. */
  #place(): string {
    return this.#isMoved ? '\r' : BACK;
  }

  #lines(): readonly string[] {
    const { stream, inked } = this.#to;
    const { columns = 0, rows = 0 } = stream;
    if (this.#isSpoiled || columns < LEAST.columns || rows < LEAST.rows) return [];
    try {
      // One row for the cursor above it; one so that the line before can be seen.
      return this.#picture({ columns, rows: rows - 2 }).map(inked);
    } catch {
      // A picture that cannot be drawn is no reason to leave orders unwatched.
      this.#isSpoiled = true;
      return [];
    }
  }
}
