import { closeSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ReportFile, ReportSink } from '../ports.ts';
import { makeFolder } from './make-folder.ts';
import { writeCompletely } from './write-completely.ts';

/** How many files of one name may exist before something is clearly wrong. */
const MAX_COPIES = 1000;

/**
 * Writes reports into a folder, which is created when it is missing: the CSV files beside each
 * other, everything else of a run in a folder of its own. Never overwrites a file; a name that is
 * taken gets a number.
 */
export function reportFiles(folder: string): ReportSink {
  return {
    write(file) {
      return writeUnder(join(folder, nameOf(file)), file.form, file.text);
    },
  };
}

/** Writes the page about all runs beside the reports and returns its path. Never over another. */
export function writeHistoryFile(folder: string, writtenAt: number, text: string): string {
  return writeUnder(join(folder, `rebalance_history_${fileStamp(writtenAt)}`), 'html', text);
}

function writeUnder(name: string, form: string, text: string): string {
  makeFolder(dirname(name));
  for (let copy = 1; copy <= MAX_COPIES; copy += 1) {
    const path = `${name}${copy === 1 ? '' : `-${copy}`}.${form}`;
    if (writeNew(path, text)) return path;
  }
  throw new Error(`${name}.${form} exists ${MAX_COPIES} times`);
}

/** The path of a report below the folder of reports, without its ending. */
function nameOf({ kind, form, runId, startedAt }: ReportFile): string {
  return form === 'csv'
    ? `rebalance_${kind}_${fileStamp(startedAt)}`
    : join(runId, `${kind}-trade`);
}

/** 20261121T101530Z */
export function fileStamp(time: number): string {
  return new Date(time).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
}

/** False when the file is already there. */
function writeNew(path: string, text: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeCompletely(file, path, text);
  } finally {
    closeSync(file);
  }
  return true;
}
