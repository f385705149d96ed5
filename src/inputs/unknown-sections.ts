import { closestName } from './closest-name.ts';
import { problemAt, type LocatedProblem } from './located-problem.ts';
import { quoted } from './quoted.ts';
import type { IniFile } from './read-ini.ts';
import { ACCOUNT_SECTION, FREE_SECTIONS, SECTIONS } from './settings-sections.ts';

const known = [...Object.keys(SECTIONS), ...Object.keys(FREE_SECTIONS)];

/** The sections that the tool does not know. Each is one problem, however many keys it has. */
export function unknownSections(ini: IniFile, file: string): LocatedProblem[] {
  return ini.sections
    .filter(({ name }) => !known.includes(name) && !name.startsWith(ACCOUNT_SECTION.prefix))
    .map(({ name, line }) => {
      const close = closestName(name, known);
      return problemAt({ file, line }, 'settings.unknown-section', {
        found: `the section ${quoted(`[${name}]`)}`,
        expected: `one of ${[...known, `${ACCOUNT_SECTION.prefix}ID`].map((each) => `[${each}]`).join(' ')}`,
        fix: close === undefined ? 'Delete the section.' : `Did you mean [${close}]?`,
      });
    });
}
