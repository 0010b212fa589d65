import type { NotebookKernel } from '../kernels/index.ts';
import { readVariables, type Variable } from '../variables/index.ts';
import type { ColumnName } from './server/protocol.ts';

/** Where datasets, rows and models have their columns. */
const ways = [['features', 'columns'], ['network', 'features', 'columns'], ['columns']] as const;

export async function columnsOfVariable(
  { connection }: Pick<NotebookKernel, 'connection'>,
  name: string,
): Promise<readonly ColumnName[] | undefined> {
  const { client } = await connection.start();
  const ask = async (command: string, given: object): Promise<readonly Variable[]> => {
    // A cell that began meanwhile comes first.
    if (connection.state.kind !== 'idle') return [];
    const request = { type: 'request', seq: 1, command, arguments: given };
    return readVariables((await client.request('control', 'debug_request', request)).content);
  };
  const inside = ({ reference }: Variable) => ask('variables', { variablesReference: reference });

  const top = (await ask('inspectVariables', {})).find((each) => each.name === name);
  if (!top || top.reference === 0) return undefined;
  const members = await inside(top);
  for (const [first, ...rest] of ways) {
    let found = members.find((each) => each.name === first);
    for (const step of rest) found = found && (await inside(found)).find((each) => each.name === step);
    if (!found || found.reference === 0) continue;
    const columns = (await inside(found)).flatMap(({ value }) => readColumn(value));
    if (columns.length > 0) return columns;
  }
  return undefined;
}

/** `{ kind: 'numeric', name: 'age', mean: 38 }`, as Node writes it. */
function readColumn(value: string): readonly ColumnName[] {
  const [, use = '', quoted = ''] =
    /^\{ kind: '(\w+)', name: ('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`)/.exec(value) ?? [];
  return quoted === '' ? [] : [{ name: quoted.slice(1, -1).replace(/\\(.)/g, '$1'), use }];
}
