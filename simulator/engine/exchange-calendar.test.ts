import { describe, expect, test } from 'vitest';
import { dayNumber, dayText, usTradingDay, weekdayOf } from './exchange-calendar.ts';

const at = (text: string): number =>
  dayNumber(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));

function weekdaysThatAre(kind: 'closed' | 'half', year: number): string[] {
  const days: string[] = [];
  for (let day = dayNumber(year, 1, 1); day < dayNumber(year + 1, 1, 1); day += 1) {
    const isWeekday = weekdayOf(day) !== 0 && weekdayOf(day) !== 6;
    if (isWeekday && usTradingDay(day) === kind) days.push(dayText(day).slice(4));
  }
  return days;
}

describe('the days of US stocks, as the exchange published them', () => {
  test.each([
    [2022, '0117 0221 0415 0530 0620 0704 0905 1124 1226', '1125'],
    [2023, '0102 0116 0220 0407 0529 0619 0704 0904 1123 1225', '0703 1124'],
    [2024, '0101 0115 0219 0329 0527 0619 0704 0902 1128 1225', '0703 1129 1224'],
    [2025, '0101 0120 0217 0418 0526 0619 0704 0901 1127 1225', '0703 1128 1224'],
    [2026, '0101 0119 0216 0403 0525 0619 0703 0907 1126 1225', '1127 1224'],
    [2027, '0101 0118 0215 0326 0531 0618 0705 0906 1125 1224', '1126'],
    [2028, '0117 0221 0414 0529 0619 0704 0904 1123 1225', '0703 1124'],
  ])('%i: holidays and half days', (year, closed, half) => {
    expect(weekdaysThatAre('closed', year).join(' ')).toBe(closed);
    expect(weekdaysThatAre('half', year).join(' ')).toBe(half);
  });

  test('Juneteenth is a holiday from 2022 on', () => {
    expect(usTradingDay(at('2020-06-19'))).toBe('full');
    expect(usTradingDay(at('2021-06-18'))).toBe('full');
    expect(usTradingDay(at('2022-06-20'))).toBe('closed');
  });

  test('weekends are closed, before 1970 too', () => {
    expect(usTradingDay(at('2026-04-11'))).toBe('closed');
    expect(usTradingDay(at('2026-04-12'))).toBe('closed');
    expect([weekdayOf(at('1969-12-28')), usTradingDay(at('1969-12-28'))]).toEqual([0, 'closed']);
  });

  test.each(['1999-04-02', '2000-04-21', '2008-03-21', '2038-04-23', '2076-04-17'])(
    'Good Friday %s is closed',
    (text) => {
      expect(usTradingDay(at(text))).toBe('closed');
    },
  );
});
