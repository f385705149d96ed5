import { problemAt, type LocatedProblem } from './located-problem.ts';
import { quoted } from './quoted.ts';
import { briefly } from './setting-entry.ts';
import { bracketed, type Written } from './written-settings.ts';

/** The problem of two values that cannot both count, told where the later of them stands. */
export function contradiction(
  a: Written,
  b: Written,
  expected = 'two settings about one thing to agree',
): LocatedProblem {
  const [first, second] = isBefore(a, b) ? [a, b] : [b, a];
  const [there, here] = [briefly(first.place), briefly(second.place)];
  return problemAt(second.place, 'settings.contradiction', {
    found: `${quoted(second.text)}, but ${there} says ${bracketed(first.name)} = ${quoted(first.text)}`,
    expected,
    fix: `${second.source === 'file' ? 'Delete' : 'Change'} ${there} or ${here}.`,
  });
}

/** The file comes before the environment and the flags, and its lines in their order. */
function isBefore(a: Written, b: Written): boolean {
  return (a.place.line ?? Infinity) < (b.place.line ?? Infinity);
}
