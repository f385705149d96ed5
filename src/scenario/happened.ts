export type Figures = Readonly<Record<string, string>>;

/** What one command said. */
export interface Told {
  readonly exit: number | 'died';
  readonly outcome: string | undefined;
  /** `code: what is said about it` */
  readonly problems: readonly string[];
  readonly screen: string;
  /** The CSV of the pre-trade and of the post-trade report, where there was one. */
  readonly plan: string | undefined;
  readonly report: string | undefined;
}

/** Everything that a scenario can expect something of, as it happened. */
export interface Happened {
  readonly told: readonly Told[];
  readonly orders: readonly string[];
  /** In the time of the scenario; undefined over a socket, where time is not in our hands. */
  readonly story: readonly string[] | undefined;
  readonly books: Readonly<Record<string, Figures>>;
  /** What two ways of counting the books disagree about: a bug of the simulator. */
  readonly wrongBooks: readonly string[];
  /** How long it all took, in the time of the scenario. */
  readonly tookMs: number;
}
