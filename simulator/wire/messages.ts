import type { TickStep } from '../engine/contract.ts';
import { PRICE_DECIMALS } from '../engine/price.ts';
import { since } from './versions.ts';
import { wireDouble } from './wire-number.ts';

/** The fields of one message, its id first. */
export type Message = readonly string[];

/** Texts can repeat what a client sent, which can be long. */
const LONGEST_TEXT = 500;

/** An error, a warning or a notice: the id is an order's, a request's, or -1 for nobody's. */
export interface Problem {
  readonly id: number;
  readonly code: number;
  readonly text: string;
  readonly instant: number;
}

/** ERR_MSG; the advanced rejection is empty for all that happens here. */
export function errorMessage({ id, code, text, instant }: Problem, version: number): Message {
  const short = text.slice(0, LONGEST_TEXT);
  const words = version >= since.asciiErrors ? escapeNonAscii(short) : short;
  if (version >= since.errorTime)
    return ['4', String(id), String(code), words, '', String(instant)];
  const rejection = version >= since.advancedReject ? [''] : [];
  return ['4', '2', String(id), String(code), words, ...rejection];
}

export function nextValidId(orderId: number): Message {
  return ['9', '1', String(orderId)];
}

export function managedAccounts(accounts: readonly string[]): Message {
  return ['15', '1', accounts.join(',')];
}

export function currentTime(instant: number): Message {
  return ['49', '1', String(Math.floor(instant / 1000))];
}

export function currentTimeInMillis(instant: number): Message {
  return ['109', String(instant)];
}

export function marketRule(ruleId: number, steps: readonly TickStep[]): Message {
  const pairs = steps.flatMap(({ lowEdge, increment }) => [
    wireDouble(lowEdge, PRICE_DECIMALS),
    wireDouble(increment, PRICE_DECIMALS),
  ]);
  return ['93', String(ruleId), String(steps.length), ...pairs];
}

export const openOrderEnd: Message = ['53', '1'];
export const positionEnd: Message = ['62', '1'];
export const completedOrdersEnd: Message = ['102'];

export function contractDataEnd(requestId: number): Message {
  return ['52', '1', String(requestId)];
}

export function executionDataEnd(requestId: number): Message {
  return ['55', '1', String(requestId)];
}

function escapeNonAscii(text: string): string {
  return text.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
