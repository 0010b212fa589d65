import type { AnyNode, ImportAttribute, ImportDeclaration } from 'acorn';
import { runtime } from '../link/index.ts';

/**
 * A static import or re-export as an await of a dynamic one, or undefined for an export that names only the cell's own. The names
 * go along, in two lists: those that the cell uses, and those that may be types, which no module has.
 */
export function importStatement(
  node: AnyNode,
  bindingOf: (name: string) => string,
  isUsed: (name: string) => boolean,
): string | undefined {
  if (
    node.type !== 'ImportDeclaration' &&
    node.type !== 'ExportAllDeclaration' &&
    node.type !== 'ExportNamedDeclaration'
  ) {
    return undefined;
  }
  if (!node.source) return undefined;
  const specifier = JSON.stringify(node.source.value);
  const module = `await ${runtime}.import(${specifier}${options(node.attributes)})`;
  const specifiers = node.type === 'ImportDeclaration' ? node.specifiers : [];
  const namespace = specifiers.find(({ type }) => type === 'ImportNamespaceSpecifier');
  const names = specifiers.filter((each) => each !== namespace);
  const statements: string[] = [];
  if (namespace) statements.push(`let ${bindingOf(namespace.local.name)} = ${module};`);
  if (names.length > 0) {
    const pattern = names.map(({ local: { name } }) =>
      bindingOf(name) === name ? name : `${name}: ${bindingOf(name)}`,
    );
    const listed = (used: boolean): string =>
      names
        .filter(({ local }) => isUsed(local.name) === used)
        .map((each) => `${each.local.name}: ${JSON.stringify(importedName(each))}`)
        .join(', ');
    const lists = `{ ${listed(true)} }, { ${listed(false)} }`.replaceAll('{  }', '{}');
    statements.push(`let { ${pattern.join(', ')} } = ${runtime}.imported(${module}, ${specifier}, ${lists});`);
  }
  if (specifiers.length === 0) statements.push(`void ${module};`);
  return `${statements.join(' ')} `;
}

function importedName(specifier: ImportDeclaration['specifiers'][number]): string {
  if (specifier.type !== 'ImportSpecifier') return 'default';
  return specifier.imported.type === 'Identifier' ? specifier.imported.name : String(specifier.imported.value);
}
function options(attributes: readonly ImportAttribute[]): string {
  if (attributes.length === 0) return '';
  const pairs = attributes.map(({ key, value }) => {
    const name = key.type === 'Identifier' ? key.name : key.value;
    return `${JSON.stringify(name)}: ${JSON.stringify(value.value)}`;
  });
  return `, { with: { ${pairs.join(', ')} } }`;
}
