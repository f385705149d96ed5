/** One bad input and what stands around it, for the page of problems. */
export interface BadInput {
  /** What is wrong, in a few words. */
  readonly title: string;
  readonly settings?: Content;
  readonly portfolios?: Content;
  readonly environment?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, string>>;
}

/** What a file holds: text, or bytes that the page describes in words, or why it cannot be read. */
export type Content =
  | string
  | { readonly words: string; readonly bytes: Uint8Array }
  | { readonly words: string; readonly error: string };

/** Right files for what a case does not say. */
export const RIGHT_SETTINGS = '[models]\nsmurf = 0.6\ngltr = 0.4\n';
export const RIGHT_PORTFOLIOS = 'ETF,SMURF,GLTR\nVTI,60%,\nBND,40%,100%\n';

/** The lines of a settings file, above the model mix that every file needs. */
export function settings(title: string, text: string): BadInput {
  return { title, settings: `${text}\n${RIGHT_SETTINGS}` };
}

/** A whole settings file. */
export function wholeSettings(title: string, content: Content): BadInput {
  return { title, settings: content };
}

/** A whole portfolios file, read with the model portfolios smurf and gltr. */
export function portfolios(title: string, content: Content): BadInput {
  return { title, portfolios: content };
}

/** A portfolios file with the one model portfolio smurf. */
export function onePortfolio(title: string, content: Content): BadInput {
  return { title, settings: '[models]\nsmurf = 1\n', portfolios: content };
}
