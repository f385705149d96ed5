import type { Contract } from '../account/contract.ts';
import type { Snapshot } from '../account/snapshot.ts';
import type { TargetWeights } from './blend-targets.ts';

/** A saved snapshot for target weights that may have changed since it was taken. */
export interface FittedSnapshot {
  readonly snapshot: Snapshot;
  /** Symbols of the target weights that the snapshot says nothing about: it cannot be planned with them. */
  readonly missing: readonly string[];
}

/**
 * The snapshot as it would have been taken for these target weights. A symbol that is listed no
 * more is not one with a target of zero: held, it is an unlisted ETF, and nobody sells it unasked.
 */
export function fitSnapshot(taken: Snapshot, targets: TargetWeights): FittedSnapshot {
  const listed = new Map<string, Contract>();
  const unlisted = new Map(taken.unlisted);
  for (const [symbol, contract] of taken.listed) {
    if (targets.weights.has(symbol)) listed.set(symbol, contract);
    else if (isHeld(taken, contract)) unlisted.set(contract.conId, contract);
  }
  const missing = [...targets.weights.keys()].filter((symbol) => !listed.has(symbol));
  return { snapshot: { ...taken, listed, unlisted }, missing };
}

function isHeld({ account }: Snapshot, { conId }: Contract): boolean {
  return account.positions.some((position) => position.conId === conId && position.quantity !== 0n);
}
