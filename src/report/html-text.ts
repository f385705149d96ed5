/** Markup that is safe to show. Only `html` makes it, so nothing can be left unescaped. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  static of(parts: readonly string[], values: readonly Content[]): Html {
    return new Html(parts.map((part, at) => part + markupOf(values[at])).join(''));
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template: text is escaped, markup is not, a list stands without a gap. */
export type Content = string | Html | undefined | readonly Content[];

/**
 * Markup from a template literal. Every text that is put into it is escaped, whether it stands
 * between tags or in a quoted attribute: html`<b title="${name}">${name}</b>`.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return Html.of(parts, values);
}

function markupOf(value: Content): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.toString();
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
