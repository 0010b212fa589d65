import type { AttendNode, NetworkNode } from '../../../network/index.ts';
import { embeddedColumns } from '../../common/index.ts';
import { recordHeader } from '../memory/parameter-layout.ts';
import { fieldView, type View } from '../memory/value-layout.ts';
import { padded } from './dense-groups.ts';
import { listField } from './input-columns.ts';
import { found, gradientsOf, type Layout, valuesOf, vectorOf } from './layout.ts';
import { type Argument, call, type Operation } from './operation.ts';

/** Attention over a list column, forward: it leaves the weight of every code for the backward pass. */
export function attend(layout: Layout, node: AttendNode): Operation {
  const [query, fromQuery, out] = [node.query, node.fromQuery, node].map((each) => pair(valuesOf(layout, each)));
  const how: Argument = { kind: 'list', values: unitOf(layout, node) };
  return call('attend', ...sourceOf(layout, node), ...sizesOf(node), how, ...query, ...fromQuery, ...out);
}

type Into = { readonly view: View; readonly accumulate: number } | undefined;

/** The gradients of every code's embedding, of the query and its part of the layer, and of the unit's own weights. */
export function attendGradient(
  layout: Layout,
  node: AttendNode,
  d: View,
  field: string,
  ofQueries: readonly Into[],
): Operation {
  const [lists, listStep, weights, weightsStep, ...table] = sourceOf(layout, node);
  const values = [node.query, node.fromQuery].flatMap((each) => pair(valuesOf(layout, each)));
  const how: Argument = { kind: 'list', values: [...unitOf(layout, node), ...values] };
  const into: Argument = {
    kind: 'list',
    values: [
      ...pair(d),
      ...ofQueries.flatMap((to): Argument[] => (to ? [...pair(to.view), to.accumulate] : [0, 0, 0])),
      ...gradientsOf(layout, [node.weights, node.scores]),
    ],
  };
  const gradients = pair(fieldView(field));
  const from = [lists, listStep, weights, weightsStep, ...gradients, ...table] as const;
  return call('attendGradient', ...from, ...sizesOf(node), how, into);
}

/** The field with the weight of every code of a batch's lists. */
export function weightsField({ name }: AttendNode): string {
  return `weights of attend ${name}`;
}

/** The field with the lists of a batch. */
export function attendedField({ columns, maxLength }: AttendNode): string {
  return listField(columns[0], maxLength);
}

/** Floating-point operations on one example, as if its list had ten codes: how long lists are is known with the rows. */
export function attentionFlops(node: NetworkNode): number {
  return node.kind === 'attend' ? 10 * 10 * node.units * node.fromQuery.width : 0;
}

type Pair = [Argument, Argument];

function pair({ address, step }: View): Pair {
  return [address, step];
}

/** Lists, weights and the table. */
function sourceOf(layout: Layout, node: AttendNode): [...Pair, ...Pair, number, number] {
  const { tables } = layout.parameters;
  const [{ table, firstRow }] = embeddedColumns(layout.network, node);
  const place = tables.findIndex(({ parameter }) => parameter === table);
  const { recordStep } = found(tables[place]);
  const address = layout.memory.tables[place] + firstRow * recordStep + recordHeader;
  return [...pair(fieldView(attendedField(node))), ...pair(fieldView(weightsField(node))), address, recordStep];
}

function sizesOf({ units, fromQuery }: AttendNode): [number, number] {
  return [units, padded(fromQuery.width)];
}

function unitOf(layout: Layout, { weights, scores, attention }: AttendNode): Argument[] {
  const scratch: Argument = { kind: 'own', offset: layout.own.scratch };
  return [vectorOf(layout, weights), vectorOf(layout, scores), attention === 'sigmoid' ? 1 : 0, scratch];
}
