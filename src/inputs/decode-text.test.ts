import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const text = 'ETF,A\nVTÏ,60%\n';
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();
const decoded = (bytes: Uint8Array) => decodeText(bytes, 1000);

describe('text', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, little end first', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, big end first', swapped(Buffer.from(`\uFEFF${text}`, 'utf16le'))],
  ])('may be %s', (_, bytes) => {
    expect(decoded(bytes)).toEqual({ ok: true, text });
  });

  it('may be empty', () => {
    expect(decoded(new Uint8Array())).toEqual({ ok: true, text: '' });
  });

  it.each([
    ['Latin-1', Buffer.from(text, 'latin1'), 'bytes on line 2 that are no UTF-8 text'],
    [
      'cut off in a character',
      Buffer.from(`a\nä`).subarray(0, -1),
      'bytes on line 2 that are no UTF-8 text',
    ],
    [
      'half of a UTF-16 character',
      Buffer.from('\uFEFFa\r\nb\ud800', 'utf16le'),
      'bytes on line 2 that are no UTF-16 text',
    ],
    [
      'an odd number of UTF-16 bytes',
      Buffer.from('\uFEFFab', 'utf16le').subarray(0, -1),
      'bytes on line 1 that are no UTF-16 text',
    ],
    [
      'UTF-16 without its mark',
      Buffer.from('a\nb', 'utf16le'),
      'a zero byte on line 1: it is not a text file',
    ],
    ['a zero byte', Buffer.from('a\nb\n\0'), 'a zero byte on line 3: it is not a text file'],
    [
      'an Excel workbook',
      Buffer.from('PK\u0003\u0004xyz'),
      'an Excel workbook or another zip file',
    ],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'an old Excel workbook'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'a PDF document'],
    ['more than is allowed', Buffer.alloc(1001, 'a'), '1001 bytes'],
  ])('is not %s', (_, bytes, found) => {
    expect(decoded(bytes)).toMatchObject({ ok: false, found });
  });
});
