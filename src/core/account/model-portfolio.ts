import type { Ratio } from '../units/ratio.ts';

/** One ETF of a model portfolio. */
export interface ModelHolding {
  readonly symbol: string;
  /** Its weight in the model portfolio; never negative, 0 lists the ETF without wanting it. */
  readonly weight: Ratio;
}

/** A named set of target weights. Holdings and cash together are 1 +/- 0.0001. */
export interface ModelPortfolio {
  readonly name: string;
  readonly holdings: readonly ModelHolding[];
  /** The weight of the CASH row; 0 without one. */
  readonly cash: Ratio;
}
