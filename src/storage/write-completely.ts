import { writeSync } from 'node:fs';

/** Writes the whole text into an open file. Fails when the file does not take all of it. */
export function writeCompletely(file: number, path: string, text: string): void {
  const bytes = Buffer.from(text);
  // On a full disk a write may take only a part of the bytes, or none, without failing.
  for (let at = 0; at < bytes.length;) {
    const written = writeSync(file, bytes, at);
    if (written === 0) throw new Error(`${path} was not written completely: is the disk full?`);
    at += written;
  }
}
