import { assert } from '../../src/core/units/assert.ts';
import { seededDraw } from '../../simulator/engine/random.ts';

/** Draws for one case, made from its seed and number alone. */
export interface Draws {
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  /** True so often in a hundred. */
  percent(chance: number): boolean;
  pick<Value>(values: readonly Value[]): Value;
  /** What `make` gives so often in a hundred, otherwise what means nothing of it. */
  perhaps<Value>(chance: number, make: () => Value, otherwise: Value): Value;
}

/** The draws of a case. */
export function drawsOf(seed: number, number: number): Draws {
  const draw = seededDraw(Math.imul(seed, 1_000_003) + number);
  const between = (least: number, most: number): number => least + draw(most - least + 1);
  const percent = (chance: number): boolean => draw(100) < chance;
  return {
    between,
    percent,
    pick(values) {
      const value = values[draw(values.length)];
      assert(value !== undefined, 'something can be picked');
      return value;
    },
    perhaps: (chance, make, otherwise) => (percent(chance) ? make() : otherwise),
  };
}
