import { expect, it } from 'vitest';
import { closestName } from './closest-name.ts';

const known = ['host', 'port', 'min_order_usd', 'max_leverage', 'read_only'];

it.each([
  ['hots', 'host', 'two neighbours swapped'],
  ['prt', 'port', 'a letter left out'],
  ['hoost', 'host', 'a letter added'],
  ['part', 'port', 'a letter replaced'],
  ['max_leverge', 'max_leverage', 'one slip in a longer name'],
  ['mim_order_uds', 'min_order_usd', 'two slips in a longer name'],
  ['MAX_LEVERAGE', 'max_leverage', 'another case'],
  ['min_order', 'min_order_usd', 'a name that is cut off'],
  ['read_only_api', 'read_only', 'a name that goes on'],
])('%s means %s: %s', (name, expected) => {
  expect(closestName(name, known)).toBe(expected);
});

it.each([
  ['xyz', 'nothing alike'],
  ['ho', 'too short to tell'],
  ['hxxt', 'two slips in a short name'],
  ['', 'nothing at all'],
  ['p'.repeat(10_000), 'a name longer than any'],
])('%s is close to none', (name) => {
  expect(closestName(name, known)).toBeUndefined();
});
