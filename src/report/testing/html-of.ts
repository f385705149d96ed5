import { markup } from '../markup.ts';

/** A text as it stands in a page. */
export function html(text: string): string {
  return markup`${text}`.toString();
}
