import type { Gate, GatesLevel, GatesPayload } from '../../../kernel/payloads/gates.ts';
import type { ExpertOrder } from '../../../kernel/payloads/reading/expert-heads.ts';
import { type MapDensity, mapDensity } from '../../../kernel/payloads/reading/gate-look.ts';
import type { Theme } from '../host/index.ts';

/** Everything a drawing of one level depends on. Parts of the view get the scene and change their nodes. */
export type GatesScene = {
  readonly payload: GatesPayload;
  readonly level: GatesLevel;
  readonly settings: GatesSettings;
  readonly theme: Theme;
  /** Content width in CSS pixels. */
  readonly width: number;
  readonly isStacked: boolean;
};

/** What the person at the screen chose. */
export type GatesSettings = {
  readonly isOpen: boolean;
  /** Number of the level shown; undefined is the highest, the one nearest the tasks. */
  readonly level: number | undefined;
  /** Position among the level's segmentations, and of the gate whose segments are shown. */
  readonly segmentation: number;
  readonly gate: number;
  /** Of very many experts. */
  readonly order: ExpertOrder;
};

export type GatesPart = { readonly node: HTMLElement; readonly draw: (scene: GatesScene) => void };

/** Widths of the visual language, in CSS pixels. */
const columns = { names: 104, statistics: 226, gap: 14, between: 3 } as const;

export type MapShape = {
  readonly density: MapDensity;
  /** Wide: a row per gate and a column per expert. Turned: the other way round, for narrow outputs. */
  readonly isTurned: boolean;
  /** Width of all expert columns and of one. */
  readonly width: number;
  readonly cell: number;
};

/** How the map of a level fits into the output. */
export function mapShape({ level, width, isStacked }: GatesScene): MapShape {
  const { experts, gates } = level;
  const room = isStacked
    ? width - (gates.length > 4 ? 84 : 0)
    : width - columns.names - columns.statistics - 2 * columns.gap;
  const between = experts.length > 24 ? 1 : columns.between;
  const cell = (room - between * (experts.length - 1)) / experts.length;
  const density = cell < 22 ? 'bars' : mapDensity(level, room);
  const isTurned = isStacked && gates.length <= 4 && experts.length <= 24;
  return { density, isTurned, width: room, cell };
}

/** The columns that all wide panels share, so that the eye reads down one expert: names, experts, statistics. */
export function wideColumns(experts: number): string {
  return `${columns.names + columns.gap - columns.between}px repeat(${experts},minmax(0,1fr)) ${columns.statistics + columns.gap - columns.between}px`;
}

/** Experts only, for panels of a narrow output. */
export function narrowColumns(experts: number): string {
  return `repeat(${experts},minmax(0,1fr))`;
}

export function panelColumns({ isStacked, level }: GatesScene): string {
  return isStacked ? narrowColumns(level.experts.length) : wideColumns(level.experts.length);
}

/** `income · E0`, for tips. */
export function cellName(gate: Gate, label: string): string {
  return `${gate.serves} · ${label}`;
}
