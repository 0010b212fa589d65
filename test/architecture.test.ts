import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Files that were parsed for one probe serve the next: most are TypeScript's own libraries. */
const parsedFiles = new Map<string, ts.SourceFile | undefined>();

/** Type-checks one line as if it stood in a new file of `project`. */
function diagnose(project: string, line: string): readonly number[] {
  const config = join(root, project, 'tsconfig.json');
  const parsed = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config,
    ts.sys,
    dirname(config),
  );
  const probe = join(root, project, 'architecture-probe.ts');
  const host = ts.createCompilerHost(parsed.options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => file === probe || fileExists(file);
  host.readFile = (file) => (file === probe ? line : readFile(file));
  host.getSourceFile = (file, target, ...rest) => {
    if (file === probe) return ts.createSourceFile(file, line, parsed.options.target ?? ts.ScriptTarget.ES2022);
    const key = `${file} ${JSON.stringify(target)}`;
    if (!parsedFiles.has(key)) parsedFiles.set(key, getSourceFile(file, target, ...rest));
    return parsedFiles.get(key);
  };
  const program = ts.createProgram({
    rootNames: [probe],
    options: { ...parsed.options, noEmit: true },
    projectReferences: parsed.projectReferences,
    host,
  });
  const probed = program.getSourceFile(probe);
  return [...program.getOptionsDiagnostics(), ...program.getSemanticDiagnostics(probed)].map(({ code }) => code);
}

const notInProject = 6307;
const cannotFindModule = [2307, 2591, 2882];

describe('a forbidden import does not compile', () => {
  const forbidden: readonly (readonly [project: string, specifier: string])[] = [
    ['kernel/payloads', '../multitask/network/network.ts'],
    ['kernel/payloads', '../jupyter/messages.ts'],
    ['kernel/pictures', '../multitask/network/network.ts'],
    ['kernel/cell', '../multitask/network/network.ts'],
    ['kernel/multitask', '../payloads/mime.ts'],
    ['kernel/multitask', '../jupyter/messages.ts'],
    ['kernel/jupyter', '../session/session.ts'],
    ['kernel/files', '../multitask/network/network.ts'],
    ['kernel/link', '../multitask/network/network.ts'],
    ['kernel/guards', '../link/protocol.ts'],
    ['kernel/text', '../payloads/mime.ts'],
    ['kernel/statistics', '../payloads/mime.ts'],
    ['kernel', './user-process/main.ts'],
    ['kernel', './user-process/output/display.ts'],
    ['kernel/user-process', '../session/session.ts'],
    ['kernel/user-process', '../session/process/host.ts'],
    ['kernel/user-process', '../jupyter/messages.ts'],
    ['kernel/user-process', '../cell/transpile.ts'],
    ['extension', '../kernel/multitask/network/network.ts'],
    ['extension', '../kernel/session/session.ts'],
    ['extension/renderers', '../../kernel/jupyter/messages.ts'],
    ['extension/renderers', '../../kernel/multitask/network/network.ts'],
  ];
  it.each(forbidden)('%s may not import %s', (project, specifier) => {
    expect(diagnose(project, `import '${specifier}';`)).toContain(notInProject);
  });

  it.each([
    ['kernel/payloads', 'node:fs'],
    ['kernel/guards', 'node:fs'],
    ['kernel/text', 'node:fs'],
    ['kernel/statistics', 'node:fs'],
    ['kernel/pictures', 'node:fs'],
    ['extension/renderers', 'node:fs'],
  ])('%s may not import %s', (project, specifier) => {
    const codes = diagnose(project, `import * as forbidden from '${specifier}'; forbidden;`);
    expect(codes.some((code) => cannotFindModule.includes(code))).toBe(true);
  });

  it.each([
    ['extension/renderers', '../../kernel/payloads/mime.ts'],
    ['kernel/pictures', '../payloads/mime.ts'],
    ['extension', '../kernel/jupyter/messages.ts'],
    ['kernel', './link/protocol.ts'],
    ['kernel/user-process', '../link/protocol.ts'],
  ])('%s may import %s', (project, specifier) => {
    expect(diagnose(project, `import '${specifier}';`)).not.toContain(notInProject);
  });
});

/** Packages each folder may name; `node:` modules are the types' business above. */
const packages: Readonly<Record<string, readonly string[]>> = {
  'kernel/payloads': [],
  'kernel/files': [],
  'kernel/guards': [],
  'kernel/package': [],
  'kernel/text': [],
  'kernel/statistics': [],
  'kernel/pictures': ['d3-scale', 'd3-shape'],
  'kernel/cell': ['@jridgewell/sourcemap-codec', 'acorn', 'esbuild', 'magic-string', 'oxc-parser', 'typescript'],
  'kernel/multitask': [
    '@aws-sdk/client-s3',
    '@bufbuild/protobuf',
    '@duckdb/node-api',
    '@stdlib/math-base-special-erfc',
    '@tensorflow/',
    'fflate',
  ],
  'kernel/jupyter': ['zeromq'],
  'extension/renderers': ['@tanstack/virtual-core', 'plotly.js-cartesian-dist-min'],
};

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.includes('assembly'))
    .map((file) => join(folder, file.replaceAll('\\', '/')));
}

describe('a folder names only its own packages', () => {
  it.each(Object.entries(packages))('%s', (folder, allowed) => {
    const foreign = sources(folder).flatMap((file) =>
      ts
        .preProcessFile(readFileSync(join(root, file), 'utf8'))
        .importedFiles.map(({ fileName }) => fileName)
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .filter((name) => !allowed.some((prefix) => name === prefix || name.startsWith(prefix)))
        .map((name) => `${file}: ${name}`),
    );
    expect(foreign).toEqual([]);
  });
});

/** Every import of one of our files by another, types included, as [from, to, is it awaited]. */
const imports = [...sources('kernel'), ...sources('extension')].flatMap((from) => {
  const text = readFileSync(join(root, from), 'utf8');
  return ts
    .preProcessFile(text)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName, pos }) => ({
      from,
      to: posix.join(posix.dirname(from), fileName),
      isAwaited: /import\($/.test(text.slice(0, pos).trimEnd()),
    }));
});

/** The import circles of a graph: its strongly connected components of more than one file (Tarjan 1972). */
function circles(edges: readonly { readonly from: string; readonly to: string }[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const [index, low, stack, found] = [
    new Map<string, number>(),
    new Map<string, number>(),
    [] as string[],
    [] as string[][],
  ];
  const visit = (file: string): number => {
    const own = index.size;
    index.set(file, own);
    low.set(file, own);
    stack.push(file);
    for (const to of targets.get(file) ?? []) {
      if (!index.has(to)) low.set(file, Math.min(low.get(file) ?? 0, visit(to)));
      else if (stack.includes(to)) low.set(file, Math.min(low.get(file) ?? 0, index.get(to) ?? 0));
    }
    if (low.get(file) === own) {
      const circle = stack.splice(stack.indexOf(file));
      if (circle.length > 1) found.push(circle);
    }
    return low.get(file) ?? 0;
  };
  for (const { from } of edges) if (!index.has(from)) visit(from);
  return found;
}

describe('no import circle, types included', () => {
  it('among all sources', () => expect(circles(imports)).toEqual([]));

  it('would be found', () => {
    const [a, b, c] = ['a.ts', 'b.ts', 'c.ts'];
    const edges = [
      { from: a, to: b },
      { from: b, to: c },
      { from: c, to: b },
    ];
    expect(circles(edges)).toEqual([[b, c]]);
  });
});

describe("a folder's face is its index.ts: what is not exported there is nobody else's business", () => {
  const faces = new Set(
    imports
      .map(({ from }) => from)
      .filter((file) => file.endsWith('/index.ts'))
      .map(posix.dirname),
  );
  // A library's own entry is no face of its folder: it makes a whole multitask when it is loaded.
  faces.delete('kernel/multitask');
  // Build tools take single files of what they pack: VS Code is not there when they run.
  const isTool = (file: string) => file.startsWith('extension/packaging/');
  // The face beside them loads ZeroMQ, a native addon that the extension must not wait for when it starts; these do not.
  const isPure = (file: string) => /^kernel\/jupyter\/(notebook-outputs|kernelspec|traceback)\.ts$/.test(file);
  // The parts of all features; a face would close a circle through every feature.
  const isWiring = (file: string) => file === 'extension/feature.ts';

  /** Imports that reach past a face. What is awaited is loaded by itself, when it is needed: a face would load more. */
  function reaching(given: typeof imports): string[] {
    return given
      .filter(({ from, isAwaited }) => !isAwaited && !isTool(from) && !isWiring(from))
      .filter(({ from, to }) => {
        if (isPure(to)) return false;
        for (let folder = posix.dirname(to); folder !== '.'; folder = posix.dirname(folder)) {
          if (faces.has(folder) && !from.startsWith(`${folder}/`)) return to !== `${folder}/index.ts`;
        }
        return false;
      })
      .map(({ from, to }) => `${from} → ${to}`);
  }

  it('among all sources', () => expect(reaching(imports)).toEqual([]));

  it('would be seen', () => {
    const past = { from: 'kernel/multitask/model/model.ts', to: 'kernel/multitask/data/random.ts', isAwaited: false };
    expect(reaching([past])).toEqual(['kernel/multitask/model/model.ts → kernel/multitask/data/random.ts']);
    expect(reaching([{ ...past, to: 'kernel/multitask/data/index.ts' }])).toEqual([]);
    expect(reaching([{ ...past, from: 'kernel/multitask/data/join-rows.ts' }])).toEqual([]);
  });
});

describe('a folder stays a room', () => {
  it('of about twenty files that are not one kind of thing', () => {
    const counts = new Map<string, number>();
    for (const file of [...sources('kernel'), ...sources('extension')])
      counts.set(posix.dirname(file), (counts.get(posix.dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 22)).toEqual([]);
  });

  /** Files that may be longer, and why. */
  const long: Readonly<Record<string, string>> = {
    'kernel/multitask/model/model.ts': 'one public class, whose documentation hovers show',
    'kernel/multitask/network/network.ts': 'one union of blocks, each documented where it stands',
  };

  it('has no file over 300 lines without a reason', () => {
    const found = [...sources('kernel'), ...sources('extension')].filter(
      (file) => readFileSync(join(root, file), 'utf8').split('\n').length > 301,
    );
    expect(found.filter((file) => !(file in long))).toEqual([]);
  });
});
