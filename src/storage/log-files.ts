import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_LEVELS, type LogSettings } from '../core/settings.ts';
import type { Clock, LogEntry, RunLog } from '../ports.ts';
import { makeFolder } from './make-folder.ts';

/**
 * The log of one run, one entry a line: `<folder>/<run>/run.log` to be read, or `run.jsonl` for
 * programs. What matters less than the level of the settings is left out. A log that cannot be
 * written stops nothing: what must not be lost is in the journal.
 */
export function logFiles(
  folder: string,
  runId: string,
  {
    clock,
    mask,
    level: least,
    format,
  }: LogSettings & { readonly clock: Clock; readonly mask: (text: string) => string },
): RunLog {
  const name = join(folder, runId, format === 'text' ? 'run.log' : 'run.jsonl');
  const asText = format === 'text' ? asLine : asJson;
  return {
    write(entry) {
      if (LOG_LEVELS.indexOf(entry.level) < LOG_LEVELS.indexOf(least)) return;
      const time = new Date(clock.now()).toISOString();
      try {
        makeFolder(join(folder, runId));
        appendFileSync(name, mask(`${asText(entry, time, runId)}\n`));
      } catch {
        // Said by nobody: the folder that takes no log takes no report either, and that is a problem.
      }
    },
  };
}

function asJson({ level, event, text, facts }: LogEntry, time: string, run: string): string {
  return JSON.stringify({ time, run, level, event, text, ...facts });
}

/** `... INFO     order      BUY VTI 3 filled at 250.00`: on one line, whatever the text holds. */
function asLine({ level, event, text }: LogEntry, time: string): string {
  return `${time} ${level.padEnd(8)} ${event.padEnd(10)} ${text.replace(/[\r\n\t]+/g, ' ')}`;
}
