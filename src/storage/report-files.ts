import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportSink } from '../ports.ts';
import { writeCompletely } from './write-completely.ts';

/** How many files of one second may exist before something is clearly wrong. */
const MAX_COPIES = 1000;

/** Writes reports into a folder, which is created when it is missing. Never overwrites a file. */
export function reportFiles(folder: string): ReportSink {
  return {
    write(kind, runStartedAt, text) {
      mkdirSync(folder, { recursive: true });
      const stamp = fileStamp(runStartedAt);
      for (let copy = 1; copy <= MAX_COPIES; copy += 1) {
        const suffix = copy === 1 ? '' : `-${copy}`;
        const path = join(folder, `rebalance_${kind}_${stamp}${suffix}.csv`);
        if (writeNew(path, text)) return path;
      }
      throw new Error(`${folder} already holds ${MAX_COPIES} reports of ${stamp}`);
    },
  };
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
