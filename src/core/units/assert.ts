/** A bug in this program: a rule that can never be broken was. Never caught to go on trading. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

/** States an invariant. When it does not hold, the run stops before anything more is sent. */
export function assert(condition: boolean, invariant: string): asserts condition {
  if (!condition) throw new BrokenInvariant(invariant);
}
