import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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
    ['kernel/link', '../multitask/network/network.ts'],
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
  'kernel/pictures': ['d3-scale', 'd3-shape'],
  'kernel/cell': ['acorn', 'esbuild', 'magic-string', 'typescript'],
  'kernel/multitask': ['@duckdb/node-api', '@tensorflow/'],
  'kernel/jupyter': ['zeromq'],
  'extension/renderers': ['plotly.js-cartesian-dist-min'],
};

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.includes('assembly'))
    .map((file) => join(folder, file));
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
