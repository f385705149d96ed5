import { createHash } from 'node:crypto';

/** The SHA-256 of a text in UTF-8, in 64 hexadecimal digits. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
