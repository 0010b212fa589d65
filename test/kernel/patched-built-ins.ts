import { type Driver, startSession } from './session-driver.ts';

/** A notebook whose cells can replace any built-in by a function that throws. */
export interface PatchedNotebook {
  /** Of every function and getter that a cell can replace, its name. */
  readonly names: readonly string[];
  /** Replaces some, looks at all that a notebook promises, and puts them back; what went wrong. */
  replace(indices: readonly number[]): Promise<readonly string[]>;
  readonly notebook: Driver;
}

export async function startPatchedNotebook(): Promise<PatchedNotebook> {
  const notebook = startSession();
  await notebook.run(walk);
  const { stdout } = await notebook.run(`console.log(targets.map(({ name }) => name).join('\\n'))`);
  return {
    notebook,
    names: stdout.trimEnd().split('\n'),
    async replace(indices) {
      await notebook.run(`replace([${indices}])`);
      const wrong = await whatIsWrong(notebook);
      const restored = await notebook.run('restore(); Object.keys(left)');
      return restored.text === '[]' ? wrong : [...wrong, `it is not as it was: ${restored.text ?? restored.evalue}`];
    },
  };
}

/** What a cell promises, looked at in cells that call no built-in themselves. */
export async function whatIsWrong(notebook: Driver): Promise<readonly string[]> {
  const wrong: string[] = [];
  const expect = (what: string, seen: unknown, wanted: unknown): void => {
    if (JSON.stringify(seen) !== JSON.stringify(wanted)) wrong.push(`${what}: ${JSON.stringify(seen)?.slice(0, 300)}`);
  };
  const run = (code: string) => answered(notebook.run(code, { user_expressions: { twice: '1 + 1' } }));

  const printed = await run('console.log("printed", { a: 2 }); ({ b: { c: 4 } })');
  expect('text', [printed?.stdout, printed?.text], ['printed { a: 2 }\n', '{ b: { c: 4 } }']);
  const { twice } = (printed?.reply.user_expressions ?? {}) as { twice?: { data?: unknown } };
  expect('user_expressions', twice?.data, { 'text/plain': '2' });

  const table = await run('[{ a: 1, b: "x" }, { a: 2, b: "y" }]');
  expect('table', table?.data?.['text/plain'], '   a  b\n0  1  x\n1  2  y');

  const bundle = { 'text/plain': 'shown', 'application/json': { list: [1, 2] } };
  const shown = await run(`display(${JSON.stringify(bundle)}); await null; 7`);
  const displays = shown?.published.filter(({ msgType }) => msgType === 'display_data') ?? [];
  expect('display', [displays.map(({ content }) => content.data), shown?.text], [[bundle], '7']);

  const failed = await run('const nothing = null;\nnothing.x');
  const [place] = /(?<=Cell In\[\d+\], )line \d+/.exec(failed?.traceback ?? '') ?? [];
  expect(
    'error',
    [failed?.ename, failed?.evalue, place],
    ['TypeError', "Cannot read properties of null (reading 'x')", 'line 2'],
  );

  const asked = await answered(notebook.ask('complete_request', { code: 'kept.alph', cursor_pos: 9 }));
  expect('completion', asked?.matches, ['alpha']);
  const inspected = await answered(notebook.ask('inspect_request', { code: 'kept', cursor_pos: 4, detail_level: 0 }));
  expect('inspection', (inspected?.data as { 'text/plain'?: string })?.['text/plain']?.includes("{ alpha: 'a'"), true);
  return wrong;
}

const patienceMs = 20_000;

/** An answer, or undefined where none came: what hangs is one failure and not the end of the test. */
async function answered<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs);
  });
  const value = await Promise.race([promise, late]);
  clearTimeout(timer);
  return value;
}

/** Everything that is reached from what is global, by own properties and prototypes, and that a cell may set. */
const walk = `
const kept = { alpha: 'a', list: [1, 2, 3], map: new Map([['k', 1]]) };
const { defineProperty, getOwnPropertyDescriptor, ownKeys, getPrototypeOf } = Reflect;
const targets = [];
const wellKnown = new Set(ownKeys(Symbol).map((name) => Symbol[name]));
const seen = new Set([globalThis, process, console, globalThis.__cell]);
const ownNames = ['require', 'display', 'clearOutput', 'prompt', 'comms', 'plot'];
const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
const visit = (holder, path) => {
  if (seen.has(holder)) return;
  seen.add(holder);
  for (const key of ownKeys(holder)) {
    // Node's own symbols are nobody's to replace.
    if (typeof key === 'symbol' && !wellKnown.has(key)) continue;
    const name = typeof key === 'symbol' ? \`\${path}[\${key.description}]\` : \`\${path}.\${key}\`;
    const descriptor = getOwnPropertyDescriptor(holder, key);
    const { value, get, configurable, writable } = descriptor;
    if (typeof (value ?? get) === 'function' && (configurable || writable)) targets.push({ holder, key, name, descriptor });
    if (isObject(value)) visit(value, name);
  }
  const above = getPrototypeOf(holder);
  if (above) visit(above, \`\${path}.__proto__\`);
};
for (const key of ownKeys(globalThis)) {
  const descriptor = getOwnPropertyDescriptor(globalThis, key);
  if (!isObject(descriptor.value) || ownNames.includes(key)) continue;
  if (typeof descriptor.value === 'function') targets.push({ holder: globalThis, key, name: String(key), descriptor });
  visit(descriptor.value, String(key));
}
visit(Buffer, 'Buffer');
visit(getPrototypeOf([].values()), 'ArrayIterator');
visit(getPrototypeOf(new Map().values()), 'MapIterator');
visit(getPrototypeOf(new Set().values()), 'SetIterator');
visit(getPrototypeOf(''[Symbol.iterator]()), 'StringIterator');
visit(getPrototypeOf(''.matchAll(/x/g)), 'RegExpStringIterator');
visit(getPrototypeOf((function* () {})()), 'Generator');
visit(getPrototypeOf((async function* () {})()), 'AsyncGenerator');
visit(getPrototypeOf(async () => {}), 'AsyncFunction');
visit(require('node:events').EventEmitter, 'EventEmitter');
let replaced = [];
const left = {};
const replace = (indices) => {
  replaced = indices;
  for (let i = 0; i < indices.length; i++) {
    const { holder, key, name, descriptor } = targets[indices[i]];
    const thrower = function () { throw name + ' was replaced'; };
    defineProperty(holder, key, 'value' in descriptor ? { __proto__: null, value: thrower } : { __proto__: null, get: thrower, set: thrower });
  }
};
const restore = () => {
  for (let i = 0; i < replaced.length; i++) {
    const { holder, key, name, descriptor } = targets[replaced[i]];
    const now = getOwnPropertyDescriptor(holder, key);
    if ((now.value ?? now.get) === (descriptor.value ?? descriptor.get)) left[name] = true;
    defineProperty(holder, key, descriptor);
  }
};
undefined`;
