import { createHash } from 'node:crypto';
import { STYLE } from './html-style.ts';
import { markup, type Content } from './markup.ts';

/**
 * A whole page that needs nothing else: no script, no font, no image, no request to anywhere. The
 * style sheet is the only thing that its content security policy lets in.
 */
export function htmlPage(title: string, body: Content): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`.toString();
}
