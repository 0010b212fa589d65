import type { AnyNode, ImportAttribute, ImportDeclaration } from 'acorn';
import { runtime } from '../link/index.ts';

/**
 * A static import or re-export as an await of a dynamic one, or undefined for an export that names only the cell's own.
 * A name that the module does not export (a type imported without `type`) becomes undefined instead of an error.
 */
export function importStatement(node: AnyNode, bindingOf: (name: string) => string): string | undefined {
  if (
    node.type !== 'ImportDeclaration' &&
    node.type !== 'ExportAllDeclaration' &&
    node.type !== 'ExportNamedDeclaration'
  ) {
    return undefined;
  }
  if (!node.source) return undefined;
  const module = `await ${runtime}.import(${JSON.stringify(node.source.value)}${options(node.attributes)})`;
  const specifiers = node.type === 'ImportDeclaration' ? node.specifiers : [];
  const namespace = specifiers.find(({ type }) => type === 'ImportNamespaceSpecifier');
  const names = specifiers.filter((specifier) => specifier !== namespace);
  const statements: string[] = [];
  if (namespace) statements.push(`let ${bindingOf(namespace.local.name)} = ${module};`);
  if (names.length > 0) {
    const pattern = names.map((name) => `${importedName(name)}: ${bindingOf(name.local.name)}`).join(', ');
    statements.push(`let { ${pattern} } = ${module};`);
  }
  if (specifiers.length === 0) statements.push(`void ${module};`);
  return `${statements.join(' ')} `;
}

function importedName(specifier: ImportDeclaration['specifiers'][number]): string {
  if (specifier.type !== 'ImportSpecifier') return 'default';
  return specifier.imported.type === 'Identifier' ? specifier.imported.name : JSON.stringify(specifier.imported.value);
}

function options(attributes: readonly ImportAttribute[]): string {
  if (attributes.length === 0) return '';
  const pairs = attributes.map(({ key, value }) => {
    const name = key.type === 'Identifier' ? key.name : key.value;
    return `${JSON.stringify(name)}: ${JSON.stringify(value.value)}`;
  });
  return `, { with: { ${pairs.join(', ')} } }`;
}
