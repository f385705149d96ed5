/** Markup that is safe to show. Only `markup` makes it, so nothing can be left unescaped. */
export class Markup {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  static of(parts: readonly string[], values: readonly Content[]): Markup {
    return new Markup(parts.map((part, at) => part + markupOf(values[at])).join(''));
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template: text is escaped, markup is not, a list stands without a gap. */
export type Content = string | Markup | undefined | readonly Content[];

/**
 * Markup from a template literal. Every text that is put into it is escaped, whether it stands
 * between tags or in a quoted attribute: markup`<b title="${name}">${name}</b>`.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return Markup.of(parts, values);
}

function markupOf(value: Content): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.toString();
  return typeof value === 'string' ? escape(value) : value.map(markupOf).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
