import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFrame, FrameReader, MAX_PAYLOAD, splitFields } from './frames.ts';

function readAll(reader: FrameReader): string[][] {
  const messages: string[][] = [];
  for (let result = reader.next(); result.kind === 'payload'; result = reader.next()) {
    messages.push(splitFields(result.payload));
  }
  return messages;
}

describe('frames', () => {
  test('have a length of four bytes and a NUL behind every field', () => {
    expect(encodeFrame(['9', '1', '42'])).toEqual(
      Buffer.from('\0\0\0\x079\x001\x0042\0', 'latin1'),
    );
    expect(splitFields(Buffer.from('9\x00\x0042\0'))).toEqual(['9', '', '42']);
    expect(splitFields(Buffer.from('9\x0042'))).toEqual(['9', '42']);
  });

  test('count bytes, not letters', () => {
    const reader = new FrameReader();
    reader.push(encodeFrame(['ü€']));
    expect(readAll(reader)).toEqual([['ü€']]);
  });

  test('are read the same in any pieces and any bunches', () => {
    const messages = fc.array(
      fc.array(fc.stringMatching(/^[ -~]{0,12}$/), { minLength: 1, maxLength: 5 }),
      {
        maxLength: 6,
      },
    );
    const property = fc.property(
      messages,
      fc.array(fc.integer({ min: 1, max: 9 })),
      (sent, cuts) => {
        const bytes = Buffer.concat(sent.map((fields) => encodeFrame(fields)));
        const reader = new FrameReader();
        const seen: string[][] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          reader.push(bytes.subarray(at, at + cut));
          at = Math.min(bytes.length, at + cut);
          seen.push(...readAll(reader));
        }
        expect(seen).toEqual(sent);
      },
    );
    fc.assert(property, { numRuns: 200, seed: 1 });
  });

  test('are read byte by byte', () => {
    const reader = new FrameReader();
    const seen: string[][] = [];
    for (const byte of Buffer.concat([encodeFrame(['71', '2']), encodeFrame(['49', '1'])])) {
      reader.push(Buffer.from([byte]));
      seen.push(...readAll(reader));
    }
    expect(seen).toEqual([
      ['71', '2'],
      ['49', '1'],
    ]);
  });

  test('beyond the largest payload are not waited for', () => {
    const reader = new FrameReader();
    reader.push(Buffer.from([0x00, 0xff, 0xff, 0xff]));
    expect(reader.next()).toEqual({ kind: 'incomplete' });
    const oversized = new FrameReader();
    oversized.push(Buffer.from([0x01, 0x00, 0x00, 0x00]));
    expect(oversized.next()).toEqual({ kind: 'oversized', length: MAX_PAYLOAD + 1 });
  });
});
