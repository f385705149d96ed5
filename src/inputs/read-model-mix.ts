import type { ModelShare } from '../core/settings.ts';
import { formatExact } from '../core/units/decimal.ts';
import { ONE, RATIO_DECIMALS } from '../core/units/ratio.ts';
import { problemAt, type LocatedProblem, type Place } from './located-problem.ts';
import { MIX_TOLERANCE } from './number-kinds.ts';
import { firstOf } from './plain-kinds.ts';
import type { SettingEntry } from './setting-entry.ts';
import { FREE_SECTIONS } from './settings-sections.ts';
import { readValue } from './written-settings.ts';

/** The model mix, and what is wrong with it. */
export interface ModelMixReading {
  readonly modelMix: readonly ModelShare[];
  readonly problems: readonly LocatedProblem[];
}

/**
 * Reads the weights of the model portfolios, together 1 +/- 0.001 in exact arithmetic. `header` is
 * where to look when the whole of them is wrong.
 */
export function readModelMix(entries: readonly SettingEntry[], header: Place): ModelMixReading {
  const modelMix: ModelShare[] = [];
  const problems: LocatedProblem[] = [];
  for (const entry of entries) {
    const reading = readValue(entry, FREE_SECTIONS.models);
    if (entry.key === 'etf') {
      problems.push(
        problemAt(entry.place, 'settings.bad-value', {
          found: 'a model portfolio of that name',
          expected: 'another name: in the portfolios file, ETF heads the column of the symbols',
          fix: 'Rename the model portfolio in both files.',
        }),
      );
    } else if (reading.ok) modelMix.push({ name: entry.writtenKey, share: reading.value });
    else problems.push(reading.problem);
  }
  if (entries.length === 0) problems.push(noModels(header));
  // A mix with a weight that cannot be read has no sum to speak of.
  else if (problems.length === 0) problems.push(...sumProblem(modelMix, header));
  return { modelMix, problems };
}

function noModels(header: Place): LocatedProblem {
  return problemAt(header, 'settings.missing-key', {
    found: 'no model portfolio',
    expected: 'a line for each model portfolio, such as smurf = 0.50',
    fix: 'Write each model portfolio of the portfolios file with its weight under [models].',
  });
}

function sumProblem(modelMix: readonly ModelShare[], header: Place): LocatedProblem[] {
  const sum = modelMix.reduce((total, { share }) => total + share, 0n);
  const off = sum - ONE;
  if (off <= MIX_TOLERANCE && -off <= MIX_TOLERANCE) return [];
  const names = firstOf(modelMix.map(({ name }) => name));
  return [
    problemAt(header, 'settings.model-mix', {
      found: `weights that add up to ${formatExact(sum, RATIO_DECIMALS)}`,
      expected: '1 +/- 0.001',
      fix: `Correct the weights of ${names}.`,
    }),
  ];
}
