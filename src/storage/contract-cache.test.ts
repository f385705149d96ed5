import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Contract } from '../core/account/contract.ts';
import { price } from '../core/units/price.ts';
import { contractCache } from './contract-cache.ts';
import { stateFolder } from './state-folder.ts';

const vti: Contract = {
  symbol: 'VTI',
  conId: 12,
  exchange: 'SMART',
  primaryExchange: 'ARCA',
  currency: 'USD',
  name: 'VANGUARD TOTAL STOCK MKT ETF',
  stockType: 'ETF',
  ticks: [
    { from: price('0'), increment: price('0.0001') },
    { from: price('1'), increment: price('0.01') },
  ],
  hours: {
    timeZone: 'America/New_York',
    knownFrom: Date.UTC(2026, 10, 20, 5),
    knownUntil: Date.UTC(2026, 10, 23, 5),
    regular: [{ opens: Date.UTC(2026, 10, 20, 14, 30), closes: Date.UTC(2026, 10, 20, 21) }],
    extended: [{ opens: Date.UTC(2026, 10, 20, 9), closes: Date.UTC(2026, 10, 21, 1) }],
  },
};
const day = 24 * 60 * 60 * 1000;
let folder: string;
let now = 0;
const clock = { now: () => now };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cache-'));
  now = Date.UTC(2026, 10, 21);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the contract cache', () => {
  it('gives the next run what the broker said, exactly, for a day', () => {
    expect(contractCache(folder, clock).read('VTI')).toBeUndefined();
    contractCache(folder, clock).write(new Map([['VTI', [vti]]]));
    now += day;
    expect(contractCache(folder, clock).read('VTI')).toEqual([vti]);
    now += 1;
    expect(contractCache(folder, clock).read('VTI')).toBeUndefined();
  });

  it('asks anew for a contract whose hours say nothing about now, or that has none', () => {
    const { hours } = vti;
    const tomorrow = hours && { ...hours, knownFrom: now + 1 };
    const yesterday = hours && { ...hours, knownUntil: now };
    for (const other of [tomorrow, yesterday, undefined]) {
      contractCache(folder, clock).write(new Map([['VTI', [{ ...vti, hours: other }]]]));
      expect(contractCache(folder, clock).read('VTI')).toBeUndefined();
    }
  });

  it('believes nothing from the future: a clock was wrong', () => {
    contractCache(folder, clock).write(new Map([['VTI', [vti]]]));
    now -= 1;
    expect(contractCache(folder, clock).read('VTI')).toBeUndefined();
  });

  it.each([
    ['is no JSON', '{'],
    ['is no list', '{}'],
    ['has an entry without contracts', '[["VTI",{"askedAt":"2026-11-21T00:00:00.000Z"}]]'],
    [
      'has a contract without a grid',
      '[["VTI",{"askedAt":"2026-11-21T00:00:00.000Z","contracts":[{"conId":1}]}]]',
    ],
  ])('forgets a file that %s, and writes it anew', (_what, text) => {
    writeFileSync(join(folder, 'contracts.json'), text);
    const cache = contractCache(folder, clock);
    expect(cache.read('VTI')).toBeUndefined();
    cache.write(new Map([['VTI', [vti]]]));
    expect(contractCache(folder, clock).read('VTI')).toEqual([vti]);
    expect(readdirSync(folder)).toEqual(['contracts.json']);
  });

  it('does without a folder that cannot be written', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const cache = contractCache(join(file, 'below'), clock);
    cache.write(new Map([['VTI', [vti]]]));
    expect(cache.read('VTI')).toEqual([vti]);
    expect(contractCache(join(file, 'below'), clock).read('VTI')).toBeUndefined();
  });
});

it.each([
  ['linux', {}, '/home/ann/.local/state/ibkr-etf-rebalancer'],
  ['linux', { XDG_STATE_HOME: '/state' }, '/state/ibkr-etf-rebalancer'],
  ['darwin', { XDG_STATE_HOME: 'relative' }, '/home/ann/.local/state/ibkr-etf-rebalancer'],
] as const)('on %s with %j the state is kept in %s', (platform, environment, expected) => {
  const found = stateFolder({ platform, environment, home: '/home/ann' });
  expect(found.replaceAll('\\', '/')).toBe(expected);
});

it('on Windows the state is kept in the local application data', () => {
  const environment = { LOCALAPPDATA: 'C:/Users/ann/AppData/Local' };
  const found = stateFolder({ platform: 'win32', environment, home: 'C:/Users/ann' });
  expect(found.replaceAll('\\', '/')).toBe('C:/Users/ann/AppData/Local/ibkr-etf-rebalancer');
});
