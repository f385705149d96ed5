const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `3 minutes old`: the largest unit that fits, rounded down. */
export function describeAge(ms: number): string {
  if (ms < 0) return 'from the future: a clock was wrong';
  if (ms < MINUTE) return 'less than a minute old';
  const [unit, name] = ms < HOUR ? [MINUTE, 'minute'] : ms < DAY ? [HOUR, 'hour'] : [DAY, 'day'];
  const count = Math.floor(ms / unit);
  return `${count} ${name}${count === 1 ? '' : 's'} old`;
}
