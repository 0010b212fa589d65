import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Content } from '../../kernel/jupyter/messages.ts';
import { widgetMime } from '../../kernel/payloads/mime.ts';
import { parseWidgetPayload, type WidgetPayload, widgetViewMime } from '../../kernel/payloads/widget.ts';
import { type Driver, startSession, until } from './session-driver.ts';

/** Widgets through the messages that Jupyter's clients send: the widget protocol 2.1. */
let driver: Driver;
const folder = mkdtempSync(join(tmpdir(), 'widgets-'));
beforeAll(() => {
  writeFileSync(join(folder, 'front-end.js'), 'export default { render({ el }) { el.textContent = "a file" } };');
  writeFileSync(join(folder, 'front-end.tsx'), 'export const render = () => <b/>;');
  writeFileSync(join(folder, 'style.css'), 'b { color: red }');
  driver = startSession();
});
afterAll(async () => {
  await driver.close();
  rmSync(folder, { recursive: true });
});

type Shown = { readonly payload: WidgetPayload; readonly cell: string; readonly data: Content };

async function show(code: string): Promise<Shown> {
  const { status, data, evalue, id } = await driver.run(code);
  if (status !== 'ok' || !data) throw new Error(evalue);
  const parsed = parseWidgetPayload(data[widgetMime]);
  if (!parsed.ok) throw new Error(parsed.reason);
  return { payload: parsed.value, cell: id, data };
}

const tell = (id: string, data: Content): Promise<Content> => driver.ask('comm_msg', { comm_id: id, data });
const update = (id: string, state: Content): Promise<Content> =>
  tell(id, { method: 'update', state, buffer_paths: [] });

/** States that the kernel told the front end since then. */
function told(id: string, since = 0): readonly unknown[] {
  return driver.published
    .slice(since)
    .filter(({ msgType, content }) => msgType === 'comm_msg' && content.comm_id === id)
    .map(({ content }) => (content.data as Content).state ?? content.data);
}

const value = async (expression: string): Promise<string | undefined> => (await driver.run(expression)).text;

describe('a front end of one’s own', () => {
  it('is shown in VS Code, in Jupyter with anywidget, and as text', async () => {
    const before = driver.published.length;
    const { payload, data } = await show(
      "const own = widget({ module: 'export function render({ el }) { el.textContent = 1 }', css: 'b {}', state: { value: 1, list: [1], map: new Map([['a', 2n]]) } }); own",
    );
    expect(payload.state).toEqual({ value: 1, list: [1], map: { a: 2 } });
    expect(data[widgetViewMime]).toEqual({ version_major: 2, version_minor: 1, model_id: payload.id });
    expect(data['text/plain']).toBe('widget { value: 1, list: [1], map: {"a":2} }');
    const open = driver.published.slice(before).find(({ msgType }) => msgType === 'comm_open');
    expect(open?.content).toMatchObject({ comm_id: payload.id, target_name: 'jupyter.widget' });
    expect(open?.content.data).toMatchObject({
      state: {
        _model_module: 'anywidget',
        _model_name: 'AnyModel',
        _view_name: 'AnyView',
        _esm: payload.module,
        _css: 'b {}',
        value: 1,
      },
    });
    expect(await driver.ask('comm_info_request', { target_name: 'jupyter.widget' })).toMatchObject({
      comms: { [payload.id]: { target_name: 'jupyter.widget' } },
    });
  });

  it('comes from files beside the notebook', async () => {
    const at = JSON.stringify(folder);
    const { payload } = await show(
      `process.chdir(${at}); widget({ module: ${at} + '/front-end.js', css: ${at} + '/style.css' })`,
    );
    expect(payload).toMatchObject({ css: 'b { color: red }', state: {} });
    expect(payload.module).toContain('a file');
  });

  it.each([
    ["widget({ module: './none.js' })", /its module \.\/none\.js cannot be read \(looked for \/.*none\.js\): ENOENT/],
    ['widget({ module: FOLDER })', /exports nothing/],
    ["widget({ module: FOLDER + '/front-end.tsx' })", /is TypeScript or JSX.*Bundle it first/],
    ["widget({ module: 'https://a.b/c.js' })", /is an address: nothing is fetched/],
    ["widget({ module: 'const a = 1' })", /exports nothing/],
    ["widget({ module: '' })", /module is ""; a text that is not empty/],
    ['widget({})', /module is missing/],
    ['widget()', /module is missing/],
    ["widget({ module: 'export {}', esm: 1 })", /no option "esm"; did you mean "module"/],
    ["widget({ module: 'export {}' }, 1)", /something behind its options: 1/],
    ["widget({ module: 'export {}', state: [1] })", /state is \[1\]; an object/],
    [
      "widget({ module: 'export {}', state: { a: 'x'.repeat(2 ** 21) } })",
      /its state takes 2097160 characters.*at most 1048576/,
    ],
    ["widget({ module: 'export {}', state: { f: () => 1 } })", /"f" in its state is the function f, which JSON cannot/],
    ["widget({ module: 'export {}', state: { deep: [{ s: Symbol('s') }] } })", /"s" in its state is a symbol/],
    [
      "widget({ module: 'export {}', state: { _esm: 'x' } })",
      /its state has _esm; names that begin with _ are Jupyter/,
    ],
    ["const knot = {}; knot.knot = knot; widget({ module: 'export {}', state: { knot } })", /contains itself/],
    ["widget({ module: 'export {}' + ' '.repeat(5 << 20) })", /its module has 5242889 characters; at most 4194304/],
    ["widget({ module: 'export {}', onChange: 5 })", /onChange is 5; a function/],
    ['widget.slider({ min: 2, max: 1 })', /min must be below max/],
    ['widget.slider({ value: 2 })', /value is 2; a number from 0 to 1/],
    ['widget.slider({ step: 0 })', /step is 0; a number above 0/],
    ['widget.slider({ max: NaN })', /max is NaN; a number/],
    ['widget.select({})', /options is missing/],
    ['widget.select({ options: [] })', /options is an empty list/],
    ["widget.select({ options: ['a', 'b', 'a'] })", /options has "a" at 0 and 2; give each once/],
    ['widget.select({ options: [0, 1, -0] })', /options has 0 at 0 and 2/],
    ["widget.select({ options: ['a'], value: 'b' })", /value is "b"; one of its options/],
    ['widget.button({ onPress: () => 1 })', /no option "onPress"; did you mean "onClick"/],
    ["own.set('value', 'x'.repeat(2 ** 21))", /its state takes/],
    ["own.set('value', () => 1)", /"value" in its state is a function, which JSON cannot carry/],
    ["own.set('_esm', 'x')", /names that begin with _/],
    ['own.set(5, 1)', /the name is 5; a text/],
  ])('%s says why not', async (code, words) => {
    const { status, evalue } = await driver.run(code.replace('FOLDER', JSON.stringify(folder)));
    expect(status).toBe('error');
    expect(evalue).toMatch(words);
  });
});

describe('what the front end says', () => {
  it('changes the state, and calls the cell’s function once for each change', async () => {
    const { payload, cell } = await show(
      "const heard = []; const slide = widget.slider({ label: 'threshold', onChange: (value) => { heard.push(value); console.log('at', value) } }); slide",
    );
    expect(payload.state).toEqual({ kind: 'slider', label: 'threshold', min: 0, max: 1, step: 0.01, value: 0.5 });
    await update(payload.id, { value: 0.7, _view_count: 1 });
    await update(payload.id, { value: 0.7 });
    await update(payload.id, { value: 1 });
    expect(await value('[heard, slide.value]')).toBe('[ [ 0.7, 1 ], 1 ]');
    // What it prints stands below the cell that made it.
    await until(() => driver.textOf(cell) === 'at 0.7\nat 1\n');
  });

  it.each([
    [
      'slide',
      { value: '0.5' },
      'slider: its front end was not heard: value is "0.5"; a number from 0 to 1 was expected.',
    ],
    ['slide', { value: 7 }, 'value is 7; a number from 0 to 1 was expected'],
    ['slide', { value: null }, 'value is nothing; a number from 0 to 1'],
    ['slide', { max: 9 }, 'only its value is changed there, not max'],
    ['slide', { evil: 1 }, 'only its value is changed there, not evil'],
    ['own', { value: 'text' }, 'widget: its front end was not heard: value is a text; a number was expected.'],
    ['own', { list: { a: 1 } }, 'list is an object; a list was expected'],
    ['own', { none: 1 }, 'there is no "none" in its state, which has value, list, map'],
    ['own', { value: 'x'.repeat(2 ** 21) }, 'value is too long'],
  ])('%s refuses %j and says what stays', async (name, state, words) => {
    const { payload, cell } = await show(name);
    const before = driver.published.length;
    const was = await value(`JSON.stringify(${name}.state)`);
    await update(payload.id, state);
    expect(await value(`JSON.stringify(${name}.state)`)).toBe(was);
    const opener = driver.published.slice(before).filter(({ msgType }) => msgType === 'stream');
    expect(opener.map(({ content }) => content.text).join('')).toContain(words);
    expect(opener.every(({ parent }) => parent !== cell)).toBe(true);
    const [changed] = Object.keys(state);
    if (changed !== undefined && changed in payload.state) {
      expect(told(payload.id, before)).toEqual([{ [changed]: payload.state[changed] }]);
    }
  });

  it('chooses among options, and presses a button', async () => {
    const chosen = await show(
      "const seen = []; const pick = widget.select({ options: ['a', 2, true], onChange: (v) => seen.push(v) }); pick",
    );
    await update(chosen.payload.id, { value: 2 });
    await update(chosen.payload.id, { value: '2' });
    const pressed = await show("widget.button({ label: 'Go', onClick: () => seen.push('click') })");
    await tell(pressed.payload.id, { method: 'custom', content: { event: 'click' } });
    await tell(pressed.payload.id, { method: 'custom', content: null });
    expect(await value('seen')).toBe("[ 2, 'click' ]");
  });

  it('is answered: changes of the kernel, messages both ways, and the state again after a reload', async () => {
    const { payload } = await show(
      "const talk = widget({ module: 'export {}', state: { n: 1 }, onMessage: (content, buffers) => talk.send({ got: content, bytes: buffers[0]?.length ?? 0 }) }); talk",
    );
    const before = driver.published.length;
    await driver.run("talk.set('n', 2)");
    await tell(payload.id, { method: 'custom', content: 'hi' });
    await tell(payload.id, { method: 'request_state' });
    await tell(payload.id, { method: 'nonsense' });
    await tell(payload.id, {});
    expect(told(payload.id, before)).toMatchObject([
      { n: 2 },
      { method: 'custom', content: { got: 'hi', bytes: 0 } },
      { n: 2, _model_name: 'AnyModel' },
    ]);
  });
});

describe('functions of cells', () => {
  it('that throw say so below the cell that made the widget, at first in full', async () => {
    const { payload, cell } = await show("widget.slider({ onChange: (v) => { throw new Error('no ' + v) } })");
    for (const each of [0.1, 0.2, 0.3, 0.4, 0.6]) await update(payload.id, { value: each });
    await until(() => driver.textOf(cell, 'stderr').includes('no 0.6'));
    expect(driver.errorsOf(cell)).toHaveLength(3);
    expect(driver.errorsOf(cell)[0]).toMatch(/^Uncaught: Error: no 0\.1.*Cell In\[\d+\], line 1/s);
    expect(driver.textOf(cell, 'stderr')).toContain('Uncaught: Error: no 0.4');
    // The state is what the front end shows.
    expect((await driver.run('1 + 1')).text).toBe('2');
  });

  it('that reject say so, too', async () => {
    const { payload, cell } = await show(
      "widget.slider({ onChange: async () => { await null; throw new Error('later') } })",
    );
    await update(payload.id, { value: 0.1 });
    await until(() => driver.errorsOf(cell).length === 1);
    expect(driver.errorsOf(cell)[0]).toContain('later');
  });

  it('run while a cell waits, and that cell goes on', async () => {
    const { payload } = await show('const during = []; widget.slider({ onChange: (v) => during.push(v) })');
    const { payload: ends } = await show('widget.button({ onClick: () => go() })');
    const running = driver.start(
      'await new Promise((go) => { globalThis.go = go; console.log("waits"); }); during.length',
    );
    await until(() => driver.textOf(running.id).includes('waits'));
    await update(payload.id, { value: 0.3 });
    await tell(ends.id, { method: 'custom', content: { event: 'click' } });
    expect((await running.outcome).text).toBe('1');
  });

  it('that take long hear only the latest of what comes meanwhile', async () => {
    const { payload } = await show(
      'let release = []; const late = []; widget.slider({ onChange: async (v) => { late.push(v); await new Promise((go) => release.push(go)); } })',
    );
    const first = update(payload.id, { value: 0.1 });
    for (const each of [0.2, 0.3, 0.4]) await update(payload.id, { value: each });
    expect(await value('late')).toBe('[ 0.1 ]');
    await driver.run('release.shift()()');
    while ((await value('late')) !== '[ 0.1, 0.4 ]');
    await driver.run('release.shift()()');
    await first;
    const last = update(payload.id, { value: 0.9 });
    while ((await value('late')) !== '[ 0.1, 0.4, 0.9 ]');
    await driver.run('release.shift()()');
    await last;
  });

  it('that spin or wait for ever are interrupted, and the next change is heard', async () => {
    for (const work of ['while (true) {}', 'await new Promise(() => {})']) {
      const { payload } = await show(
        `globalThis.calls = 0; widget.slider({ onChange: async () => { if (++calls === 1) { ${work} } } })`,
      );
      const stuck = update(payload.id, { value: 0.1 });
      await driver.interrupt();
      await stuck;
      await update(payload.id, { value: 0.2 });
      expect(await value('calls')).toBe('2');
    }
  });
});

describe('the end', () => {
  it('a widget that is closed, or was never there, is told to who speaks to it', async () => {
    const { payload } = await show('const brief = widget.button(); brief');
    await driver.run('brief.close(); brief.close()');
    for (const id of [payload.id, 'nobody']) {
      const before = driver.published.length;
      await update(id, { value: 1 });
      const closed = driver.published.slice(before).filter(({ msgType }) => msgType === 'comm_close');
      expect(closed.map(({ content }) => content.comm_id)).toEqual([id]);
    }
  });

  it('of a thousand widgets the oldest are closed', async () => {
    const before = driver.published.length;
    await driver.run('for (let i = 0; i < 1000; i++) widget.button()');
    const closed = driver.published.slice(before).filter(({ msgType }) => msgType === 'comm_close');
    expect(closed.length).toBeGreaterThanOrEqual(500);
  });

  it('hundreds of moves take no other cell’s output away', async () => {
    const ticking = await driver.run("globalThis.tick = () => {}; const timer = setInterval(() => tick(), 5); 'ticks'");
    const { payload } = await show('const moved = widget.slider(); moved');
    for (let i = 0; i < 300; i++) await update(payload.id, { value: i / 300 });
    await driver.run("tick = () => { console.log('still here'); clearInterval(timer); }");
    await until(() => driver.textOf(ticking.id).includes('still here'));
  });
});
