import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorMime, stderrMime, stdoutMime } from '../../../extension/editor-mimes.ts';
import { type ExportedOutput, exportedOutput } from '../../../extension/export/cells.ts';
import { toHtml } from '../../../extension/export/html.ts';
import { harmlessMarkup } from '../../../extension/export/markup.ts';
import { parseGatesPayload } from '../../../kernel/payloads/gates.ts';
import { parseTrainingPayload } from '../../../kernel/payloads/training.ts';
import { gatesPicture } from '../../../kernel/pictures/gates/gates.ts';
import { trainingPicture } from '../../../kernel/pictures/training/training.ts';
import { tableBundle } from '../../../kernel/text/index.ts';

function page(...outputs: ExportedOutput[]): string {
  return toHtml({
    title: 'n',
    cells: [{ kind: 'code', language: 'typescript', text: 'x', executionOrder: 3, outputs }],
  });
}

function bodyOf(html: string): string {
  return /<main>([\s\S]*)<\/main>/.exec(html)?.[1] ?? '';
}

const example = (name: string) => JSON.parse(readFileSync(`kernel/payloads/examples/${name}.json`, 'utf8'));

describe('pictures', () => {
  const training = parseTrainingPayload(example('training-finished'));
  const gates = parseGatesPayload(example('gates-healthy'));
  const pictures = [training.ok ? trainingPicture(training.value) : '', gates.ok ? gatesPicture(gates.value) : ''];

  it.each(pictures)('ours are inlined, %#', (picture) => {
    const html = bodyOf(page({ 'image/svg+xml': picture, 'text/plain': 'in words' }));
    expect(html).toContain('<svg xmlns="http://www.w3.org/2000/svg"');
    expect(html).not.toContain('in words');
  });

  it('names of two pictures do not meet', () => {
    const picture = '<svg><clipPath id="a"><rect/></clipPath><g clip-path="url(#a)"></g></svg>';
    const html = page({ 'image/svg+xml': picture }, { 'image/svg+xml': picture });
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(html).toContain(`url(#${id})`);
  });

  it('pixels become data', () => {
    expect(page({ 'image/png': 'aGVsbG8=\n', 'text/plain': 'a "plot"' })).toContain(
      '<img alt="a &#34;plot&#34;" src="data:image/png;base64,aGVsbG8=">',
    );
  });

  it('one that may be hostile is shown as an image, in which nothing runs', () => {
    const html = bodyOf(page({ 'image/svg+xml': '<svg><script>alert(1)</script></svg>' }));
    expect(html).toContain('src="data:image/svg+xml;base64,');
    expect(html).not.toContain('<script');
  });
});

describe('markup that may stand in the page', () => {
  it.each([
    ['html', '<table class="a"><tr><td style="text-align:right">1 &lt; 2</td></tr></table>'],
    ['html', tableBundle({ title: 'a "title"', header: ['', 'b'], rows: [['<c>', '1']], notes: ['d'] })['text/html']],
    ['html', '<p>one<br/>two</p>'],
    ['svg', '<svg viewBox="0 0 1 1"><text x="1" xml:space="preserve">a</text></svg>'],
  ] as const)('%s: %s', (kind, markup) => {
    expect(harmlessMarkup(markup, kind, 'p-')).toBe(markup);
  });

  it.each([
    ['html', '<img src=x onerror=alert(1)>'],
    ['html', '<script>1</script>'],
    ['html', '<p onclick="x()">a</p>'],
    ['html', '<a href="javascript:x()">a</a>'],
    ['html', '<p style="background:url(http://x)">a</p>'],
    ['html', '<p style="text-align:right;position:fixed">a</p>'],
    ['html', '<p>never closed'],
    ['html', '</main><p>a</p>'],
    ['html', '<p>a</div>'],
    ['html', '<iframe srcdoc="x"></iframe>'],
    ['html', '<p title="a"onclick="x">b</p>'],
    ['html', '<p a < b></p>'],
    ['html', '<!-- --><style>*{display:none}</style>'],
    ['svg', '<svg onload="x()"></svg>'],
    ['svg', '<svg><foreignObject><p>a</p></foreignObject></svg>'],
    ['svg', '<svg><image href="http://x/y.png"/></svg>'],
    ['svg', '<svg><use href="#a"/></svg>'],
    ['svg', '<svg><rect fill="url(http://x)"/></svg>'],
    ['svg', '<svg><style>a{}</style></svg>'],
    ['svg', '<p>not a picture</p>'],
  ] as const)('not %s: %s', (kind, markup) => {
    expect(harmlessMarkup(markup, kind, 'p-')).toBeUndefined();
  });
});

describe('text', () => {
  const hostile = '<img src=x onerror=alert(1)> & "</pre>"';
  it.each([stdoutMime, stderrMime, 'text/plain', 'application/json', 'text/html'])('%s is escaped', (mime) => {
    const html = bodyOf(page({ [mime]: hostile, 'text/plain': hostile }));
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toContain('<img');
  });

  it('an error shows its traceback without colours', () => {
    const stack = '\u001b[31mRangeError\u001b[0m: too <large>';
    const html = page({ [errorMime]: JSON.stringify({ name: 'RangeError', message: 'too', stack }) });
    expect(html).toContain('<pre class="error">RangeError: too &lt;large&gt;</pre>');
  });

  it('markdown is drawn, its raw HTML and odd links are not', () => {
    const text = '# A *title*\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n\n| a |\n| - |\n| 1 |';
    const html = bodyOf(toHtml({ title: 'n', cells: [{ kind: 'markup', language: 'markdown', text, outputs: [] }] }));
    expect(html).toContain('<h1>A <em>title</em></h1>');
    expect(html).toContain('<table>');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('href="javascript');
  });

  it('the page holds no script and fetches nothing', () => {
    const html = page({ 'text/plain': 'x' });
    expect(html).toContain(`content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/<script|<link|@import|https?:/);
  });

  it('a representation that only an editor draws is named', () => {
    expect(page({ 'application/vnd.other+json': '{}' })).toContain(
      'only an editor can show: application/vnd.other+json',
    );
  });
});

it('what a stream wrote in pieces is one text, and bytes of pictures are base64', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const items = [
    { mime: stdoutMime, data: utf8('a') },
    { mime: stdoutMime, data: utf8('b') },
  ];
  expect(exportedOutput(items)).toEqual({ [stdoutMime]: 'ab' });
  expect(exportedOutput([{ mime: 'image/png', data: utf8('hello') }])).toEqual({ 'image/png': 'aGVsbG8=' });
});

it.each([['not JSON'], [JSON.stringify({ data: [{ type: 'heatmap', z: [[1]] }] })]])(
  'a figure that cannot be drawn is told in words: %s',
  (figure) => {
    const html = page({ 'application/vnd.plotly.v1+json': figure, 'text/plain': 'Plotly figure' });
    expect(html).toContain('<pre>Plotly figure</pre>');
  },
);
