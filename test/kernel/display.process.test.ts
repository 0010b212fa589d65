import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Driver, startSession } from './session-driver.ts';

let notebook: Driver;
beforeAll(() => {
  notebook = startSession();
});
afterAll(() => notebook.close());

const displays = (published: Awaited<ReturnType<Driver['run']>>['published']) =>
  published
    .filter(({ msgType }) => /display_data|clear_output/.test(msgType))
    .map(({ msgType, content }) => [msgType, content]);

describe('values show themselves', () => {
  test.each([
    ['an object', '({ a: 1, b: [1, 2, { c: 3 }] })', { 'text/plain': '{ a: 1, b: [ 1, 2, { c: 3 } ] }' }],
    ['a map', 'new Map([["k", { v: 1 }]])', { 'text/plain': "Map(1) { 'k' => { v: 1 } }" }],
    ['a promise', 'Promise.resolve({ a: 1 })', { 'text/plain': '{ a: 1 }' }],
    [
      'SVG',
      'Buffer.from("<svg xmlns=\\"x\\"/>")',
      { 'image/svg+xml': '<svg xmlns="x"/>', 'text/plain': 'SVG, 16 bytes' },
    ],
    [
      'JPEG',
      'Uint8Array.from([255, 216, 255, ...new Array(20).fill(0)])',
      { 'image/jpeg': '/9j/AAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'text/plain': 'image/jpeg, 23 bytes' },
    ],
    [
      'other bytes',
      'Buffer.from("plain text, no picture")',
      { 'text/plain': '<Buffer 70 6c 61 69 6e 20 74 65 78 74 2c 20 6e 6f 20 70 69 63 74 75 72 65>' },
    ],
    [
      'its own way',
      '({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "own", "text/html": "<i>own</i>" }) })',
      { 'text/plain': 'own', 'text/html': '<i>own</i>' },
    ],
    [
      'its own way, later',
      '({ async [Symbol.for("Jupyter.display")]() { return { "text/plain": "later" } } })',
      { 'text/plain': 'later' },
    ],
    [
      'its own way, without text',
      '({ a: 1, get [Symbol.for("Jupyter.display")]() { return () => ({ "image/png": new Uint8Array([1]) }) } })',
      {
        'image/png': 'AQ==',
        'text/plain': expect.stringMatching(/^{ a: 1, \[?Symbol\(Jupyter.display\)\]?: \[Getter\] }$/),
      },
    ],
    [
      'a tensor',
      'tf.tensor1d([1, 2])',
      {
        'text/plain': 'Tensor float32 [2]\n    [1, 2]',
        'text/html': expect.stringContaining('<td style="text-align:right;white-space:nowrap">2</td>'),
      },
    ],
    [
      'an error',
      'new RangeError("shown")',
      { 'text/plain': expect.stringMatching(/^RangeError: shown\n {4}at cell-\d+\.ts:1:1$/) },
    ],
  ])('%s', async (_, code, data) => {
    expect((await notebook.run(code)).data).toEqual(data);
  });

  test('records as a table, escaped', async () => {
    const { data } = await notebook.run('[{ name: "<b>", n: 1 }, { name: "x", n: 22, extra: null }]');
    expect(data?.['text/plain']).toBe('   name   n  extra\n0  <b>    1\n1  x     22');
    expect(data?.['text/html']).toContain('<td style="text-align:left">&lt;b&gt;</td>');
  });

  test('a long table only begins', async () => {
    const { data } = await notebook.run('Array.from({ length: 1_000 }, (_, i) => ({ i }))');
    const lines = String(data?.['text/plain']).split('\n');
    expect([lines.length, lines.at(-1)]).toEqual([52, '… 950 more rows']);
  });

  test('a query result as a table', async () => {
    const { data, evalue } = await notebook.run(`import { DuckDBInstance } from '@duckdb/node-api';
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      await connection.runAndReadAll("select 42 as answer, 'x' as letter")`);
    expect(evalue).toBe('');
    expect(data?.['text/plain']).toBe('   answer  letter\n0      42  x');
  });
});

test('display adds, names and changes displays; clearOutput removes them', async () => {
  const { published } =
    await notebook.run(`display({ 'text/html': '<b>1</b>', 'text/plain': '1' }, { display_id: 'one', metadata: { m: 1 } });
    display(7);
    display({ 'text/plain': '2' }, { display_id: 'one', update: true });
    display({ 'image/png': new Uint8Array([1, 2]) });
    clearOutput({ wait: true });`);
  expect(displays(published)).toEqual([
    [
      'display_data',
      { data: { 'text/html': '<b>1</b>', 'text/plain': '1' }, metadata: { m: 1 }, transient: { display_id: 'one' } },
    ],
    ['display_data', { data: { 'text/plain': '7' }, metadata: {}, transient: {} }],
    ['update_display_data', { data: { 'text/plain': '2' }, metadata: {}, transient: { display_id: 'one' } }],
    ['display_data', { data: { 'image/png': 'AQI=' }, metadata: {}, transient: {} }],
    ['clear_output', { wait: true }],
  ]);
});

test.each([
  ['display(1, { display_id: 7 })', 'display: display_id is 7; a text that is not empty was expected.'],
  ['display(1, { dispaly_id: "a" })', 'display: there is no option "dispaly_id"; did you mean "display_id"?'],
  ['plot([], {}, { metadata: null })', 'plot: metadata is null; '],
  ['plot([1], [2])', "plot: its layout is [2]; an object, e.g. { title: 'Loss' }, was expected."],
  ['comms.open(5)', 'comms.open: its target is 5; '],
  ['comms.open("a", {}, { metadata: "m" })', 'comms.open: metadata is "m"; '],
  ['clearOutput({ wait: 1 })', 'clearOutput: wait is 1; true or false was expected.'],
  ['clearOutput(true)', 'clearOutput: its options are true; an object was expected, e.g. { wait: … }.'],
  ['await prompt("key", { pasword: true })', 'prompt: there is no option "pasword"; did you mean "password"?'],
  ['await prompt("key", { password: 1 })', 'prompt: password is 1; true or false was expected.'],
])('%s is refused in words and costs no process', async (code, message) => {
  const { evalue } = await notebook.run(code);
  expect(evalue).toContain(message);
  expect((await notebook.run('1 + 1')).evalue).toBe('');
});

test('console.table shows a table, and text when there is none to show', async () => {
  const { published, stdout } = await notebook.run(
    'console.table([[1, 2]]); console.table({ r: { a: 1 }, s: { b: 2 } }, ["a"]); console.table("text")',
  );
  expect(
    displays(published).map(([, content]) => (content as { data: Record<string, string> }).data['text/plain']),
  ).toEqual(['   0  1\n0  1  2', '   a\nr  1\ns']);
  expect(stdout).toBe('text\n');
});

test('console.table says that there is nothing to show', async () => {
  const { published } = await notebook.run(
    'console.table([]); console.table({}); console.table(new Map()); console.table([{ "(index)": 1, constructor: 2 }, {}])',
  );
  expect(
    displays(published).map(([, content]) => (content as { data: Record<string, string> }).data['text/plain']),
  ).toEqual([
    'console.table: no rows in []',
    'console.table: no rows in {}',
    'console.table: no rows in Map(0) {}',
    '   (index)  constructor\n0        1            2\n1',
  ]);
});

test('typed arrays are lists of numbers wherever they leave', async () => {
  const { published, reply } = await notebook.run(
    `plot([{ x: new Float32Array([1, NaN]), y: new BigInt64Array([2n, 3n]), z: [[new Uint8Array([4])]] }], { a: new Float64Array([Infinity]) });
     display({ 'application/json': { deep: [{ x: new Int16Array([5]) }] } }, { metadata: { m: new Uint8Array([6]) } });
     comms.open('t', { d: new Float32Array([7]) }, { metadata: { m: new Uint8Array([8]) } });`,
    {
      user_expressions: {
        own: "({ [Symbol.for('Jupyter.display')]: () => ({ 'application/json': new Float32Array([9]) }) })",
      },
    },
  );
  const [figure, json] = displays(published).map(
    ([, content]) => content as { data: Record<string, unknown>; metadata: unknown },
  );
  expect(figure.data['application/vnd.plotly.v1+json']).toEqual({
    data: [{ x: [1, null], y: [2, 3], z: [[[4]]] }],
    layout: { a: [null] },
  });
  expect(json).toMatchObject({ data: { 'application/json': { deep: [{ x: [5] }] } }, metadata: { m: [6] } });
  expect(published.find(({ msgType }) => msgType === 'comm_open')?.content).toMatchObject({ data: { d: [7] } });
  expect(reply.user_expressions).toMatchObject({ own: { data: { 'application/json': [9] } } });
});

test('half a character is U+FFFD wherever text leaves', async () => {
  const shown = await notebook.run(`console.log("😀".slice(0, 1)); console.error("\\ude00");
    display({ "text/plain": "\\ud83d", "application/json": { "\\ud83d": "\\ud83d" } }, { metadata: { m: "\\ud83d" } });
    comms.open("t", "\\ud83d");`);
  expect([shown.stdout, shown.stderr]).toEqual(['\ufffd\n', '\ufffd\n']);
  expect(displays(shown.published)[0]?.[1]).toMatchObject({
    data: { 'text/plain': '\ufffd', 'application/json': { '\ufffd': '\ufffd' } },
    metadata: { m: '\ufffd' },
  });
  expect(JSON.stringify(shown.published.filter(({ msgType }) => msgType !== 'execute_input'))).not.toMatch(/\\ud/);
  const failed = await notebook.run('throw Object.assign(new RangeError("no \\ud83d"), { name: "\\ude00" })');
  expect([failed.ename, failed.evalue, failed.traceback]).toEqual([
    '\ufffd',
    'no \ufffd',
    expect.stringContaining('no \ufffd'),
  ]);
});

test.each([
  ['new Array(3)', '[ <3 empty items> ]'],
  ['Object.assign([{ a: 1 }], { 2: { a: 2 } })', '[ { a: 1 }, <1 empty item>, { a: 2 } ]'],
  ['[{ get a() { throw new Error("no") } }]', '[ { a: [Getter] } ]'],
  ['new Proxy({ a: 1 }, { get() { throw new Error("no") }, ownKeys() { throw new Error("no") } })', '{ a: 1 }'],
])('%s is shown as Node shows it', async (code, text) => {
  const outcome = await notebook.run(`(${code})`);
  expect([outcome.evalue, outcome.text]).toEqual(['', text]);
});

test('plot shows a Plotly figure', async () => {
  const { published } = await notebook.run('plot([{ x: [1], y: [2], type: "bar" }], { title: { text: "t" } })');
  expect(displays(published)[0]).toEqual([
    'display_data',
    {
      data: {
        'application/vnd.plotly.v1+json': { data: [{ x: [1], y: [2], type: 'bar' }], layout: { title: { text: 't' } } },
        'image/svg+xml': expect.stringMatching(/^<svg .*<title>t</),
        'text/plain': expect.stringContaining('bar'),
      },
      metadata: {},
      transient: {},
    },
  ]);
});

test('a value that cannot be shown is an error of the cell', async () => {
  const { status, evalue } = await notebook.run(
    '({ [Symbol.for("Jupyter.display")]() { throw new Error("no picture") } })',
  );
  expect([status, evalue]).toEqual(['error', 'no picture']);
});

describe('short ways to bundles', () => {
  test('markup, Markdown and formulas', async () => {
    const { published } = await notebook.run(
      "display.html('<b>7</b><script>1</script>'); display.markdown('**é**'); display.latex('x^2'); display.latex('is $x$', { display_id: 'tex' })",
    );
    expect(displays(published).map(([, content]) => (content as { data: unknown }).data)).toEqual([
      { 'text/html': '<b>7</b><script>1</script>', 'text/plain': '7' },
      { 'text/markdown': '**é**', 'text/plain': '**é**' },
      { 'text/latex': '$$x^2$$', 'text/plain': 'x^2' },
      { 'text/latex': 'is $x$', 'text/plain': 'is $x$' },
    ]);
    expect((await notebook.run('display.html(7)')).evalue).toBe(
      'display.html: what it shows is 7; a text was expected.',
    );
  });

  test('progress of a loop is drawn ten times a second at most, and at its end, also when an error ends it', async () => {
    const plain = (published: Parameters<typeof displays>[0]) =>
      published
        .filter(({ msgType }) => /display_data/.test(msgType))
        .map(({ content }) => (content.data as Record<string, string>)['text/plain']?.replaceAll('\u00a0', ' '));
    const loop = await notebook.run(
      "let sum = 0; for (const n of display.progress(Array.from({ length: 100_000 }, (_, i) => i), { label: '<a> & b' })) sum += n; sum",
    );
    expect(loop.text).toBe('4999950000');
    const drawn = plain(loop.published);
    expect(drawn[0]).toBe('<a> & b: 0 of 100,000 (0 %), 0:00');
    expect(drawn.at(-1)).toMatch(/^<a> & b: 100,000 of 100,000 \(100 %\), \d:\d\d$/);
    expect(drawn.length).toBeLessThan(loop.milliseconds / 100 + 4);
    expect(JSON.stringify(loop.published)).toContain('&lt;a&gt; &amp; b');

    const failed = await notebook.run(
      'for (const n of display.progress(new Set([1, 2, 3]))) if (n === 2) throw new Error("two")',
    );
    expect([failed.evalue, plain(failed.published).at(-1)]).toEqual(['two', '1 of 3 (33 %), 0:00']);
    const moved = await notebook.run(
      "const bar = display.progress(4, { label: 'Bar' }); bar.value = 2; bar.add(); bar.label = 'End'; bar.done(); bar.value",
    );
    expect([moved.text, plain(moved.published).at(-1)]).toEqual(['3', 'End: 3 of 4 (75 %), 0:00']);
    const unknown = await notebook.run('for (const n of display.progress((function* () { yield 1; })()));');
    expect(plain(unknown.published).at(-1)).toBe('1, 0:00');
  });

  test.each([
    ['display.progress("abc")', /how much there is to do is /],
    ['display.progress(-1)', /how much there is to do is /],
    ['display.progress(NaN)', /how much there is to do is /],
    ['display.progress(3, { lable: "a" })', /label/],
    ['display.progress(3).value = NaN', /its value is NaN; a number from 0 on/],
    ['display.progress(3).add("1")', /what add is given is "1"/],
  ])('%s', async (code, problem) => {
    expect((await notebook.run(code)).evalue).toMatch(problem);
  });
});
