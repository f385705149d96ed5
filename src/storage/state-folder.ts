import { join } from 'node:path';

/** What decides where a user's state lives. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const NAME = 'ibkr-etf-rebalancer';

/**
 * The folder for what the tool remembers between runs: beside the user's other program state, and
 * never beside the reports, which people tidy.
 */
export function stateFolder({ platform, environment, home }: Surroundings): string {
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), NAME);
  }
  const state = environment['XDG_STATE_HOME'];
  // The specification of these folders says to ignore a path that is not absolute.
  return join(state?.startsWith('/') === true ? state : join(home, '.local', 'state'), NAME);
}
