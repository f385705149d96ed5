import * as z from 'zod/mini';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const WHAT = 'must be a duration such as 250ms, 5s, 2m or 1h';
const written = /^(\d{1,9})(ms|s|m|h)$/;

/** `250ms`, `5s`, `2m`, `1h`, as milliseconds. */
export const duration = z.pipe(
  z.unknown().check(z.refine((text) => written.test(String(text)), WHAT)),
  z.transform((text) => {
    const [, count, unit = 'ms'] = written.exec(String(text)) ?? [];
    return Number(count) * (UNITS_MS[unit] ?? 1);
  }),
);
