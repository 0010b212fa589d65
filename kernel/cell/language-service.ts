import ts from 'typescript';
import { type TypedCell, typedCells } from './typed-cells.ts';

/** TypeScript's own answers about the cells of a notebook. */
export interface CellLanguageService {
  /** The cells from now on, in the order in which they run. Unchanged ones are not looked at again. */
  update(sources: readonly string[]): void;
  readonly service: ts.LanguageService;
  fileOf(index: number): string;
  /** A position in a cell as one in its file, and back; undefined for what is not the cell's own text. */
  toFile(index: number, offset: number): number;
  fromFile(index: number, position: number): number | undefined;
  /** What is wrong with a cell, at offsets of its own text. */
  diagnostics(index: number): readonly CellDiagnostic[];
}

export type CellDiagnostic = {
  readonly start: number;
  readonly length: number;
  readonly message: string;
  readonly category: ts.DiagnosticCategory;
  /** TypeScript's number, e.g. 2304. */
  readonly code: number;
  /** For unused and deprecated names, which editors draw faded or struck through. */
  readonly unnecessary: boolean;
  readonly deprecated: boolean;
};

export type LanguageServiceOptions = {
  /** The notebook's folder: its packages and files are resolved from here. */
  readonly folder: string;
  /** Declarations that every cell sees: ./globals.d.ts, and those of Node. */
  readonly ambient: readonly string[];
};

export function createCellLanguageService({ folder, ambient }: LanguageServiceOptions): CellLanguageService {
  const fileOf = (index: number): string => `${folder.replaceAll('\\', '/')}/.notebook-cell-${index + 1}.tsx`;
  let sources: readonly string[] = [];
  let cells: readonly TypedCell[] = [];
  let files = new Map<string, { text: string; version: number }>();

  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => compilerOptions,
    getCurrentDirectory: () => folder,
    getScriptFileNames: () => [...ambient, ...files.keys()],
    getScriptVersion: (file) => String(files.get(file)?.version ?? ts.sys.getModifiedTime?.(file)?.getTime() ?? 0),
    getScriptSnapshot(file) {
      const text = files.get(file)?.text ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => files.has(file) || ts.sys.fileExists(file),
    readFile: (file) => files.get(file)?.text ?? ts.sys.readFile(file),
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  };

  const service = ts.createLanguageService(host);
  const fromFile = (index: number, position: number): number | undefined => {
    const offset = position - (cells[index]?.offset ?? 0);
    return offset >= 0 && offset <= (sources[index]?.length ?? 0) ? offset : undefined;
  };

  return {
    service,
    fileOf,
    fromFile,
    diagnostics(index) {
      const file = fileOf(index);
      const found = [
        ...service.getSyntacticDiagnostics(file),
        ...service.getSemanticDiagnostics(file),
        ...service.getSuggestionDiagnostics(file),
      ];
      return found.flatMap(({ start = 0, length = 0, messageText, category, code, ...flags }): CellDiagnostic[] => {
        const offset = fromFile(index, start);
        if (offset === undefined || notebookErrors.has(code)) return [];
        return [
          {
            start: offset,
            length,
            message: ts.flattenDiagnosticMessageText(messageText, '\n'),
            category,
            code,
            unnecessary: flags.reportsUnnecessary !== undefined,
            deprecated: flags.reportsDeprecated !== undefined,
          },
        ];
      });
    },
    update(given) {
      if (given.length === sources.length && given.every((source, i) => source === sources[i])) return;
      sources = given;
      cells = typedCells(given, (index) => `./${fileOf(index).split('/').at(-1)}`);
      const entries = cells.map(({ text }, index): [string, { text: string; version: number }] => {
        const file = fileOf(index);
        const before = files.get(file);
        return [file, before?.text === text ? before : { text, version: (before?.version ?? 0) + 1 }];
      });
      files = new Map(entries);
    },
    toFile: (index, offset) => (cells[index]?.offset ?? 0) + offset,
  };
}

/** What is no mistake in a notebook: another cell's `let` looks like an import, which cannot be assigned to. */
const notebookErrors = new Set([2632]);

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  lib: ['lib.esnext.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  jsx: ts.JsxEmit.Preserve,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  allowJs: true,
  noEmit: true,
  strict: true,
  noImplicitAny: false,
  skipLibCheck: true,
  types: [],
};
