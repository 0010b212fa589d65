import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import ts from 'typescript';
import type { Table } from '../../kernel/multitask/options/index.ts';

const root = resolve(import.meta.dirname, '../..');

/** One `const name = { … } satisfies OptionTable<Options>` of the sources. */
export type OptionSet = {
  readonly name: string;
  readonly file: string;
  /** Of the options type, by option: where it is declared, and its comment. */
  readonly members: readonly Member[];
};

export type Member = {
  readonly option: string;
  readonly file: string;
  /** Of the comment, with the line break and the blanks behind it, or of the member itself where it has none. */
  readonly start: number;
  readonly end: number;
};

/** Finds every option table of the library and of cells' globals by its `satisfies`, so that none can be forgotten by a test. */
export function optionSets(): OptionSet[] {
  const files = ['kernel/multitask', 'kernel/user-process'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.includes('assembly'))
      .map((file) => join(root, folder, file)),
  );
  // Packages are not needed to see what an options type declares; files without a table may declare a part of one.
  const withTables = files.filter((file) => readFileSync(file, 'utf8').includes('OptionTable<'));
  const options: ts.CompilerOptions = {
    lib: ['lib.es5.d.ts'],
    types: [],
    allowImportingTsExtensions: true,
    noResolve: true,
  };
  const program = ts.createProgram({ rootNames: files, options });
  const checker = program.getTypeChecker();
  return withTables.flatMap((file) => {
    const statements: readonly ts.Statement[] = program.getSourceFile(file)?.statements ?? [];
    return statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
      declarationList.declarations.flatMap(({ name, initializer }): OptionSet[] => {
        if (!initializer || !ts.isSatisfiesExpression(initializer)) return [];
        const { type } = initializer;
        if (!ts.isTypeReferenceNode(type) || type.typeName.getText() !== 'OptionTable') return [];
        const [of] = type.typeArguments ?? [];
        const members = [
          ...checker.getTypeFromTypeNode(of).getProperties().flatMap(memberOf),
          ...(file.includes('user-process') ? shownMembers(of.getText()) : []),
        ];
        return [{ name: name.getText(), file: relative(root, file), members }];
      }),
    );
  });
}

function memberOf(symbol: ts.Symbol): Member[] {
  return (symbol.declarations ?? []).map((declaration) => placeOf(symbol.name, declaration));
}

function placeOf(option: string, declaration: ts.Declaration): Member {
  const source = declaration.getSourceFile();
  const [comment] = ts.getJSDocCommentsAndTags(declaration);
  const start = declaration.getStart(source, false);
  return {
    option,
    file: relative(root, source.fileName),
    start: comment ? comment.getStart(source) : start,
    end: start,
  };
}

/** The members of an options type as the declarations for cells have it, which hovers in notebooks show. */
function shownMembers(type: string): Member[] {
  const file = join(root, 'kernel/cell/globals.d.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const shown = source.statements.filter(ts.isInterfaceDeclaration).find(({ name }) => name.text === type);
  if (!shown) throw new Error(`${file} has no interface ${type}.`);
  return shown.members.map((member) => placeOf(member.name?.getText() ?? '', member));
}

/** The tables themselves, also those that their file keeps to itself. */
export async function tablesOf(sets: readonly OptionSet[]): Promise<readonly Table[]> {
  const entry = sets.map(
    ({ name, file }, i) => `export { ${name} as set${i} } from ${JSON.stringify(join(root, file))};`,
  );
  const file = join(root, `out/option-sets-${process.pid}.mjs`);
  await build({
    stdin: { contents: entry.join('\n'), resolveDir: root },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    // A file below the repository, where its packages are found.
    outfile: file,
    logLevel: 'error',
    plugins: [exporting(sets)],
  });
  const tables = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Readonly<Record<string, Table>>;
  rmSync(file);
  return sets.map((_, i) => tables[`set${i}`]);
}

/** Exports the tables of a file that it does not export itself. */
function exporting(sets: readonly OptionSet[]): Plugin {
  return {
    name: 'exporting',
    setup: ({ onLoad }) => {
      onLoad({ filter: /kernel[\\/](multitask|user-process)[\\/].*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        const own = sets.filter(({ file }) => join(root, file) === path).map(({ name }) => name);
        const kept = own.filter((name) => !text.includes(`export const ${name} =`));
        return { contents: kept.length > 0 ? `${text}\nexport { ${kept.join(', ')} };` : text, loader: 'ts' };
      });
    },
  };
}

export function sourceText(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
