import type { Benchmark } from './benchmarks.ts';
import { barText, figureText, holds, spreadOf, type Figure } from './figures.ts';

/** What was measured, and by what. */
export interface Measurement {
  /** Lines about the machine, the versions and the commit. */
  readonly conditions: readonly string[];
  readonly benchmarks: readonly {
    readonly benchmark: Benchmark;
    /** Undefined when it ended without any. */
    readonly figures: readonly Figure[] | undefined;
  }[];
}

/** `docs/benchmarks.md`: every figure beside its bar, those that fall short too. */
export function benchmarksPage({ conditions, benchmarks }: Measurement): string {
  const short = benchmarks.flatMap(({ benchmark, figures }) =>
    figures === undefined
      ? [`- \`${benchmark.command}\` ended without figures.`]
      : figures
          .filter((figure) => !holds(figure))
          .map((figure) => `- ${figure.what}: ${shortText(figure)}`),
  );
  const parts = benchmarks.map(({ benchmark, figures = [] }) =>
    [`## ${benchmark.command}`, '', benchmark.about, '', ...tableOf(figures)].join('\n'),
  );
  return `${[
    '# Benchmarks',
    'Written by `npm run bench`, which anybody can repeat; what each one does is in [bench/README.md](../bench/README.md). A bar is promised of the median.',
    conditions.map((line) => `- ${line}`).join('\n'),
    short.length === 0 ? 'Every bar holds.' : `What falls short:\n\n${short.join('\n')}`,
    ...parts,
  ].join('\n\n')}\n`;
}

function shortText(figure: Figure): string {
  return `${figureText(spreadOf(figure.values).median)} ${figure.unit}, ${barText(figure)}`;
}

function tableOf(figures: readonly Figure[]): readonly string[] {
  const rows = figures.map((figure) => {
    const { median, min, max } = spreadOf(figure.values);
    const bar = barText(figure);
    const verdict = bar === '' ? '' : holds(figure) ? 'holds' : '**falls short**';
    const shown = [median, min, max].map(figureText);
    return `| ${[figure.what, figure.unit, ...shown, `${figure.values.length}`, bar, verdict].join(' | ')} |`;
  });
  return [
    '| what | unit | median | min | max | runs | bar | |',
    '|---|---|--:|--:|--:|--:|---|---|',
    ...rows,
  ];
}
