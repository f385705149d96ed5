import { describe, expect, it } from 'vitest';
import { describeProblem } from '../core/units/problem.ts';
import { readIni } from './read-ini.ts';

const pairs = (text: string) =>
  readIni(text, 'settings.ini').entries.map(
    ({ section, key, value, line }) => `${line} ${section}.${key}=${value}`,
  );

const problems = (text: string) =>
  readIni(text, 'settings.ini').problems.map(({ problem }) => problem);

describe('readIni', () => {
  it('gives sections and entries with their lines', () => {
    const text = '\n[ibkr]\nhost = 127.0.0.1\n\n[io]\nreport_dir=reports\n';
    expect(readIni(text, 'settings.ini')).toEqual({
      sections: [
        { name: 'ibkr', line: 2 },
        { name: 'io', line: 5 },
      ],
      entries: [
        { section: 'ibkr', key: 'host', writtenKey: 'host', value: '127.0.0.1', line: 3 },
        { section: 'io', key: 'report_dir', writtenKey: 'report_dir', value: 'reports', line: 6 },
      ],
      problems: [],
    });
  });

  it('compares sections and keys without case and remembers how a key was written', () => {
    const [entry] = readIni('[MODELS]\nSmUrF = 1', 'settings.ini').entries;
    expect(entry).toMatchObject({ section: 'models', key: 'smurf', writtenKey: 'SmUrF' });
  });

  it.each([
    ['a byte order mark', '\uFEFF[a]\nk = v', '2 a.k=v'],
    ['CRLF line ends', '[a]\r\nk = v\r\n', '2 a.k=v'],
    ['CR line ends', '[a]\rk = v\r', '2 a.k=v'],
    ['blanks around everything', '  [ a ]  \n\t k \t= \t v \t', '2 a.k=v'],
    ['comment lines', '; x\n# y\n[a]\n  ; k = 1\n  # k = 2\nk = v', '6 a.k=v'],
    ['a comment after a header', '[a] ; all of it\nk = v', '2 a.k=v'],
    ['an inline ; comment', '[a]\nk = v ; of 3', '2 a.k=v'],
    ['an inline # comment', '[a]\nk = v\t# of 3', '2 a.k=v'],
    ['a ; with nothing before it', '[a]\nk = v;w', '2 a.k=v;w'],
    ['a # with nothing before it', '[a]\nk = v#w', '2 a.k=v#w'],
    ['an equals sign in a value', '[a]\nk = v = w', '2 a.k=v = w'],
    ['double quotes', '[a]\nk = "v"', '2 a.k=v'],
    ['a comment sign in quotes', '[a]\nk = "v ; w # x" ; y', '2 a.k=v ; w # x'],
    ['a backslash', '[a]\nk = "C:\\reports"', '2 a.k=C:\\reports'],
    ['a quote inside a value', '[a]\nk = 5" pipe', '2 a.k=5" pipe'],
    ['an empty value', '[a]\nk =', '2 a.k='],
    ['an empty value before a comment', '[a]\nk = ; none', '2 a.k='],
    ['a prototype name as key', '[a]\n__proto__ = v', '2 a.__proto__=v'],
    ['another one', '[a]\nconstructor = v', '2 a.constructor=v'],
  ])('reads %s', (_, text, expected) => {
    expect(problems(text)).toEqual([]);
    expect(pairs(text)).toEqual([expected]);
  });

  it('goes on in a section that is opened again', () => {
    expect(pairs('[a]\nk = 1\n[b]\n[A]\nl = 2')).toEqual(['2 a.k=1', '5 a.l=2']);
  });

  it.each([
    ['text without an equals sign', '[a]\nhello'],
    ['a colon instead of it', '[a]\nkey: value'],
    ['no key', '[a]\n= value'],
    ['an equals sign that stands in a comment', '[a]\nhello ; key = value'],
    ['a header that is not closed', '[a]\n[b'],
    ['a header without a name', '[a]\n[ ]'],
    ['text after a header', '[a]\n[b] key = value'],
    ['a quote that is not closed', '[a]\nk = "v'],
    ['text after a quote', '[a]\nk = "v" w'],
  ])('refuses %s', (_, text) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: 'settings.syntax', where: 'settings.ini:2' });
    expect(pairs(text)).toEqual([]);
  });

  it('refuses a key before any section', () => {
    expect(problems('k = v\n[a]').map(describeProblem)).toEqual([
      'settings.ini:1: the key "k" before any section; expected a [section] above it. Move the line into the section it belongs to.',
    ]);
  });

  it('does not guess whose the keys below a broken header are', () => {
    expect(pairs('[a]\nk = 1\n[b\nk = 2\n[c]\nk = 3')).toEqual(['2 a.k=1', '6 c.k=3']);
  });

  it('refuses a key that is written twice, also across parts of one section', () => {
    const text = '[rebalance]\nmin_order_usd = 500\n[io]\n[Rebalance]\nMin_Order_USD = 5';
    expect(problems(text).map(describeProblem)).toEqual([
      'settings.ini:5 [rebalance] Min_Order_USD: "5", and "500" on line 2; expected each key once in its section. Delete line 2 or line 5.',
    ]);
    expect(pairs(text)).toEqual(['2 rebalance.min_order_usd=500']);
  });

  it('keeps the same key of two sections apart', () => {
    expect(problems('[a]\nk = 1\n[b]\nk = 2')).toEqual([]);
  });

  it('escapes control characters in what it shows', () => {
    expect(problems('[a]\n\u001b[2Jhello')[0]?.found).toBe('"\\u{1b}[2Jhello"');
  });
});
