import type { SymbolOverride } from '../core/settings.ts';
import { problemAt, type LocatedProblem } from './located-problem.ts';
import { quoted } from './quoted.ts';
import type { SettingEntry } from './setting-entry.ts';
import { FREE_SECTIONS } from './settings-sections.ts';
import { CASH, readSymbol, SYMBOL_FORM } from './symbol.ts';
import { readValue } from './written-settings.ts';

/** Reads the entries of [symbol_overrides]: by symbol, in upper case. */
export function readSymbolOverrides(entries: readonly SettingEntry[]): {
  readonly symbolOverrides: ReadonlyMap<string, SymbolOverride>;
  readonly problems: readonly LocatedProblem[];
} {
  const symbolOverrides = new Map<string, SymbolOverride>();
  const problems: LocatedProblem[] = [];
  for (const entry of entries) {
    const symbol = readSymbol(entry.writtenKey);
    if (symbol === undefined || symbol === CASH) {
      problems.push(
        problemAt(entry.place, 'settings.unknown-key', {
          found: `${quoted(entry.writtenKey)} for a symbol`,
          expected: SYMBOL_FORM,
          fix: 'Write the symbol as the portfolios file has it.',
        }),
      );
      continue;
    }
    const reading = readValue(entry, FREE_SECTIONS.symbol_overrides);
    if (reading.ok) symbolOverrides.set(symbol, reading.value);
    else problems.push(reading.problem);
  }
  return { symbolOverrides, problems };
}
