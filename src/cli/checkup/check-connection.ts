import type { Problem } from '../../core/units/problem.ts';
import { connectionProblem } from '../../outcome.ts';
import type { BrokerError } from '../../ports.ts';

/** The ports that TWS and IB Gateway have by default, in the order in which they are tried. */
const USUAL_PORTS: readonly (readonly [number, string])[] = [
  [4002, 'IB Gateway, paper'],
  [7497, 'TWS, paper'],
  [4001, 'IB Gateway, live'],
  [7496, 'TWS, live'],
];

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Whether something takes connections there. */
export type Knock = (address: Address) => Promise<boolean>;

/** Why there is no connection, as exactly as can be told, and what to do about it. */
export async function diagnoseConnection(
  error: BrokerError,
  address: Address,
  knock: Knock,
): Promise<Problem> {
  const problem = connectionProblem(error, address);
  const { host, port } = address;
  switch (error.trouble) {
    case 'refused': {
      if (await knock(address)) {
        return {
          ...problem,
          found: 'it takes the connection and ends it at once',
          fix: 'In TWS or IB Gateway, under API settings: turn on "Enable ActiveX and Socket Clients" and add this machine to the trusted IPs. If they are right, another program has the port.',
        };
      }
      const open = await openPorts(host, port, knock);
      const [first] = open;
      if (first === undefined)
        return { ...problem, found: 'nothing is running there, nor at a usual port' };
      const others = open.map(([each, what]) => `${each} (usual for ${what})`).join(', ');
      return {
        ...problem,
        found: `nothing answers there, but something does at ${others}`,
        fix: `Write port = ${first[0]} under [ibkr] if that is the account you mean.`,
      };
    }
    case 'no-answer':
      return {
        ...problem,
        found: error.message,
        fix: 'Look at TWS or IB Gateway for a login that is not finished or a dialog that waits for a click; check "Enable ActiveX and Socket Clients" under its API settings. If the port is another program\'s, correct port under [ibkr].',
      };
    case 'client-id-in-use':
    case 'unsupported-version':
    case 'lost':
    case 'pacing':
      return problem;
  }
}

async function openPorts(
  host: string,
  refused: number,
  knock: Knock,
): Promise<readonly (readonly [number, string])[]> {
  const others = USUAL_PORTS.filter(([port]) => port !== refused);
  const answers = await Promise.all(others.map(([port]) => knock({ host, port })));
  return others.filter((_, at) => answers[at] === true);
}
