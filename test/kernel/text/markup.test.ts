import { expect, it } from 'vitest';
import { escapeMarkup, seenText } from '../../../kernel/text/index.ts';

const hostile = `<b>a</b> & "b" 'c' &amp; <script>`;

it('text with markup is shown as it is', () => {
  expect(escapeMarkup('<a & "b">')).toBe('&lt;a &amp; &#34;b&#34;&gt;');
  expect(seenText(escapeMarkup(hostile))).toBe(hostile);
});

it('what is seen of markup has no tags', () => {
  expect(seenText('<b>best</b>&nbsp;.9 &gt; .8 &unknown; &#181;')).toBe('best\u00a0.9 > .8 &unknown; µ');
});
