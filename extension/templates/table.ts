import { type ColumnRole, type ColumnRoles, featureOptions, foundRole } from './column-choices.ts';
import type { FileCell } from './read-notebook.ts';
import type { TableColumn } from './table-column.ts';

/** Columns that can be labels; likely ones are chosen already: 0 or 1, with the name of something that is predicted. */
export function labelChoices(
  columns: readonly TableColumn[],
): readonly (TableColumn & { readonly likely: 'likely' | 'possible' })[] {
  const possible = columns.filter(({ kind }) => kind === 'binary' || kind === 'numeric');
  return possible
    .map((column) => ({
      ...column,
      likely: column.kind === 'binary' && labelName.test(column.name) ? ('likely' as const) : ('possible' as const),
    }))
    .toSorted((a, b) => order(a) - order(b));
}

/** `numbers from 1 to 9; 9 values, e.g. 1, 2, 3`, and what to look at. */
export function columnDetail({ why, distinct, examples, warnings }: TableColumn): string {
  const values = `${distinct} ${distinct === 1 ? 'value' : 'values'}`;
  const seen = examples.length > 0 ? `${values}, e.g. ${examples.join(', ')}` : values;
  return [...(why === '' ? [] : [why]), seen, ...warnings].join('; ');
}

const labelName =
  /label|target|click|conver|purchase|order|buy|bought|churn|like|share|follow|default|fraud|income|ctr|cvr/i;

function order({ likely, kind }: { readonly likely: string; readonly kind: string }): number {
  return likely === 'likely' ? 0 : kind === 'binary' ? 1 : 2;
}

/** A notebook that reads the table, trains models on it and compares them. Each column is used as `roles` says. */
export function tableNotebook(file: string, roles: ColumnRoles): readonly FileCell[] {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const labels = [...roles].filter(([, role]) => role.endsWith('label'));
  const tasks = labels
    .map(([{ name }, role]) => `${key(name)}: '${role === 'binary label' ? 'binary' : 'numeric'}'`)
    .join(', ');
  const others = [...roles].filter(([, role]) => !role.endsWith('label'));
  const used = others.filter(([, role]) => role !== 'left out').map(([column]) => column);
  const ignored = used.find(({ kind }) => kind === 'id') ?? used[0] ?? others[0]?.[0];
  const isFunnel = labels.length === 2 && labels.every(([, role]) => role === 'binary label');
  const features = Object.entries(featureOptions(roles)).map(
    ([option, names]) => `  ${option}: [${names.map(quoted).join(', ')}],\n`,
  );
  return [
    markup(`# ${plain(name)}

${labels.length === 1 ? 'One label' : `${labels.length} labels`}, ${others.length} other columns. Numbers become numeric features and text categories; \`leftOut\` says which columns were not used, and why.${columnTable(others)}`),
    code(`const data = await datasets.table(${quoted(file)}, {
  tasks: { ${tasks} },
  validation: 0.2, test: 0.2, seed: 1,   // shares of the rows, drawn at random
${features.length > 0 ? features.join('') : `  // ignore: ['${inQuotes(ignored?.name ?? 'id')}'],   // columns that must not be features\n`}});
data`),
    code('console.table(data.leftOut);'),
    markup(`## Models

The epoch is chosen on the validation rows, the numbers below are taken on the test rows.`),
    code(`const candidates = {
  'Shared-Bottom': models.sharedBottom(data.features, data.tasks, { bottomUnits: [64], seed: 1 }),
  MMoE: models.mmoe(data.features, data.tasks, { experts: 4, seed: 1 }),${
    isFunnel
      ? `
  // Where the second label can only follow the first, as a purchase follows a click:
  // ESMM: models.esmm(data.features, data.tasks, { towerUnits: [64], seed: 1 }),`
      : ''
  }
};
const options = { epochs: 8, batchSize: 128, learningRate: 0.003, validation: data.validation, earlyStopping: { patience: 2 }, seed: 1 };
for (const model of Object.values(candidates)) await model.fit(data.train, options);`),
    code(`for (const [name, model] of Object.entries(candidates)) {
  console.log(name);
  display(await model.evaluate(data.test));
}`),
    markup('## Which expert does each task use?'),
    code('await gateReport(candidates.MMoE, data.test)'),
  ];
}

/** One line a column, as the first rows show them: what each becomes, and why. */
function columnTable(columns: readonly (readonly [TableColumn, ColumnRole])[]): string {
  if (columns.length === 0) return '';
  const lines = columns.slice(0, mostLines).map(([column, role]) => {
    const { name, kind, why, warnings } = column;
    const reason = role === foundRole(column) ? [why, ...warnings] : ['chosen by you'];
    return `| ${[name, kind, role, reason.filter((part) => part !== '').join('; ')].map(plain).join(' | ')} |`;
  });
  const more = columns.length > mostLines ? `\n\n… and ${columns.length - mostLines} more` : '';
  return `\n\n| column | holds | becomes | why |\n|---|---|---|---|\n${lines.join('\n')}${more}`;
}

const mostLines = 50;

/** Text that Markdown shows as it is, on one line. */
function plain(text: string): string {
  return text.replace(/([\\`*_{}[\]<>#|$])/g, '\\$1').replace(/[\r\n]+/g, ' ');
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

function quoted(text: string): string {
  return `'${inQuotes(text)}'`;
}

function inQuotes(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

function markup(text: string): FileCell {
  return { kind: 'markup', language: 'markdown', text };
}

function code(text: string): FileCell {
  return { kind: 'code', language: 'typescript', text };
}
