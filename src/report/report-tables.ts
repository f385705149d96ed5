import { groupThousands, percentText, signed } from './figure-text.ts';
import type { Cells, Column } from './report-columns.ts';
import type { OrderLife, OrderStep } from './order-life.ts';
import type { ReportRow, RunReport } from './run-report.ts';

/** A table as text, for people: Markdown and HTML show the same. */
export interface ReportTable {
  readonly title: string;
  /** What the table says, in a sentence. */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
  /** Undefined where nothing is to be added up. */
  readonly total: readonly string[] | undefined;
}

export interface TableColumn {
  readonly title: string;
  readonly isNumber: boolean;
}

/** How a figure is shown: all decimals of money, two of percent, a sign where it tells a side. */
type Show = 'text' | 'money' | 'signed-money' | 'percent' | 'drift' | 'bps' | 'count' | 'price';

/** One column of a table: its title, and which figure it shows and how. */
export interface Spec {
  readonly title: string;
  readonly column: Column;
  readonly show: Show;
}

export const spec = (title: string, column: Column, show: Show): Spec => ({ title, column, show });

/** The planned trades in the order of sending, or what became of them. */
export function tradesTable(report: RunReport): ReportTable {
  const rows = report.trades.flatMap((symbol) => rowOf(report, symbol) ?? []);
  return report.kind === 'pre'
    ? tableOf(PLANNED, rows, report, {
        title: 'Planned trades',
        caption: 'In the order in which they would be sent.',
        total: ['est_value_usd'],
      })
    : tableOf(TRADED, rows, report, {
        title: 'Trades',
        caption: 'In the order of the plan; of the sells the smallest is sent first.',
        total: ['exec_value_usd'],
      });
}

/** What each order cost beyond the market that it was decided on; undefined before the trades. */
export function qualityTable(report: RunReport): ReportTable | undefined {
  const rows = report.trades
    .flatMap((symbol) => rowOf(report, symbol) ?? [])
    .filter(({ cells }) => cells.exec_price !== undefined);
  if (rows.length === 0) return undefined;
  return tableOf(QUALITY, rows, report, {
    title: 'Execution quality',
    caption:
      'Slippage is what the fills cost more than the arrival mid, the middle of bid and ask when the order was decided. Below zero they were better than that.',
    total: ['slippage_bps', 'slippage_usd', 'commission_usd'],
  });
}

const PLANNED: readonly Spec[] = [
  spec('Symbol', 'symbol', 'text'),
  spec('Action', 'action', 'text'),
  spec('Shares', 'qty_shares', 'count'),
  spec('Price $', 'est_price', 'price'),
  spec('Limit $', 'limit_price', 'price'),
  spec('Value $', 'est_value_usd', 'money'),
  spec('Drift %', 'drift_pct', 'drift'),
  spec('Weight after %', 'wt_after_pct', 'percent'),
  spec('Why', 'reasons', 'text'),
];

const TRADED: readonly Spec[] = [
  spec('Symbol', 'symbol', 'text'),
  spec('Action', 'action', 'text'),
  spec('Status', 'status', 'text'),
  spec('Planned', 'planned_qty_shares', 'count'),
  spec('Filled', 'exec_qty_shares', 'count'),
  spec('Limit $', 'limit_price', 'price'),
  spec('Average $', 'exec_price', 'price'),
  spec('Value $', 'exec_value_usd', 'money'),
  spec('Drift before %', 'drift_before_pct', 'drift'),
  spec('Drift left %', 'drift_pct', 'drift'),
];

const QUALITY: readonly Spec[] = [
  spec('Symbol', 'symbol', 'text'),
  spec('Arrival mid $', 'arrival_mid', 'price'),
  spec('Average $', 'exec_price', 'price'),
  spec('Slippage bps', 'slippage_bps', 'bps'),
  spec('Slippage $', 'slippage_usd', 'signed-money'),
  spec('Commission $', 'commission_usd', 'money'),
];

/** The weight of every holding and of cash on its way to the target. */
export function weightsTable(report: RunReport): ReportTable {
  const pre = report.kind === 'pre';
  return tableOf(pre ? WEIGHTS_PLANNED : WEIGHTS_REACHED, weighedRows(report), report, {
    title: 'Allocation',
    caption: pre
      ? 'The weight of each holding now and after the plan, against its target.'
      : 'The weight of each holding before, as planned and now, against its target.',
    total: [],
  });
}

const WEIGHTS_PLANNED: readonly Spec[] = [
  spec('Symbol', 'symbol', 'text'),
  spec('Now %', 'current_wt_pct', 'percent'),
  spec('Planned %', 'wt_after_pct', 'percent'),
  spec('Target %', 'target_wt_pct', 'percent'),
];

const WEIGHTS_REACHED: readonly Spec[] = [
  spec('Symbol', 'symbol', 'text'),
  spec('Before %', 'wt_before_pct', 'percent'),
  spec('Planned %', 'wt_planned_pct', 'percent'),
  spec('Now %', 'new_wt_pct', 'percent'),
  spec('Target %', 'target_wt_pct', 'percent'),
];

/** How far every holding and cash are from their targets. */
export function driftTable(report: RunReport): ReportTable {
  const pre = report.kind === 'pre';
  const rows = weighedRows(report);
  const band = rows.find(({ cells }) => cells.band_pct !== undefined)?.cells.band_pct;
  const bands =
    band === undefined
      ? 'The sum of all drifts has a band; single holdings have none.'
      : `The band reaches ${percentText(band)}% to each side: a holding inside it is left alone.`;
  return tableOf(pre ? DRIFT_BEFORE : DRIFT_LEFT, rows, report, {
    title: 'Drift',
    caption: `How far each weight is from its target, in percent of the investable base. ${bands}`,
    total: [],
  });
}

const DRIFT_BEFORE: readonly Spec[] = [
  spec('Symbol', 'symbol', 'text'),
  spec('Drift %', 'drift_pct', 'drift'),
];

const DRIFT_LEFT: readonly Spec[] = [
  spec('Symbol', 'symbol', 'text'),
  spec('Before %', 'drift_before_pct', 'drift'),
  spec('Now %', 'drift_pct', 'drift'),
];

/** The rows that have a weight: holdings and cash. */
export function weighedRows({ rows }: RunReport): readonly ReportRow[] {
  return rows.filter(({ kind }) => kind === 'holding' || kind === 'cash');
}

/** Every row of the report. */
export function holdingsTable(report: RunReport): ReportTable {
  const pre = report.kind === 'pre';
  return tableOf(pre ? HELD_BEFORE : HELD_NOW, report.rows, report, {
    title: 'All holdings',
    caption: `Weights and drift are of the investable base of $${groupThousands(report.shared.investable_usd ?? '')}, which leaves out the cash buffer of $${groupThousands(report.shared.buffer_usd ?? '')}. Drift is the weight less its target.`,
    total: [
      'target_wt_pct',
      'current_wt_pct',
      'new_wt_pct',
      'drift_pct',
      'drift_usd',
      'value_usd',
      'netliq_wt_pct',
    ],
  });
}

const HELD_BEFORE: readonly Spec[] = [
  spec('Symbol', 'symbol', 'text'),
  spec('Target %', 'target_wt_pct', 'percent'),
  spec('Now %', 'current_wt_pct', 'percent'),
  spec('Drift %', 'drift_pct', 'drift'),
  spec('Drift $', 'drift_usd', 'signed-money'),
  spec('Shares', 'held_shares', 'count'),
  spec('Price $', 'est_price', 'price'),
  spec('Value $', 'value_usd', 'money'),
  spec('Of NetLiq %', 'netliq_wt_pct', 'percent'),
  spec('Why', 'reasons', 'text'),
  spec('Fund', 'name', 'text'),
];

const HELD_NOW: readonly Spec[] = [
  spec('Symbol', 'symbol', 'text'),
  spec('Target %', 'target_wt_pct', 'percent'),
  spec('Now %', 'new_wt_pct', 'percent'),
  spec('Drift %', 'drift_pct', 'drift'),
  spec('Drift $', 'drift_usd', 'signed-money'),
  spec('Shares', 'new_qty_shares', 'count'),
  spec('Price $', 'price', 'price'),
  spec('Value $', 'value_usd', 'money'),
  spec('Of NetLiq %', 'netliq_wt_pct', 'percent'),
  spec('Notes', 'notes', 'text'),
  spec('Fund', 'name', 'text'),
];

/** A step from the cash before to the cash after. */
export interface WalkStep {
  readonly label: string;
  /** With its sign; the first and the last are balances. */
  readonly amount: string;
  readonly isBalance: boolean;
}

/** The way of the cash, as far as it is known. */
export function cashWalk({ rows, kind }: RunReport): readonly WalkStep[] {
  const cells: Cells = rows.find((row) => row.kind === 'cash')?.cells ?? {};
  const balance = (label: string, column: Column): readonly WalkStep[] =>
    [cells[column] ?? []].flat().map((amount) => ({ label, amount, isBalance: true }));
  const change = (label: string, column: Column, sign: '' | '-'): readonly WalkStep[] => {
    const amount = cells[column];
    if (amount === undefined || /^-?0\.00$/.test(amount)) return [];
    const turned = sign === '' ? amount : amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
    return [{ label, amount: turned, isBalance: false }];
  };
  return [
    ...balance('Cash before', 'cash_before_usd'),
    ...change('Converted', 'cash_fx_usd', ''),
    ...change('Sells', 'cash_sells_usd', ''),
    ...change('Buys', 'cash_buys_usd', '-'),
    ...change(kind === 'pre' ? 'Commissions, estimated' : 'Commissions', 'cash_fees_usd', '-'),
    ...change('Reserve for prices that move', 'cash_reserve_usd', '-'),
    ...change('Other changes', 'cash_other_usd', ''),
    ...balance(kind === 'pre' ? 'Cash after the plan' : 'Cash now', 'cash_after_usd'),
  ];
}

export function cashTable(report: RunReport): ReportTable {
  const floor = report.rows.find(({ kind }) => kind === 'cash')?.cells.cash_floor_usd;
  return {
    title: 'Cash walk',
    caption: `US dollars, step by step.${floor === undefined ? '' : ` The cash after the plan may not fall below $${groupThousands(floor)}.`}`,
    columns: [
      { title: 'Step', isNumber: false },
      { title: 'Amount $', isNumber: true },
    ],
    rows: cashWalk(report).map(({ label, amount, isBalance }) => [
      label,
      isBalance ? groupThousands(amount) : signed(groupThousands(amount)),
    ]),
    total: undefined,
  };
}

/** What happened to one order. */
export function stepsTable(life: OrderLife): ReportTable {
  const rate = life.symbol === 'USD.CAD' ? '' : ' $';
  return {
    title: `${life.side} ${groupThousands(life.quantity)} ${life.symbol}`,
    caption: `${life.status}, sent at ${life.sentAt.slice(11, 23)} UTC`,
    columns: [
      { title: 'After', isNumber: true },
      { title: 'What', isNumber: false },
      { title: `Limit${rate}`, isNumber: true },
      { title: `Bid / ask${rate}`, isNumber: true },
    ],
    rows: life.steps.map((step) => [
      afterText(step.afterMs),
      stepText(step),
      step.limit ?? 'market',
      step.bid === undefined || step.ask === undefined ? '' : `${step.bid} / ${step.ask}`,
    ]),
    total: undefined,
  };
}

function stepText({ what, quantity, price, text }: OrderStep): string {
  if (text !== undefined) return `broker: ${text}`;
  if (quantity === undefined || price === undefined) return what;
  return `${what}: ${groupThousands(quantity)} at ${price}`;
}

/** `0.250 s`, `2 min 05 s` */
function afterText(ms: number): string {
  if (ms < 60_000) return `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')} s`;
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

function rowOf({ rows }: RunReport, symbol: string): ReportRow | undefined {
  return rows.find(
    ({ kind, cells }) => (kind === 'holding' || kind === 'conversion') && cells.symbol === symbol,
  );
}

export function tableOf(
  specs: readonly Spec[],
  rows: readonly Pick<ReportRow, 'cells'>[],
  { totals }: Pick<RunReport, 'totals'>,
  about: {
    readonly title: string;
    readonly caption: string;
    /** The columns that are added up; none for a table without a total. */
    readonly total: readonly Column[];
  },
): ReportTable {
  const total = specs.map(({ column, show }, at) =>
    at === 0 ? 'Total' : about.total.includes(column) ? showFigure(totals[column], show) : '',
  );
  return {
    title: about.title,
    caption: about.caption,
    columns: specs.map(({ title, show }) => ({ title, isNumber: show !== 'text' })),
    rows: rows.map(({ cells }) => specs.map(({ column, show }) => showFigure(cells[column], show))),
    total: about.total.length > 0 && rows.length > 0 ? total : undefined,
  };
}

function showFigure(figure: string | undefined, show: Show): string {
  if (figure === undefined) return '';
  switch (show) {
    case 'text':
      return figure;
    case 'money':
    case 'count':
    case 'price':
      return groupThousands(figure);
    case 'signed-money':
      return signed(groupThousands(figure));
    case 'percent':
      return percentText(figure);
    case 'drift':
      return signed(percentText(figure));
    case 'bps':
      return signed(figure);
  }
}
