import { groupThousands } from './figure-text.ts';
import type { RunFigures } from './run-figures.ts';

const UNKNOWN = '-';

/** What each run changed and cost, one line each, within 80 columns. */
export function listFigures(runs: readonly RunFigures[]): string {
  const head = ['RUN', 'DRIFT BEFORE', 'AFTER', 'TURNOVER $', 'COMMISSION $', 'SLIPPAGE'];
  const rows = runs.map((run) => [
    run.runId,
    bps(run.driftBeforeBps),
    bps(run.driftAfterBps),
    groupThousands(run.turnoverUsd),
    `${groupThousands(run.commissionUsd)}${run.isCommissionKnown ? '' : '*'}`,
    bps(run.slippageBps),
  ]);
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const lines = [head, ...rows].map((row) =>
    row
      .map((text, at) => (at === 0 ? text.padEnd(12) : text.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const isEstimated = runs.some(({ isCommissionKnown }) => !isCommissionKnown);
  return [
    ...lines,
    ...(isEstimated ? ['* not all of it was reported; the most that it can be'] : []),
  ].join('\n');
}

function bps(figure: string | undefined): string {
  return figure === undefined ? UNKNOWN : `${groupThousands(figure)} bps`;
}
