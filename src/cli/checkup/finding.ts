import { exitCodeOf, type Problem } from '../../core/units/problem.ts';
import type { ExitCode } from '../../core/units/exit-code.ts';

/** What one check of `rebalance doctor` has found. */
export type Finding =
  | { readonly kind: 'ok'; readonly check: string; readonly text: string }
  /** Stops nothing, or only for now. */
  | {
      readonly kind: 'warning';
      readonly check: string;
      readonly text: string;
      readonly fix: string;
    }
  /** Cannot be told without sending an order message. */
  | { readonly kind: 'unknown'; readonly check: string; readonly text: string }
  | { readonly kind: 'fault'; readonly check: string; readonly problem: Problem };

export function ok(check: string, text: string): Finding {
  return { kind: 'ok', check, text };
}

export function warning(check: string, text: string, fix: string): Finding {
  return { kind: 'warning', check, text, fix };
}

export function fault(check: string, problem: Problem): Finding {
  return { kind: 'fault', check, problem };
}

/** One finding for each problem, or the good word when there is none. */
export function faultsOr(check: string, problems: readonly Problem[], text: string): Finding[] {
  return problems.length === 0
    ? [ok(check, text)]
    : problems.map((problem) => fault(check, problem));
}

/** One line for a check. */
export function describeFinding(finding: Finding): string {
  const { kind, check } = finding;
  return `${kind.padEnd(8)} ${check.padEnd(12)} ${saidOf(finding)}`;
}

function saidOf(finding: Finding): string {
  if (finding.kind !== 'fault') return finding.text;
  const { where, found, expected } = finding.problem;
  return `${where}: ${found}; expected ${expected}`;
}

/**
 * What to do first. The checks stand in an order in which each needs those before it, so the first
 * fault is where to begin; a warning is only next when nothing is wrong.
 */
export function firstThingToDo(findings: readonly Finding[]): string {
  for (const finding of findings) {
    if (finding.kind === 'fault') return `${finding.problem.where}: ${finding.problem.fix}`;
  }
  for (const finding of findings) if (finding.kind === 'warning') return finding.fix;
  return 'Nothing is wrong. rebalance shows the plan and sends nothing.';
}

export function exitCodeOfFindings(findings: readonly Finding[]): ExitCode {
  return exitCodeOf(findings.flatMap((each) => (each.kind === 'fault' ? [each.problem] : [])));
}
