/*
 * A terminal as a screen. While a picture is shown the cursor rests at its top, on an empty line,
 * and everything below the cursor is the picture's. That makes the rest simple: text that is to stay
 * is written there, after what is below was wiped; a terminal whose size changes takes the cursor
 * along, whether it wraps its lines anew or not; what a person types in between is painted over. The
 * cursor is never hidden, so there is nothing to restore, whatever ends the program.
 *
 * Nothing here may hold up or break the run behind it. A terminal that takes no more (Ctrl-S, a
 * connection that hangs) is not waited for: pictures are left out until it has caught up. One that
 * fails is not drawn on again.
 */
import { stripVTControlCharacters } from 'node:util';
import type { LiveView, Picture, Screen } from '../ports.ts';
import { foldFor } from './fold-lines.ts';
import { Drawing, type Pen, type TerminalStream } from './drawing.ts';

/** What the drawing is surrounded by. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Calls again and again until what it returns is called. */
  readonly every: (ms: number, draw: () => void) => () => void;
  /**
   * Calls `moved` whenever the cursor may have moved without us, and `doomed` before the program dies of
   * an error; until what it returns is called.
   */
  readonly watch: (on: { readonly moved: () => void; readonly doomed: () => void }) => () => void;
}

/** A screen that others can have for a while. */
export interface TerminalScreen extends Screen {
  /** Takes the picture away, runs the work, which may write and ask, and keeps back what is shown meanwhile. */
  lend<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Writes what somebody else has to say above the picture. Never fails. */
  above(write: () => void): void;
}

const DRAW_MS = 200;
/** The screen that a stream is: a terminal, or anything else that takes lines. */
export function terminalScreen(stream: TerminalStream, around: Surroundings): TerminalScreen {
  const pen = penOf(stream);
  // One that begins while another stands is shown instead of it, until it ends.
  const drawings: Drawing[] = [];
  let lent = 0;
  const kept: string[] = [];
  const above = (write: () => void): void => {
    drawings.at(-1)?.wipe();
    write();
    if (lent === 0) drawings.at(-1)?.draw();
  };
  const screen: TerminalScreen = {
    get columns() {
      return stream.columns === undefined || stream.columns === 0 ? 80 : stream.columns;
    },
    show(text) {
      if (lent > 0 && drawings.length > 0) kept.push(text);
      else
        above(() => {
          pen.put(`${pen.inked(foldFor(stream, text))}\n`);
        });
    },
    above,
    async lend(work) {
      drawings.at(-1)?.wipe();
      lent += 1;
      try {
        return await work();
      } finally {
        lent -= 1;
        if (lent === 0) for (const text of kept.splice(0)) screen.show(text);
      }
    },
  };
  if (stream.isTTY !== true || !drawsInPlace(around)) return screen;
  return Object.assign(screen, {
    live(picture: Picture): LiveView {
      const begun = new Drawing(picture, pen);
      drawings.at(-1)?.wipe();
      drawings.push(begun);
      const stopDrawing = around.every(DRAW_MS, () => {
        if (lent === 0 && drawings.at(-1) === begun) begun.draw();
      });
      const stopWatching = around.watch({
        moved: () => {
          begun.moved();
        },
        doomed: () => {
          begun.wipe();
        },
      });
      return {
        end() {
          stopDrawing();
          stopWatching();
          begun.wipe();
          drawings.splice(drawings.indexOf(begun), 1);
          if (drawings.length === 0) for (const text of kept.splice(0)) screen.show(text);
        },
      };
    },
  });
}

function penOf(stream: TerminalStream): Pen {
  // Heeds NO_COLOR, FORCE_COLOR and TERM; a pipe or a file never gets colours.
  const hasColors = stream.isTTY === true && stream.hasColors?.() === true;
  let broken = false;
  return {
    stream,
    inked: (text) => (hasColors ? text : stripVTControlCharacters(text)),
    put: (text) => {
      if (broken) return;
      try {
        stream.write(text);
      } catch {
        // The terminal is gone; the run behind it is not.
        broken = true;
      }
    },
  };
}

function drawsInPlace({ environment, platform }: Surroundings): boolean {
  const { TERM: term } = environment;
  return term === undefined || term === '' ? platform === 'win32' : term !== 'dumb';
}
