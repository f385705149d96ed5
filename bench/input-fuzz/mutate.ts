import { randomOf, type Random } from './random.ts';
import { PIECES, PORTFOLIO_SEEDS, SETTINGS_SEEDS, VARIABLES } from './seeds.ts';

/** What one case gives to the readers. */
export interface FuzzCase {
  readonly settings: Uint8Array;
  readonly portfolios: Uint8Array;
  readonly environment: Readonly<Record<string, string>>;
  readonly flags: ReadonlyMap<string, string>;
}

/** Makes one case: two right files, one or both of them changed, saved in some encoding. */
export function fuzzCase(seed: number, caseNumber: number): FuzzCase {
  const random = randomOf(seed, caseNumber);
  const which = random.below(8);
  const settings = random.pick(SETTINGS_SEEDS);
  const portfolios = random.pick(PORTFOLIO_SEEDS);
  return {
    settings: saved(which < 4 ? mutated(settings, random) : settings, random),
    portfolios: saved(which > 1 ? mutated(portfolios, random) : portfolios, random),
    environment: random.oneIn(8) ? { [random.pick(VARIABLES)]: random.pick(PIECES) } : {},
    flags: random.oneIn(16) ? new Map([['min-order-usd', random.pick(PIECES)]]) : new Map(),
  };
}

function mutated(text: string, random: Random): string {
  let current = text;
  const edits = random.oneIn(2) ? 1 : 1 + random.below(random.oneIn(10) ? 20 : 4);
  for (let edit = 0; edit < edits; edit += 1) current = random.pick(MUTATIONS)(current, random);
  return current;
}

type Mutation = (text: string, random: Random) => string;

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  withPiece,
  withPiece,
  withoutPart,
  withoutLine,
  withLineTwice,
  withLinesSwapped,
  withTokensSwapped,
  withNumberChanged,
  withNumberChanged,
  withCaseChanged,
  withOtherLineEnds,
  cutOff,
  repeated,
];

function withPiece(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + random.pick(PIECES) + text.slice(at + random.below(4));
}

function withoutPart(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + text.slice(at + 1 + random.below(12));
}

function withoutLine(text: string, random: Random): string {
  const lines = text.split('\n');
  return lines.toSpliced(random.below(lines.length), 1).join('\n');
}

function withLineTwice(text: string, random: Random): string {
  const lines = text.split('\n');
  const line = lines[random.below(lines.length)] ?? '';
  return lines.toSpliced(random.below(lines.length), 0, line).join('\n');
}

function withLinesSwapped(text: string, random: Random): string {
  const lines = text.split('\n');
  const [a, b] = [random.below(lines.length), random.below(lines.length)];
  return lines
    .with(a, lines[b] ?? '')
    .with(b, lines[a] ?? '')
    .join('\n');
}

function withTokensSwapped(text: string, random: Random): string {
  const tokens = text.split(/([\s,;=[\]]+)/);
  const [a, b] = [random.below(tokens.length), random.below(tokens.length)];
  return tokens
    .with(a, tokens[b] ?? '')
    .with(b, tokens[a] ?? '')
    .join('');
}

const NUMBERS: readonly [string, ...string[]] = [
  '0',
  '1',
  '-1',
  '100',
  '99.99',
  '100.02',
  '1e3',
  '00050',
  '.5',
  '5.',
  '2147483648',
  '9007199254740993',
  '9'.repeat(39),
  '9'.repeat(60),
  '1'.repeat(20_000),
  '0.123456789',
  '33,3',
  'NaN',
];

function withNumberChanged(text: string, random: Random): string {
  const numbers = [...text.matchAll(/\d+(?:\.\d+)?/g)];
  const chosen = numbers[random.below(numbers.length)];
  if (chosen === undefined) return text;
  const end = chosen.index + chosen[0].length;
  return text.slice(0, chosen.index) + random.pick(NUMBERS) + text.slice(end);
}

function withCaseChanged(text: string, random: Random): string {
  return random.oneIn(2) ? text.toUpperCase() : text.toLowerCase();
}

function withOtherLineEnds(text: string, random: Random): string {
  return text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n', '\n\r', '']));
}

function cutOff(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return random.oneIn(2) ? text.slice(0, at) : text.slice(at);
}

/** Now and then a file is large: of many lines, or of one that is long. */
function repeated(text: string, random: Random): string {
  if (!random.oneIn(40)) return text;
  const times = 1 + Math.floor((20_000 * (1 + random.below(10))) / (text.length + 1));
  return random.oneIn(2) ? text.repeat(times) : text.replaceAll('\n', ',').repeat(times);
}

/** The bytes of a text: mostly UTF-8, sometimes UTF-16 or with bytes that no encoding has. */
function saved(text: string, random: Random): Uint8Array {
  switch (random.below(12)) {
    case 0:
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 1:
      return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
    case 2:
      return Buffer.from(`\uFEFF${text}`, 'utf8');
    case 3:
      return Buffer.from(text, 'latin1');
    case 4:
      return withBytesFlipped(Buffer.from(text, 'utf8'), random);
    default:
      return Buffer.from(text, 'utf8');
  }
}

function withBytesFlipped(bytes: Buffer, random: Random): Buffer {
  const flips = random.below(4);
  for (let flip = 0; flip < flips && bytes.length > 0; flip += 1) {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
  return bytes;
}
