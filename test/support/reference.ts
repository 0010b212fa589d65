import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');

/** One name of the reference, e.g. `FitOptions.epochs` or `metrics.auc()`: what its comment says, and what it is. */
export type Name = {
  readonly path: string;
  readonly file: string;
  /** Of a function its signature's. */
  readonly comment: string;
  readonly returns: string;
  readonly throws: string;
  readonly is: 'function' | 'property' | 'type';
  readonly isOptional: boolean;
  /** Words or numbers and nothing else, e.g. `kind: 'relu'`. */
  readonly isLiteral: boolean;
  /** Of a function, e.g. `void`. */
  readonly gives: string;
};

/** Makes the reference as `npm run reference` does, as JSON. @throws with typedoc's own words where it warns. */
export async function makeReference(): Promise<readonly Name[]> {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-reference-'));
  try {
    const file = join(folder, 'reference.json');
    try {
      const command = ['node_modules/typedoc/bin/typedoc', '--disableSources', 'false', '--json', file];
      await promisify(execFile)(process.execPath, command, { cwd: root });
    } catch (error) {
      const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
      throw new Error(`typedoc: ${stdout}${stderr}`);
    }
    return namesOf(JSON.parse(readFileSync(file, 'utf8')) as Reflection);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is read here of typedoc's JSON. */
type Reflection = {
  readonly name: string;
  readonly kind: number;
  readonly flags?: { readonly isOptional?: boolean };
  readonly comment?: Comment;
  readonly sources?: readonly { readonly fileName: string }[];
  readonly children?: readonly Reflection[];
  readonly signatures?: readonly Reflection[];
  readonly getSignature?: Reflection;
  readonly type?: Type;
};
type Comment = {
  readonly summary: readonly Words[];
  readonly blockTags?: readonly { readonly tag: string; readonly content: readonly Words[] }[];
};
type Words = { readonly text: string };
type Type = {
  readonly type: string;
  readonly name?: string;
  readonly declaration?: Reflection;
  readonly types?: readonly Type[];
  readonly elementType?: Type;
  readonly target?: Type | number;
  readonly typeArguments?: readonly Type[];
};

const kinds = { namespace: 4, signature: 4096, constructor: 512, literal: 65536, alias: 2097152 } as const;

function namesOf(project: Reflection): Name[] {
  return (project.children ?? []).flatMap((child) => walk(child, '', ''));
}

function walk(node: Reflection, parent: string, above: string): Name[] {
  const { name, kind, type, children = [] } = node;
  if (kind === kinds.constructor) return [];
  const file = node.sources?.[0]?.fileName ?? above;
  const path = parent === '' ? name : `${parent}.${name}`;
  const inner = (each: Reflection) => walk(each, path, file);
  const functions = node.signatures ?? functionType(type)?.signatures;
  if (functions && kind !== kinds.alias) return functions.map((each) => functionName(each, node, path, file));
  const about = node.getSignature ?? node;
  const own: Name = {
    ...words(about.comment),
    path,
    file,
    is: type && kind !== kinds.alias ? 'property' : 'type',
    isOptional: node.flags?.isOptional ?? false,
    isLiteral: isLiteral(type),
    gives: '',
  };
  return [own, ...children.flatMap(inner), ...within(type ?? node.getSignature?.type).flatMap(inner)];
}

function functionName(signature: Reflection, of: Reflection, path: string, file: string): Name {
  const own = words(signature.comment);
  const { type } = signature;
  const gives = type?.name === 'Promise' ? type.typeArguments?.[0] : type;
  const above = words(of.comment);
  return {
    comment: own.comment || above.comment,
    returns: own.returns || above.returns,
    throws: own.throws || above.throws,
    path: `${path}()`,
    file,
    is: 'function',
    isOptional: of.flags?.isOptional ?? false,
    isLiteral: false,
    gives: gives?.name ?? gives?.type ?? '',
  };
}

function isLiteral(type: Type | undefined): boolean {
  return type?.type === 'literal' || (type?.type === 'union' && (type.types ?? []).every(isLiteral));
}

function functionType(type: Type | undefined): Reflection | undefined {
  return type?.type === 'reflection' && type.declaration?.signatures ? type.declaration : undefined;
}

/** The members that a type is written with, at any depth. */
function within(type: Type | undefined): readonly Reflection[] {
  if (!type) return [];
  const { declaration, types = [], elementType, target, typeArguments = [] } = type;
  const parts = [...types, elementType, typeof target === 'object' ? target : undefined, ...typeArguments];
  return [...(declaration?.children ?? []), ...parts.flatMap(within)];
}

function words(comment: Comment | undefined): Pick<Name, 'comment' | 'returns' | 'throws'> {
  const text = (parts: readonly Words[]) => parts.map((each) => each.text).join('');
  const tag = (name: string) =>
    (comment?.blockTags ?? [])
      .filter((each) => each.tag === name)
      .map((each) => text(each.content))
      .join(' ');
  return { comment: text(comment?.summary ?? []), returns: tag('@returns'), throws: tag('@throws') };
}
