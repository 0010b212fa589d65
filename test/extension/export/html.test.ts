import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorMime, stderrMime, stdoutMime } from '../../../extension/editor-mimes.ts';
import { ansiMarkup } from '../../../extension/export/ansi.ts';
import { type ExportedOutput, exportedOutput } from '../../../extension/export/cells.ts';
import { codeMarkup } from '../../../extension/export/code.ts';
import { toHtml } from '../../../extension/export/html.ts';
import { harmlessMarkup } from '../../../extension/export/markup.ts';
import type { PageScripts } from '../../../extension/export/page-scripts.ts';
import { shownTraceback } from '../../../kernel/jupyter/traceback.ts';
import { parseGatesPayload } from '../../../kernel/payloads/gates.ts';
import { gatesMime, trainingMime } from '../../../kernel/payloads/mime.ts';
import { parseTrainingPayload } from '../../../kernel/payloads/training.ts';
import { gatesPicture } from '../../../kernel/pictures/gates/gates.ts';
import { trainingPicture } from '../../../kernel/pictures/training/training.ts';
import { escapeMarkup, tableBundle } from '../../../kernel/text/index.ts';

/** Renderers as they are built, but for what they do. */
const scripts: PageScripts = {
  page: 'var a="</script>";export{a as activate};\n//# sourceMappingURL=page.js.map\n',
  renderers: [
    {
      name: 'training',
      mimeTypes: [trainingMime, 'application/vnd.plotly.v1+json'],
      script: 'var b=1;export{b as activate};\n/* a licence */\n',
    },
    { name: 'gates', mimeTypes: [gatesMime], script: 'var c=2;export{c as activate};' },
  ],
};

function page(...outputs: ExportedOutput[]): string {
  return toHtml(
    { title: 'n', cells: [{ kind: 'code', language: 'typescript', text: 'x', executionOrder: 3, outputs }] },
    scripts,
  );
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
    const ids = [...html.matchAll(/ id="(c\d[^"]+)"/g)].map(([, id]) => id);
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
    [
      'html',
      tableBundle({
        title: 'a "title"',
        header: ['', 'b'],
        rows: [
          ['<c>', '1'],
          ['long'.repeat(20), '2'],
        ],
        notes: ['d'],
      })['text/html'],
    ],
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

  it('an error shows its traceback in its colours, and a frame leads to its cell', () => {
    const stack = shownTraceback('RangeError', [
      'RangeError: too <large>',
      '  at f (cell-3.ts:1:2)',
      '  at cell-4.ts:1:2',
    ]);
    const html = page({ [errorMime]: JSON.stringify({ name: 'RangeError', message: 'too', stack: stack.join('\n') }) });
    expect(html).toContain(
      [
        '<pre class="error"><span class="ansi-red">RangeError</span>: too &lt;large&gt;',
        '  <a href="#cell-3">Cell <span class="ansi-green">In[3]</span>, <span class="ansi-green">line 1</span></a>, in f',
        '  Cell <span class="ansi-green">In[4]</span>, <span class="ansi-green">line 1</span></pre>',
      ].join('\n'),
    );
    expect(html).toContain('<section class="cell" id="cell-3">');
  });

  it('of more than 100,000 characters is cut, and says so', () => {
    const html = page({ 'text/plain': 'x'.repeat(1_100_000) });
    expect(html).toContain('<em>… 1,000,000 more characters are in the notebook.</em>');
    expect(html.length).toBeLessThan(130_000);
  });

  it('markdown is drawn, its raw HTML and odd links are not', () => {
    const text = '# A *title*\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n\n| a |\n| - |\n| 1 |';
    const html = bodyOf(
      toHtml({ title: 'n', cells: [{ kind: 'markup', language: 'markdown', text, outputs: [] }] }, scripts),
    );
    expect(html).toContain('<h1>A <em>title</em></h1>');
    expect(html).toContain('<table>');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('href="javascript');
  });

  it('a representation that only an editor draws is named', () => {
    expect(page({ 'application/vnd.other+json': '{}' })).toContain(
      'only an editor can show: application/vnd.other+json',
    );
  });
});

describe('scripts', () => {
  const scriptsOf = (html: string) => [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text);
  const policyOf = (html: string) => /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

  it('those of the page run and no others, and nothing is fetched', () => {
    const html = page({ [trainingMime]: '{"version":1}', 'image/svg+xml': '<svg></svg>' });
    const hashes = scriptsOf(html).map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    expect(hashes).toHaveLength(3);
    expect(policyOf(html)).toBe(
      `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src ${hashes.join(' ')}`,
    );
    expect(html).not.toMatch(/<link|@import|https?:|sourceMappingURL/);
  });

  it('are those that the outputs need, each once, and can be read', () => {
    const of = (...mimes: readonly string[]) => scriptsOf(page(...mimes.map((mime) => ({ [mime]: '{}' }))));
    expect(of(stdoutMime)).toHaveLength(2);
    const [, training, last, ...more] = of(trainingMime, trainingMime, 'application/vnd.plotly.v1+json');
    expect(more).toEqual([]);
    expect(training).toBe('(()=>{"use strict";var b=1;renderers["training"]=b;\n/* a licence */\n\n})();');
    expect(last).toBe('let page;(()=>{"use strict";var a="\\x3c/script>";page=a;\n\n\n})();page(renderers);');
  });

  it('one that has not its one export is refused', () => {
    const without = { ...scripts, page: 'var a=1;' };
    expect(() => toHtml({ title: 'n', cells: [] }, without)).toThrow(/npm run build/);
  });
});

describe('payloads', () => {
  const payloadOf = (html: string) => /<script type="application\/json"[^>]*>([\s\S]*?)<\/script>/.exec(html);

  it('stand beside their still picture, for the renderer of their type', () => {
    const [whole, json = ''] = payloadOf(page({ [gatesMime]: '{"a":"</script><!--"}', 'text/plain': 'still' })) ?? [];
    expect(whole).toContain(`data-renderer="gates" data-mime="${gatesMime}"`);
    expect(json).not.toContain('<');
    expect(JSON.parse(json)).toEqual({ a: '</script><!--' });
  });

  it('of ours come before a figure that stands for them', () => {
    expect(payloadOf(page({ 'application/vnd.plotly.v1+json': '{}', [gatesMime]: '{}' }))?.[0]).toContain('"gates"');
  });

  it('that are no JSON stay still', () => {
    const html = page({ [gatesMime]: 'not JSON', 'text/plain': 'still' });
    expect(payloadOf(html)).toBeNull();
    expect(html).toContain('<pre>still</pre>');
  });

  it('that are too large stay still, and it is said', () => {
    const html = page({ [gatesMime]: JSON.stringify('x'.repeat(1_000_001)), 'text/plain': 'still' });
    expect(payloadOf(html)).toBeNull();
    expect(html).toContain('<pre>still</pre><p class="told">Its data is too large for a page');
  });
});

describe('code', () => {
  it('is coloured by its words', () => {
    const code = '// A <note>\nconst m: Map<string, Row> = make(`a$' + '{1}b`, /x<y/g, 0x1f);';
    expect(codeMarkup(code, 'typescript')).toBe(
      '<span class="comment">// A &lt;note&gt;</span>\n' +
        '<span class="keyword">const</span> m: <span class="type">Map</span>&lt;string, <span class="type">Row</span>&gt; = ' +
        '<span class="call">make</span>(<span class="string">`a$' +
        '{</span><span class="number">1</span><span class="string">}b`</span>, ' +
        '<span class="string">/x&lt;y/g</span>, <span class="number">0x1f</span>);',
    );
  });

  it.each(['', 'const a = `never closed', '"\n', '/* open', 'a ?? b < c', '\u{1F600} 💥', 'let x = = $' + '{'])(
    'keeps every character: %j',
    (code) => {
      const seen = codeMarkup(code, 'typescript').replace(/<[^>]*>/g, '');
      expect(seen).toBe(escapeMarkup(code));
    },
  );

  it('of other languages is as it is', () => expect(codeMarkup('print("<")', 'python')).toBe('print(&#34;&lt;&#34;)'));
});

describe('colours of a terminal', () => {
  it.each([
    ['\u001b[1;32mgreen\u001b[0m plain', '<span class="ansi-green bold">green</span> plain'],
    ['\u001b[91ma\u001b[39mb', '<span class="ansi-red">a</span>b'],
    ['\u001b[38;5;208ma\u001b[38;2;1;2;3mb\u001b[48;5;1mc', 'abc'],
    ['\u001b[2K\u001b]8;;http://x\u0007<link>\u001b]8;;\u0007', '&lt;link&gt;'],
    ['<\u001b[10ma href="x">', '&lt;a href=&#34;x&#34;&gt;'],
  ])('%j', (text, markup) => expect(ansiMarkup(text)).toBe(markup));
});

it('an error is as the notebook has it, without the links of the editor', () => {
  const live = { mime: errorMime, data: new TextEncoder().encode(JSON.stringify({ stack: "<a href='x'>cell 1</a>" })) };
  const originalError = { ename: 'E', evalue: 'v', traceback: ['E: v', '  at'] };
  expect(JSON.parse(exportedOutput([live], { originalError })[errorMime] ?? '')).toEqual({
    name: 'E',
    message: 'v',
    stack: 'E: v\n  at',
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
