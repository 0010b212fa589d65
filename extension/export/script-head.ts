import ts from 'typescript';

/** The lines before a script: what it is, how to run it, and what the notebook's globals are there. */
export function scriptHead(title: string, file: ts.SourceFile): readonly string[] {
  const used = freeNames(file);
  const library = [
    'calibration',
    'clusters',
    'compare',
    'datasets',
    'gateReport',
    'importance',
    'metrics',
    'models',
    'remote',
    'search',
  ].filter((name) => used.has(name));
  return [
    `// ${title}, exported from a notebook. Runs with Node 22.18 or newer: npm install multitask-notebook, then`,
    `//   node ${title}.ts`,
    ...(used.has('prompt') ? ["import { createInterface } from 'node:readline/promises';"] : []),
    ...(used.has('require') ? ["import { createRequire } from 'node:module';"] : []),
    ...(used.has('tf') ? tensorflow : []),
    ...(library.length > 0 ? [`import { ${library.join(', ')} } from 'multitask-notebook';`] : []),
    '',
    ...(used.has('tf') ? ['const tf = { ...tfCore, ...tfLayers };', 'await tf.ready();', ''] : []),
    ...(used.has('require') ? ['const require = createRequire(import.meta.url);', ''] : []),
    ...(used.has('show') || used.has('display') ? show : []),
    ...(used.has('display') ? (isShort.test(file.text) ? shortDisplay : ['const display = show;', '']) : []),
    ...(used.has('prompt') ? prompt : []),
    ...(used.has('plot') ? ['/** Pictures are for notebooks. */', 'function plot(..._figure: unknown[]) {}', ''] : []),
    ...(used.has('widget') ? widget : []),
    ...(used.has('clearOutput') ? ['function clearOutput(_options?: object) {}', ''] : []),
    ...(used.has('__dirname') ? ['const __dirname = import.meta.dirname;', ''] : []),
    ...(used.has('__filename') ? ['const __filename = import.meta.filename;', ''] : []),
  ];
}

const tensorflow = [
  "import '@tensorflow/tfjs-backend-cpu';",
  "import * as tfCore from '@tensorflow/tfjs-core';",
  "import * as tfLayers from '@tensorflow/tfjs-layers';",
];

const show = [
  '/** Prints what a notebook would show of a value, as text. */',
  'async function show(value: any, _options?: object) {',
  "  const shown = (await value?.[Symbol.for('Jupyter.display')]?.())?.['text/plain'] ?? value?.['text/plain'] ?? value;",
  '  if (shown !== undefined) console.log(shown);',
  '}',
  '',
];

/** A bar is for notebooks: a loop goes over its list. */
const shortDisplay = [
  'const printed = (text: string, _options?: object) => console.log(text);',
  'const progress = (of: any, _options?: object): any =>',
  "  typeof of === 'number' ? { value: 0, total: of, label: '', add() {}, done() {} } : of;",
  'const display = Object.assign(show, { html: printed, markdown: printed, latex: printed, progress });',
  '',
];

const widget = [
  '/** Nobody moves a widget of a script: it stays as it was made. */',
  'const still = ({ state, ...given }: any = {}): any => ({',
  '  state: state ?? given, value: given.value, get: (name: string) => (state ?? given)[name], set() {}, send() {}, close() {},',
  '});',
  'const widget = Object.assign(still, { slider: still, select: still, button: still });',
  '',
];

const isShort = /\bdisplay\s*\.\s*(?:html|markdown|latex|progress)\b/;

const prompt = [
  "async function prompt(question = '', _options?: object) {",
  '  const terminal = createInterface({ input: process.stdin, output: process.stdout });',
  '  try {',
  "    return await terminal.question(question + ' ');",
  '  } finally {',
  '    terminal.close();',
  '  }',
  '}',
  '',
];

/** Names that are used and not declared at the top level. */
function freeNames(file: ts.SourceFile): ReadonlySet<string> {
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      if (isDeclared(node)) {
        if (isTopLevel(node)) declared.add(node.text);
      } else if (!isPropertyName(node)) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const name of declared) used.delete(name);
  return used;
}

function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isImportClause(parent) || ts.isNamespaceImport(parent) || ts.isImportSpecifier(parent)) return true;
  const isDeclaration =
    ts.isVariableDeclaration(parent) ||
    ts.isBindingElement(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isClassDeclaration(parent);
  return isDeclaration && parent.name === node;
}

/** Not within a block or function; a function's own name stands outside of it. */
function isTopLevel(name: ts.Identifier): boolean {
  const { parent } = name;
  const isNamed = ts.isFunctionDeclaration(parent) || ts.isClassDeclaration(parent);
  for (let each: ts.Node = isNamed ? parent.parent : parent; !ts.isSourceFile(each); each = each.parent) {
    if (ts.isBlock(each) || ts.isFunctionLike(each) || ts.isClassLike(each) || ts.isModuleBlock(each)) return false;
  }
  return true;
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) {
    return (ts.isPropertyAccessExpression(parent) ? parent.name : parent.right) === node;
  }
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertySignature(parent)) &&
    parent.name === node
  );
}
