import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** The kill switch file of this machine. Creating and removing fail with the system's own error. */
export const killSwitchFile = {
  exists(path: string): boolean {
    return existsSync(path);
  },
  /** Never writes over what is there: its being there is all that counts. */
  create(path: string): void {
    makeFolder(dirname(path));
    try {
      writeFileSync(path, 'No run of rebalance sends an order while this file is there.\n', {
        flag: 'wx',
      });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  },
  /** One that is not there is no trouble. */
  remove(path: string): void {
    rmSync(path, { force: true });
  },
};
