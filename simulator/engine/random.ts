/** Draws whole numbers from 0 up to, not including, `bound`. */
export type Draw = (bound: number) => number;

/** Draws for one of many, each its own: the same whatever else is drawn beside it. */
export function seededDrawFor(seed: number, number: number): Draw {
  // Multiplied by an odd number that is not the step of the sequence, so that none follows another.
  return seededDraw(seed + Math.imul(number, 0x85ebca6b));
}

/**
 * A small seeded generator (splitmix32: a Weyl sequence with a mixing finaliser on 32-bit integers).
 * The same seed gives the same draws on every machine; it is no good for secrets. The remainder
 * favours small numbers by less than bound / 2^32, which a quote that wanders does not show.
 */
export function seededDraw(seed: number): Draw {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % bound;
  };
}
