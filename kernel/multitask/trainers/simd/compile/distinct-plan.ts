import { embeddedColumns } from '../../common/index.ts';
import { recordHeader } from '../memory/parameter-layout.ts';
import type { Gradients } from './backward.ts';
import { padded } from './dense-groups.ts';
import { type DistinctLayer, layerField, slotsField } from './distinct-layers.ts';
import { codeSource, recordSizes } from './input-columns.ts';
import { found, type Layout, matrixOf } from './layout.ts';

/** A layer that may be computed by distinct codes: plain data, the same for every thread. All in bytes but sizes. */
export type DistinctPlan = {
  /** Fields of a batch: the slot of each column's code, and the gradient of the product. */
  readonly slots: string;
  readonly d: string;
  /** Columns of the input and of the product. */
  readonly depth: number;
  readonly width: number;
  readonly weights: number;
  readonly panelStep: number;
  /** Of the weights' gradient, from where a thread has its gradients. */
  readonly gradient: number;
  readonly transposed: number;
  readonly backPanelStep: number;
  /** Where a thread's own memory has its lists. */
  readonly lists: DistinctLayer['lists'];
  readonly columns: readonly PlannedColumn[];
  /** Whether a loss depends on it. */
  readonly isTrained: boolean;
};

export type PlannedColumn = {
  readonly from: number;
  readonly units: number;
  readonly codes: number;
  /** Where its code lies in a record, and among a record's codes. */
  readonly inRecord: number;
  readonly inCodes: number;
  readonly table: number;
  readonly firstRow: number;
  /** The weights of code 0. */
  readonly base: number;
  /** Of its table's use, which it stands for: the field and the offset. */
  readonly use: { readonly gradient: string; readonly offset: number };
};

export function planDistinct(layout: Layout, gradients: Gradients): DistinctPlan[] {
  const { memory, own, parameters, columns } = layout;
  return layout.distinct.map((layer): DistinctPlan => {
    const { group } = layer;
    const matrix = matrixOf(layout, group);
    const at = (offset: number) => own.lists + offset;
    return {
      slots: slotsField(layer),
      d: layerField(layer),
      depth: padded(group.input.width),
      width: group.width,
      weights: memory.parameters + 4 * matrix.offset,
      panelStep: 4 * matrix.panelStep,
      gradient: 4 * matrix.offset,
      transposed: own.transposed + 4 * matrix.transposed,
      backPanelStep: 4 * 8 * ((group.width + 7) & ~7),
      lists: { runs: at(layer.lists.runs), added: at(layer.lists.added), embedded: at(layer.lists.embedded) },
      columns: layer.columns.map(({ node, index, from, codes }): PlannedColumn => {
        const column = found(embeddedColumns(layout.network, node)[index]);
        const source = codeSource(node, column);
        const table = parameters.tables.findIndex(({ parameter }) => parameter === column.table);
        const { recordStep } = found(parameters.tables[table]);
        const inCodes = columns.codeBytes * (source.kind === 'codes' ? source.place : 0);
        return {
          from,
          units: node.units,
          codes,
          inRecord: recordSizes(columns).codes + inCodes,
          inCodes,
          table,
          firstRow: column.firstRow,
          base: memory.tables[table] + column.firstRow * recordStep + recordHeader,
          use: { gradient: gradients.field(node), offset: 4 * index * node.units },
        };
      }),
      isTrained: layer.columns.every(({ node }) => gradients.isWritten(node)),
    };
  });
}
