import type * as z from 'zod/mini';
import type { ScenarioProblem } from './scenario.ts';

/** What is wrong, in words, at the place where it stands in the scenario. */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  outer: readonly PropertyKey[],
): ScenarioProblem[] {
  return issues.flatMap((issue) => {
    const path = [...outer, ...issue.path];
    const meant = issue.code === 'invalid_union' ? meantForm(issue.errors) : [];
    if (meant.length > 0) return problemsOf(meant, path);
    return [{ where: describePath(path), what: describeIssue(issue) }];
  });
}

/**
 * Of what can be written in several forms, the mistakes of the form that was meant: the one that
 * fits so far that something inside of it is wrong, or else the one that says most.
 */
function meantForm(forms: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const isInside = (issue: z.core.$ZodIssue): boolean =>
    issue.path.length > 0 || issue.code === 'unrecognized_keys';
  const saysMore = ({ code }: z.core.$ZodIssue): boolean => code !== 'invalid_type';
  return (
    forms.find((issues) => issues.some(isInside)) ??
    forms.find((issues) => issues.some(saysMore)) ??
    forms.at(-1) ??
    []
  );
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
