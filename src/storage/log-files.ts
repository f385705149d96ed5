import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, LogEntry, RunLog } from '../ports.ts';
import { makeFolder } from './make-folder.ts';

/**
 * The log of one run, twice: `<folder>/<run>/run.log` to be read, `run.jsonl` for programs, one
 * entry a line. A log that cannot be written stops nothing: what must not be lost is in the journal.
 */
export function logFiles(
  folder: string,
  runId: string,
  { clock, mask }: { readonly clock: Clock; readonly mask: (text: string) => string },
): RunLog {
  const name = join(folder, runId, 'run');
  return {
    write(entry) {
      const time = new Date(clock.now()).toISOString();
      try {
        makeFolder(join(folder, runId));
        appendFileSync(`${name}.log`, mask(`${time} ${asLine(entry)}\n`));
        const { level, event, text, facts } = entry;
        const structured = { time, run: runId, level, event, text, ...facts };
        appendFileSync(`${name}.jsonl`, mask(`${JSON.stringify(structured)}\n`));
      } catch {
        // Said by nobody: the folder that takes no log takes no report either, and that is a problem.
      }
    },
  };
}

/** `INFO     order      BUY VTI 3 filled at 250.00`: on one line, whatever the text holds. */
function asLine({ level, event, text }: LogEntry): string {
  return `${level.padEnd(8)} ${event.padEnd(10)} ${text.replace(/[\r\n\t]+/g, ' ')}`;
}
