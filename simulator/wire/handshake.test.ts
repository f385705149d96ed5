import { describe, expect, test } from 'vitest';
import { encodeFrame, FrameReader } from './frames.ts';
import { checkGreeting, handshakeReply, readHandshake, SIMULATOR_MARK } from './handshake.ts';

function shake(range: string, newest?: number) {
  const frame = encodeFrame([range]);
  // The real greeting carries no NUL behind the range.
  const bytes = Buffer.concat([Buffer.from([0, 0, 0, range.length]), frame.subarray(4, -1)]);
  const reader = new FrameReader();
  reader.push(bytes);
  return readHandshake(reader, newest);
}

describe('the handshake', () => {
  test.each([
    ['v100..193', 193],
    ['v157..178', 178],
    ['v100..225', 193],
    ['v190', 190],
    ['v100..151', 151],
    ['v100..200 +PACEAPI', 193],
  ])('%s agrees on %i', (range, version) => {
    expect(shake(range)).toEqual({ kind: 'agreed', version });
  });

  test.each(['v213..225', 'v100..150', 'v194', 'v200..100', 'hello', '', 'v1..x'])(
    '"%s" is refused',
    (range) => {
      expect(shake(range).kind).toBe('refused');
    },
  );

  test('offers no more than the scenario says', () => {
    expect(shake('v100..193', 187)).toEqual({ kind: 'agreed', version: 187 });
  });

  test('answers with the time in UTC and the mark where a zone would be', () => {
    expect(handshakeReply(193, Date.UTC(2026, 3, 13, 9, 5, 7))).toEqual([
      '193',
      `20260413 09:05:07 ${SIMULATOR_MARK}`,
    ]);
    expect(SIMULATOR_MARK).toBe('tws-sim/ibkr-etf-rebalancer');
  });
});

describe('the greeting', () => {
  test.each([
    ['', 'incomplete'],
    ['AP', 'incomplete'],
    ['API\0', 'greeted'],
    ['API\0\0\0', 'greeted'],
    ['62\0', 'refused'],
    ['GET / HTTP/1.1', 'refused'],
    ['APX', 'refused'],
  ])('"%s" is %s', (bytes, expected) => {
    const reader = new FrameReader();
    reader.push(Buffer.from(bytes, 'latin1'));
    expect(checkGreeting(reader)).toBe(expected);
  });
});
