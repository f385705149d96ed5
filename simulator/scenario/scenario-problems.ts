import type * as z from 'zod/mini';
import type { ScenarioProblem } from './scenario.ts';

/** What is wrong, in words, at the place where it stands in the scenario. */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  outer: readonly PropertyKey[],
): ScenarioProblem[] {
  return issues.map((issue) => ({
    where: describePath([...outer, ...issue.path]),
    what: describeIssue(issue),
  }));
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown key ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_type') return `must be ${issue.expected}`;
  if (issue.code === 'invalid_value')
    return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small' && issue.origin === 'number') {
    return `must be at least ${String(issue.minimum)}`;
  }
  return issue.message;
}

/** `gateway.accounts[0].cash.EUR` */
export function describePath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the document';
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
