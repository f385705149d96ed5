declare const unit: unique symbol;

/** An exact integer that counts one named unit, so that dollars cannot be passed as shares. */
export type Counted<Unit extends string> = bigint & { readonly [unit]: Unit };
