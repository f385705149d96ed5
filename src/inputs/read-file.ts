import { failure, success, type Result } from '../core/units/result.ts';
import type { InputFiles } from '../ports.ts';
import { decodeText } from './decode-text.ts';
import { problemAt } from './located-problem.ts';

/** An input file, for the words of its problems. */
export interface InputFile {
  readonly path: string;
  readonly mostBytes: number;
  readonly code: 'settings.unreadable' | 'portfolios.unreadable' | 'data.unreadable-file';
  /** The flag that names another one. */
  readonly flag: '--ini' | '--csv' | StatementFlag;
}

/** The flags that name the files of a statement. */
export type StatementFlag = '--positions' | '--cash' | '--prices';

/** A settings file of some thousand lines. */
export function settingsFile(path: string): InputFile {
  return { path, mostBytes: 256 * 1024, code: 'settings.unreadable', flag: '--ini' };
}

/** A portfolios file of some ten thousand rows. */
export function portfoliosFile(path: string): InputFile {
  return { path, mostBytes: 1024 * 1024, code: 'portfolios.unreadable', flag: '--csv' };
}

/** A file of positions, cash or prices of some ten thousand rows. */
export function statementFile(path: string, flag: StatementFlag): InputFile {
  return { path, mostBytes: 1024 * 1024, code: 'data.unreadable-file', flag };
}

/** Reads a file as text; one that is not there, may not be read or is not text is a problem. */
export function readFile(file: InputFile, files: InputFiles): Result<string> {
  const { path, code, flag, mostBytes } = file;
  let bytes: Uint8Array;
  try {
    bytes = files.read(path);
  } catch (error) {
    const words = { ...describeFailure(error, flag), expected: 'a text file' };
    return failure([problemAt({ file: path }, code, words).problem]);
  }
  const decoded = decodeText(bytes, mostBytes);
  if (decoded.ok) return success(decoded.text);
  return failure([problemAt({ file: path }, code, decoded).problem]);
}

/** What the system's codes mean; the messages that come with them differ between systems. */
function describeFailure(
  error: unknown,
  flag: string,
): { readonly found: string; readonly fix: string } {
  const name = `Name the file with ${flag}.`;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return { found: 'there is no such file', fix: name };
    case 'ENOTDIR':
      return { found: 'a part of its path is no folder', fix: name };
    case 'EISDIR':
      return { found: 'it is a folder', fix: name };
    case 'EACCES':
    case 'EPERM':
      return { found: 'this user may not read it', fix: 'Change its permissions, or its owner.' };
    case 'EBUSY':
      return { found: 'another program holds it', fix: 'Close it there and run again.' };
    default: {
      const reason = error instanceof Error ? error.message : String(error);
      return { found: `it cannot be read (${reason})`, fix: name };
    }
  }
}
