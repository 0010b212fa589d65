import type { Gate, GatesLevel, GatesPayload } from '../../../kernel/payloads/gates.ts';
import type { ExpertOrder } from '../../../kernel/payloads/reading/gates/expert-heads.ts';
import type { Theme } from '../host/index.ts';
import { narrowColumns, wideColumns } from '../weight-map/index.ts';
import type { Asked } from './questions/asked.ts';

/** Everything a drawing of one level depends on. Parts of the view get the scene and change their nodes. */
export type GatesScene = {
  readonly payload: GatesPayload;
  readonly level: GatesLevel;
  readonly settings: GatesSettings;
  readonly theme: Theme;
  /** Content width in CSS pixels. */
  readonly width: number;
  readonly isStacked: boolean;
  /** Whether the kernel of the report can be asked from here. */
  readonly asks: boolean;
};

/** What the person at the screen chose. */
export type GatesSettings = {
  readonly isOpen: boolean;
  /** Number of the level that the person chose; undefined is that of the gravest alarm, else the highest, the one nearest the tasks. */
  readonly level: number | undefined;
  /** Position among the level's segmentations, and of the gate whose segments are shown. */
  readonly segmentation: number;
  readonly gate: number;
  /** Of very many experts. */
  readonly order: ExpertOrder;
  /** Whether the words are explained. */
  readonly isExplained: boolean;
  /** What was asked last. */
  readonly asked: Asked | undefined;
};

export type GatesPart = { readonly node: HTMLElement; readonly draw: (scene: GatesScene) => void };

export function panelColumns(scene: GatesScene): string {
  return scene.isStacked ? narrowColumns(scene.level.experts.length) : wideColumns(scene);
}

/** `income · E0`, for tips. */
export function cellName(gate: Gate, label: string): string {
  return `${gate.serves} · ${label}`;
}
