import type { ExitCode } from '../../core/units/exit-code.ts';
import { readInputs, type InputPaths, type Inputs } from '../../inputs/read-inputs.ts';
import type { InputFiles } from '../../ports.ts';
import { checkGateway, type GatewayPorts } from '../checkup/check-gateway.ts';
import { checkMachine, type MachinePorts } from '../checkup/check-machine.ts';
import {
  describeFinding,
  exitCodeOfFindings,
  fault,
  firstThingToDo,
  ok,
  type Finding,
} from '../checkup/finding.ts';
import type { Streams } from './streams.ts';

export interface DoctorPorts {
  readonly files: InputFiles;
  readonly machine: MachinePorts;
  readonly reachOut: (inputs: Inputs) => GatewayPorts;
}

/**
 * Checks everything that a run needs, one line a check, and says what to do first. What is wrong
 * with the files ends it: nobody knows then which gateway is meant. Gives the code of the worst
 * fault.
 */
export async function doctor(
  request: InputPaths,
  ports: DoctorPorts,
  { out }: Pick<Streams, 'out'>,
): Promise<ExitCode> {
  const findings: Finding[] = [];
  const tell = (found: readonly Finding[]): void => {
    for (const each of found) out(`${describeFinding(each)}\n`);
    findings.push(...found);
  };
  const inputs = readInputs(request, ports.files);
  if (inputs.ok) {
    tell([ok('files', 'settings and portfolios are right')]);
    tell(checkMachine(inputs.value, ports.machine));
    const gateway = ports.reachOut(inputs.value);
    try {
      tell(await checkGateway(inputs.value, gateway));
    } finally {
      await gateway.broker.close();
    }
  } else tell(inputs.problems.map((problem) => fault('files', problem)));
  out(`\nFirst: ${firstThingToDo(findings)}\n`);
  return exitCodeOfFindings(findings);
}
