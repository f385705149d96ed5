import { describe, expect, it } from 'vitest';
import { EXIT, worstExitCode } from './exit-code.ts';

/** From the worst down, as the exit codes are documented. */
const worstFirst = [14, 1, 13, 12, 11, 15, 10, 9, 8, 7, 6, 5, 4, 3] as const;

it('nothing wrong is success', () => {
  expect(worstExitCode([])).toBe(EXIT.success);
  expect(worstExitCode([EXIT.success])).toBe(0);
});

describe.each(worstFirst.map((code, at) => [code, worstFirst.slice(at)] as const))(
  '%i comes before',
  (code, rest) => {
    it.each(rest)('%i, in either order', (other) => {
      expect(worstExitCode([other, code])).toBe(code);
      expect(worstExitCode([code, other, EXIT.success])).toBe(code);
    });
  },
);

it('an unknown outcome beats everything', () => {
  expect(worstExitCode(Object.values(EXIT))).toBe(EXIT.unknownOutcome);
});

it.each([EXIT.usage, EXIT.drifted, EXIT.interrupted])('%i alone is kept', (code) => {
  expect(worstExitCode([code])).toBe(code);
  expect(worstExitCode([EXIT.success, code])).toBe(code);
});

it('an interrupted run says so, unless an order is unknown', () => {
  expect(worstExitCode([EXIT.incomplete, EXIT.interrupted])).toBe(EXIT.interrupted);
  expect(worstExitCode([EXIT.interrupted, EXIT.unknownOutcome])).toBe(EXIT.unknownOutcome);
});

it('every code has its own number', () => {
  const codes = Object.values(EXIT);
  expect(new Set(codes).size).toBe(codes.length);
});
