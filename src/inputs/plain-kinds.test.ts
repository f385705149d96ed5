import { describe, expect, it } from 'vitest';
import { alternatives, choice, flag, hostName, text, wholeNumber } from './plain-kinds.ts';
import { listOf, mapped } from './value-kind.ts';

const yes = (value: unknown) => ({ ok: true, value });

describe('a flag', () => {
  it.each(['true', 'TRUE', 'True', 'yes', 'on', '1'])('%s is true', (written) => {
    expect(flag.read(written)).toEqual(yes(true));
  });
  it.each(['false', 'FALSE', 'no', 'Off', '0'])('%s is false', (written) => {
    expect(flag.read(written)).toEqual(yes(false));
  });
  it.each(['', '2', 'maybe', 't', 'truee', '01'])('"%s" is neither', (written) => {
    expect(flag.read(written).ok).toBe(false);
  });
});

describe('a whole number', () => {
  const clientId = wholeNumber({ min: 1, max: 2_147_483_647, because: '0 is special' });
  it.each([
    ['1', 1],
    ['0042', 42],
    ['2147483647', 2_147_483_647],
  ])('reads %s', (written, value) => {
    expect(clientId.read(written)).toEqual(yes(value));
  });
  it.each(['2147483648', '9'.repeat(400), '-1', '+1', '1.0', '1e3', '4_002', '4,002', '', 'NaN'])(
    'refuses "%s"',
    (written) => {
      expect(clientId.read(written)).toEqual({ ok: false });
    },
  );
  it('says why the lower end is where it is', () => {
    expect(clientId.read('0')).toEqual({
      ok: false,
      expected: 'a whole number from 1 to 2147483647: 0 is special',
    });
  });
  it('says what it counts', () => {
    expect(wholeNumber({ min: 1, max: 9, unit: 'seconds' }).expected).toBe(
      'a whole number of seconds from 1 to 9',
    );
  });
});

describe('a choice', () => {
  const orderType = choice(['limit', 'market'], [['LMT', 'limit']]);
  it.each([
    ['limit', 'limit'],
    ['Market', 'market'],
    ['lmt', 'limit'],
  ])('reads %s as %s', (written, value) => {
    expect(orderType.read(written)).toEqual(yes(value));
  });
  it.each(['', 'stop', '__proto__', 'constructor'])('refuses "%s"', (written) => {
    expect(orderType.read(written).ok).toBe(false);
  });
  it('lists its words', () => {
    expect(orderType.expected).toBe('limit or market');
    expect(alternatives(['a', 'b', 'c'])).toBe('a, b or c');
    expect(alternatives(['a'])).toBe('a');
    expect(alternatives([])).toBe('');
  });
});

describe('text', () => {
  it('is anything that is not blank', () => {
    expect(text('a path').read('my reports')).toEqual(yes('my reports'));
    expect(text('a path').read('').ok).toBe(false);
    expect(text('a path').read('  ').ok).toBe(false);
  });
});

describe('a host', () => {
  it.each(['127.0.0.1', 'localhost', '::1', 'ib-gateway.lan'])('may be %s', (written) => {
    expect(hostName.read(written)).toEqual(yes(written));
  });
  it.each(['', 'http://localhost', 'my host', 'a/b'])('may not be "%s"', (written) => {
    expect(hostName.read(written).ok).toBe(false);
  });
});

describe('a list', () => {
  const sources = listOf(choice(['last', 'midpoint', 'close']));
  it('keeps its order', () => {
    expect(sources.read('last, MIDPOINT ,close')).toEqual(yes(['last', 'midpoint', 'close']));
    expect(sources.read('close')).toEqual(yes(['close']));
  });
  it.each(['', 'last,', ',last', 'last,,close', 'last close', 'open'])(
    'refuses "%s"',
    (written) => {
      expect(sources.read(written).ok).toBe(false);
    },
  );
  it('takes each value once', () => {
    expect(sources.read('last, close, Last')).toEqual({ ok: false, expected: 'each one once' });
  });
});

it('another reading of the same words refuses what the words refuse', () => {
  const hours = mapped(flag, (on) => (on ? 'rth' : 'eth'));
  expect(hours.read('true')).toEqual(yes('rth'));
  expect(hours.read('no')).toEqual(yes('eth'));
  expect(hours.read('rth').ok).toBe(false);
});
