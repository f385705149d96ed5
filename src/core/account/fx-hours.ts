const NEW_YORK = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const FRIDAY_CLOSE = 17 * 60;
const SUNDAY_OPEN = 17 * 60 + 15;

/**
 * Whether currencies trade at this instant: from Sunday 17:15 to Friday 17:00 in New York, summer
 * time included (PLANNING A.10). An instant is ms since 1970.
 */
export function isFxOpen(instant: number): boolean {
  const parts = NEW_YORK.formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((each) => each.type === type)?.value ?? '';
  const minutes = Number(part('hour')) * 60 + Number(part('minute'));
  switch (part('weekday')) {
    case 'Sat':
      return false;
    case 'Sun':
      return minutes >= SUNDAY_OPEN;
    case 'Fri':
      return minutes < FRIDAY_CLOSE;
    default:
      return true;
  }
}
