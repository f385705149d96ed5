import { asPrice, price } from '../engine/price.ts';
import { wholeShares } from '../../src/core/units/shares.ts';
import { seededDraw, type Draw } from '../engine/random.ts';
import type { Action, ChaosFault, ChaosSide } from './fault-kinds.ts';
import type { Chaos } from './fault-plan.ts';

const MILLION = 1_000_000;
const CENT = price('0.01');
const NOTICES = [1100, 2103, 2105, 2108, 2110, 2157] as const;
const REFUSALS = [201, 203, 110, 321, 460] as const;

export interface Chance {
  readonly side: ChaosSide;
  readonly client: number;
  readonly name: string;
  /** The how many-th message of this name it is for the client. */
  readonly nth: number;
}

/**
 * The faults that chance brings upon one message. They depend on the seed, the client, the
 * message's name and its count alone: what other clients do, and when, changes nothing.
 */
export function drawFaults(chaos: Chaos, chance: Chance): readonly Action[] {
  const actions: Action[] = [];
  for (const [name, rate] of chaos.rates[chance.side]) {
    const { side, client, nth } = chance;
    const draw = seededDraw(hash(`${chaos.seed}/${side}/${client}/${chance.name}/${nth}/${name}`));
    if (draw(MILLION) < rate) actions.push(drawAction(name, chaos, draw));
  }
  return actions;
}

/** The fault with options of a size that chance decides. */
function drawAction(name: ChaosFault, { longestMs }: Chaos, draw: Draw): Action {
  const span = (): number => 1 + draw(Math.max(1, longestMs));
  switch (name) {
    case 'delay':
    case 'freeze':
    case 'coalesce':
    case 'late_commission':
      return { do: name, for: span() };
    case 'duplicate':
      return { do: name, times: 1 + draw(2) };
    case 'split':
      return { do: name, bytes: 1 + draw(8) };
    case 'corrupt':
      return { do: name, how: draw(4) === 0 ? 'end' : 'field' };
    case 'disconnect':
      return drawDisconnect(draw);
    case 'code':
      return { do: name, code: pick(NOTICES, draw), when: draw(2) === 0 ? 'before' : 'after' };
    case 'outage':
      return { do: name, for: span(), then: draw(2) === 0 ? 1101 : 1102, repeat: 5_000 };
    case 'restart':
      return { do: name, for: span(), ids_back: draw(5), swallow: draw(2) === 0 ? 0 : span() };
    case 'swallow':
      return { do: name, for: span(), then: draw(2) === 0 ? 'lose' : 'place' };
    case 'reject':
      return {
        do: name,
        code: pick(REFUSALS, draw),
        status: pick(['Inactive', 'Cancelled', 'none'] as const, draw),
        status_first: draw(2) === 0,
      };
    case 'partial':
      return { do: name, shares: wholeShares(BigInt(draw(5))), for: span() };
    case 'correct':
      return { do: name, by: asPrice(draw(2) === 0 ? CENT : 0n - CENT), for: span() };
    case 'drop':
    case 'reorder':
    case 'no_end':
    case 'no_commission':
    case 'no_status':
    case 'no_execution':
      return { do: name };
  }
}

function drawDisconnect(draw: Draw): Action {
  const kind = draw(3);
  if (kind === 2) return { do: 'disconnect', when: 'before', after_bytes: draw(40) };
  return { do: 'disconnect', when: kind === 0 ? 'before' : 'after' };
}

function pick<const T>(choices: readonly [T, ...T[]], draw: Draw): T {
  return choices[draw(choices.length)] ?? choices[0];
}

/** FNV-1a over UTF-16 units: one number for a text, the same on every machine. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  }
  return state >>> 0;
}
