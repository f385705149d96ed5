import { encodeFrame } from '../../simulator/wire/frames.ts';
import { randomOf, type Random } from '../input-fuzz/random.ts';
import { rightMessage, versions } from './seeds.ts';

/** What a fuzzed client sends. */
export interface WireCase {
  /**
   * `message`: frames of the right length with anything in them, so that the connection goes on.
   * `stream`: bytes after the log-in whose frames are not whole. `opening`: instead of a log-in.
   */
  readonly kind: 'message' | 'stream' | 'opening';
  readonly version: number;
  /** What is written at once each time. */
  readonly chunks: readonly Buffer[];
  /** How a connection of its own ends afterwards. */
  readonly ending: 'end' | 'cut';
}

const CASES_PER_VERSION = 128;

/** The case of a seed and a number: the same two give the same bytes. */
export function wireCase(seed: number, caseNumber: number): WireCase {
  const random = randomOf(seed, caseNumber);
  // Cases that follow each other mostly speak one version, so that they share a connection.
  const version = randomOf(seed, -1 - Math.floor(caseNumber / CASES_PER_VERSION)).pick(versions);
  const ending = random.oneIn(2) ? 'end' : 'cut';
  const kind = random.oneIn(60) ? 'opening' : random.oneIn(15) ? 'stream' : 'message';
  const bytes =
    kind === 'opening'
      ? opening(random, caseNumber)
      : kind === 'stream'
        ? brokenFrame(random, frame(random, version, caseNumber))
        : frame(random, version, caseNumber);
  return { kind, version, chunks: inChunks(random, bytes), ending };
}

const nasty: readonly [string, ...string[]] = [
  ...(['', '0', '1', '-1', '2', '7', '1e9', '1e-9', '0.0001', '1.7976931348623157E308'] as const),
  ...['1.7976931348623157e+308', '2147483647', '2147483648', '-2147483648', '9'.repeat(40)],
  ...['9223372036854775807', 'NaN', 'Infinity', '-0', '+5', '0x10', ' ', 'true', 'false', 'None'],
  ...['DU1', 'DU2', 'U9', 'SPY', 'STK', 'BAG', 'CASH', 'SMART', 'USD', 'CAD', 'LMT', 'MKT', 'BUY'],
  ...['SELL', 'PEG BEST', 'PEG MID', 'PEG BENCH', 'IBKRATS', 'Adaptive', '$LEDGER:ALL', 'All'],
  ...['\u00fc\u20ac\u{1f600}', '\\', '"', "'", '{"a":1}', '__proto__', 'constructor', '%s', '\r\n'],
  ...['20260413-10:00:00', '99999999 99:99:99', '1 day', '9999 Y', 'x'.repeat(300)],
];

/** A whole frame: a right message, changed in some places; rarely not changed at all. */
function frame(random: Random, version: number, caseNumber: number): Buffer {
  const fields = rightMessage(random, version, caseNumber);
  const changes = random.below(5);
  for (let n = 0; n < changes; n += 1) changeFields(random, fields);
  // Cancelling everybody's orders is everybody's right: it would disturb the other client rightly.
  if (fields[0] === '58') fields[0] = '59';
  const whole = encodeFrame(fields);
  if (!random.oneIn(6)) return whole;
  const flips = 1 + random.below(6);
  for (let n = 0; n < flips; n += 1) {
    if (whole.length > 7) whole[6 + random.below(whole.length - 6)] = random.below(256);
  }
  return whole;
}

function changeFields(random: Random, fields: string[]): void {
  const at = random.below(fields.length + 1);
  switch (random.below(9)) {
    case 0:
    case 1:
    case 2:
    case 3:
      fields[at === fields.length ? 0 : at] = random.pick(nasty);
      return;
    case 4:
      fields.splice(at, 1);
      return;
    case 5:
      fields.splice(at, 0, random.pick(nasty));
      return;
    case 6:
      fields.length = at;
      return;
    case 7:
      fields[0] = String(random.below(120));
      return;
    default:
      makeHuge(random, fields, at);
  }
}

/** More fields than there should be; now and then very many, or one very long one. */
function makeHuge(random: Random, fields: string[], at: number): void {
  switch (random.below(400)) {
    case 0:
    case 1:
      fields.push(...Array<string>(20_000).fill('1'));
      return;
    case 2:
    case 3:
      fields[at] = random.pick(['9', 'A', '\u20ac']).repeat(200_000);
      return;
    default:
      fields.push(random.pick(nasty), random.pick(nasty));
  }
}

/** A frame that says another length than it has, stops in the middle, or is none. */
function brokenFrame(random: Random, whole: Buffer): Buffer {
  const bytes = Buffer.from(whole);
  switch (random.below(6)) {
    case 0:
      return bytes.subarray(0, random.below(bytes.length));
    case 1:
      bytes.writeUInt32BE(random.below(0xffffff), 0);
      return bytes;
    case 2:
      bytes.writeUInt32BE((0xff000000 | random.below(0xffffff)) >>> 0, 0);
      return bytes;
    case 3:
      return Buffer.concat([Buffer.alloc(4 * (1 + random.below(50))), bytes]);
    case 4:
      bytes.writeUInt32BE(Math.max(0, bytes.readUInt32BE(0) - 1 - random.below(9)), 0);
      return Buffer.concat([bytes, whole]);
    default:
      return noise(random, 1 + random.below(300));
  }
}

/** What a client says first: something like a greeting and a range of versions, or something else. */
function opening(random: Random, caseNumber: number): Buffer {
  const range = random.pick([
    ...(['v100..193', 'v100..150', 'v213..225', 'v9..1', 'v', '', 'v100..193 +PACEAPI'] as const),
    'v999999999999..1',
    'x'.repeat(5_000),
  ]);
  const text = Buffer.from(range);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(random.oneIn(4) ? random.below(0xffffffff) : text.length, 0);
  const greeting = Buffer.from(
    random.pick(['API\0', 'API\0', 'API', 'API\x01', 'GET / HTTP/1.1\r\n']),
  );
  const after = random.oneIn(2) ? frame(random, 193, caseNumber) : noise(random, random.below(40));
  const all = Buffer.concat([greeting, length, text, after]);
  return random.oneIn(4) ? all.subarray(0, random.below(all.length)) : all;
}

function noise(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}

/** Most bytes come at once, some in several pieces, few one by one. */
function inChunks(random: Random, bytes: Buffer): readonly Buffer[] {
  if (!random.oneIn(5) || bytes.length < 2) return [bytes];
  const size = random.oneIn(20) && bytes.length < 500 ? 1 : 1 + random.below(bytes.length);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
}
