import { expect, it } from 'vitest';
import { markup } from './markup.ts';

it('text is escaped between tags and in attributes, markup is not', () => {
  const name = `<b a="1" b='2'>&amp;`;
  const inner = markup`<i>${name}</i>`;
  expect(markup`<p title="${name}">${inner}${undefined}${['x', [inner]]}</p>`.toString()).toBe(
    '<p title="&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;"><i>&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;</i>x<i>&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;</i></p>',
  );
});
