/**
 * A random small program: top-level statements that declare names of their own, with closures, classes, loops, labels, `try`,
 * generators, `await`, destructuring and types. `note(value)` records what they compute, in its order.
 */
export function randomProgram(choices: readonly number[]): readonly string[] {
  const choose = chooser(choices);
  const scope: Scope = { numbers: [], functions: [], classes: [], taken: new Set() };
  const statements: string[] = [];
  const count = 2 + choose.below(6);
  for (let i = 0; i < count; i++) statements.push(statement(choose, scope, 2));
  statements.push(choose.one(lastStatements)(choose, scope));
  // A line that begins so would go on with the one before, if that has no semicolon.
  return statements.map((each) => (/^[([`+\-/]/.test(each) ? `;${each}` : each));
}

/** What is declared at some place. */
type Scope = {
  numbers: string[];
  functions: string[];
  classes: string[];
  /** A name of an inner scope may hide an outer one, but is not declared twice in one. */
  readonly taken: Set<string>;
};

type Chooser = { below(limit: number): number; one<Item>(items: readonly Item[]): Item };

function chooser(values: readonly number[]): Chooser {
  let at = 0;
  const below = (limit: number): number => {
    const value = values[at % values.length] ?? 0;
    const round = Math.floor(at / values.length);
    at += 1;
    return (value + round * 31) % limit;
  };
  return { below, one: (items) => items[below(items.length)] as (typeof items)[number] };
}

/** Names that esbuild gives, that Node has, and with letters beyond ASCII are among them. */
const names = ['a', 'b', 'x', 'x2', '_x', 'A', 'process', 'URL', 'é', '𝒳', '$', '_init', 'name', 'i'];

function fresh(choose: Chooser, scope: Scope): string {
  const start = choose.below(names.length);
  const free = [...names.slice(start), ...names.slice(0, start)].find((name) => !scope.taken.has(name));
  const name = free ?? `n${scope.taken.size}`;
  scope.taken.add(name);
  return name;
}

function enter(scope: Scope): Scope {
  return {
    numbers: [...scope.numbers],
    functions: [...scope.functions],
    classes: [...scope.classes],
    taken: new Set(),
  };
}

/** A variable of an inner scope: it may have the name of an outer one, which is hidden from here on. */
function declareInner(choose: Chooser, scope: Scope): string {
  const name = fresh(choose, scope);
  for (const list of ['numbers', 'functions', 'classes'] as const)
    scope[list] = scope[list].filter((each) => each !== name);
  return name;
}

function number(choose: Chooser, scope: Scope, depth = 2): string {
  const options: readonly (() => string)[] = [
    () => String(choose.below(10)),
    () => (scope.numbers.length > 0 ? choose.one(scope.numbers) : '3'),
    () => `(${number(choose, scope, depth - 1)} + ${number(choose, scope, depth - 1)})`,
    () => `(${number(choose, scope, depth - 1)} as number)`,
    () => `-${number(choose, scope, 0)}`.replace('--', '- -'),
    () => (scope.functions.length > 0 ? `${choose.one(scope.functions)}(${number(choose, scope, depth - 1)})` : '4'),
    () => `((${number(choose, scope, depth - 1)}) satisfies number)`,
    () => `[${number(choose, scope, depth - 1)}, 2][0]!`,
    () => `(<T,>(v: T): T => v)(${number(choose, scope, depth - 1)})`,
    () => `await ${number(choose, scope, 0)}`,
    () => (scope.classes.length > 0 ? `${choose.one(scope.classes)}.name.length` : '5'),
    () => `\`\${${number(choose, scope, depth - 1)}}\`.length`,
  ];
  return depth <= 0 ? (options[choose.below(2)]?.() ?? '1') : `(${choose.one(options)()})`;
}

/** Within functions that do not wait. */
function plain(choose: Chooser, scope: Scope): string {
  return number(choose, scope).replaceAll('await ', '');
}

function statement(choose: Chooser, scope: Scope, depth: number): string {
  const outer = { ...scope };
  const add = (list: 'numbers' | 'functions' | 'classes', name: string, text: string): string => {
    scope[list] = [...scope[list].filter((each) => each !== name), name];
    return text;
  };
  const declare = (): string => declareInner(choose, scope);
  const inner = (): string => {
    const block = enter(scope);
    const parts = [statement(choose, block, depth - 1), `note(${number(choose, block)})`];
    return `{\n${parts.join('\n')}\n}`;
  };
  const variables: readonly (() => string)[] = [
    () => {
      const value = number(choose, outer);
      const name = declare();
      return add('numbers', name, `const ${name}: number = ${value}`);
    },
    () => {
      const value = number(choose, outer);
      const name = declare();
      return add('numbers', name, `let ${name} = ${value}; ${name} += 1`);
    },
    () => {
      const value = number(choose, outer);
      const name = declare();
      return add(
        'numbers',
        name,
        `const { p: ${name} = ${value}, ...rest${name} } = { q: 1 } as { p?: number, q: number }; note(rest${name})`,
      );
    },
    () => {
      const value = number(choose, outer);
      const name = declare();
      return add('numbers', name, `let [, ${name} = ${value}] = [1]`);
    },
    () => {
      const name = declare();
      const own = enter(scope);
      const parameter = declareInner(choose, own);
      own.numbers.push(parameter);
      const body = plain(choose, own);
      return add('functions', name, `function ${name}(${parameter}: number): number { return ${body} }`);
    },
    () => {
      const name = declare();
      const own = enter(scope);
      const parameter = declareInner(choose, own);
      own.numbers.push(parameter);
      const body = plain(choose, own);
      return add('functions', name, `const ${name} = (${parameter} = 1) => ${body}`);
    },
    () => {
      const name = declare();
      return add(
        'functions',
        name,
        `const ${name} = function ${name}(v: number): number { return v > 0 ? ${name}(v - 1) : ${name}.name.length }`,
      );
    },
    () => {
      const value = plain(choose, outer);
      const name = declare();
      return add(
        'classes',
        name,
        `class ${name} { #p = ${value}; static s = ${name}.name; constructor(readonly k = 2) {} get p() { return this.#p + this.k } static { note(${name}.s) } }\nnote(new ${name}().p)`,
      );
    },
    () => {
      const name = declare();
      return add(
        'classes',
        name,
        `const ${name} = class ${name} { accessor v = 1; static own = ${name}.name; twice() { return this.v * 2 } }\nnote([new ${name}().twice(), ${name}.own, ${name}.name])`,
      );
    },
    () => {
      const name = declare();
      return add(
        'classes',
        name,
        `const ${name} = class { static make() { return new this() } }\nnote([${name}.name, ${name}.make() instanceof ${name}])`,
      );
    },
    () => {
      const name = declare();
      return `enum ${name} { P = ${choose.below(5)}, Q }\nnote([${name}.P, ${name}[${name}.Q]])`;
    },
    () => {
      if (depth < 2) return 'note(2)';
      const name = declare();
      return `namespace ${name} { export const v = ${choose.below(5)}; export function f() { return v + 1 } }\nnote(${name}.f())`;
    },
    () => {
      const name = declare();
      const own = enter(scope);
      const each = declareInner(choose, own);
      own.numbers.push(each);
      const body = plain(choose, own);
      return `function* ${name}(to: number) { for (let ${each} = 0; ${each} < to; ${each}++) yield ${body} }\nnote([...${name}(3)])`;
    },
    () => {
      const name = declare();
      return `async function ${name}(v: number) { try { return (await v) + ${plain(choose, outer)} } finally { note('done') } }\nnote(await ${name}(1))`;
    },
    () => `type T${choose.below(100)}${scope.taken.size} = { a: number } | null`,
    () => `interface I${choose.below(100)} { a?: string }`,
  ];
  if (depth <= 0) return choose.one(variables)();
  const others: readonly (() => string)[] = [
    () => `if (${number(choose, scope)} > 3) ${inner()} else ${inner()}`,
    () => `outer: for (const each of [1, 2, 3]) { for (;;) { if (each > 1) break outer; note(each); continue outer } }`,
    () => `for (let step = 0; step < 3; step++) ${inner()}`,
    () =>
      `{ const own: (() => number)[] = []; for (let step = 0; step < 2; step++) own.push(() => step + ${plain(choose, scope)})\nnote(own.map((f) => f())) }`,
    () => `try { note(1); throw new RangeError('r') } catch (e) { note((e as Error).message) } finally ${inner()}`,
    () => `try { note(await Promise.reject(${choose.below(9)})) } catch (e) ${inner()}`,
    () =>
      `switch (${number(choose, scope)} % 3) { case 0: note('zero'); case 1: note('one'); break; default: note('other') }`,
    () => `for await (const each of (async function* () { yield* [${number(choose, scope)}, 2] })()) note(each)`,
    () => `done: { if (${number(choose, scope)} > 2) break done; note('on') }`,
    () => `do ${inner()} while (false)`,
    () => `;[1, 2].map((each) => note(each))`,
    () => `note(${number(choose, scope)})\n;(() => { note(1) })()`,
    () => {
      const numbers = scope.numbers;
      return numbers.length > 0
        ? `note((() => { try { ${choose.one(numbers)}++; return 'changed' } catch (e) { return (e as Error).name } })())`
        : 'note(0)';
    },
    () => inner(),
  ];
  return choose.one([...variables, ...others])();
}

/** What a cell may end with. */
const lastStatements: readonly ((choose: Chooser, scope: Scope) => string)[] = [
  (choose, scope) => number(choose, scope),
  (choose, scope) => `${number(choose, scope)};`,
  (choose) => `${choose.below(5)} * ${choose.below(5)} // end`,
  (choose) => `-${choose.below(5)}`.replace('-', '- '),
  (choose) => `'${choose.below(5)}' + 'b'`,
  (choose, scope) => `if (${number(choose, scope)} > 4) ${number(choose, scope)}; else 'no' + 'thing'`,
  (choose, scope) => `try { ${number(choose, scope)} } finally { ${number(choose, scope)} }`,
  (choose, scope) => `{ const last = ${number(choose, scope)}; last + 1 }`,
  (choose, scope) => `switch (${number(choose, scope)} % 2) { case 0: 'even' + ''; break; default: 1 + 1 }`,
  (choose, scope) => `found: { if (${number(choose, scope)} > 3) break found; 2 + 2 }`,
  (choose, scope) => `({ a: ${number(choose, scope)} }).a as number`,
  (choose, scope) => (scope.classes.length > 0 ? `${choose.one(scope.classes)}.name` : '`t`'),
  (choose, scope) => (scope.functions.length > 0 ? `${choose.one(scope.functions)}.name` : 'true'),
  () => 'type Last = 1',
  () => 'for (const each of [1]) each',
];
