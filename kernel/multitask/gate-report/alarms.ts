import { capital, code, enumeration, inWords, type Sentence, sentence, share, strong } from '../../text/index.ts';
import type { Network } from '../network/index.ts';
import type { Alarm, GateLevel, GateSummary } from './report.ts';

/** Alarms of all levels, the worst first. */
export function findAlarms(levels: readonly GateLevel[], model: JudgedModel): Alarm[] {
  const at = (level: GateLevel): Sentence => (levels.length > 1 ? [{ text: `Level ${level.level}: ` }] : []);
  return checks.flatMap((check) =>
    levels.flatMap((level) => {
      const alarm = check(level, model, levels.length);
      return alarm ? [{ ...alarm, level: level.level, headline: sentence(at(level), alarm.headline) }] : [];
    }),
  );
}

/** What of a model decides which remedies it has. */
export type JudgedModel = Pick<Network, 'model' | 'inputs'>;

type Check = (level: GateLevel, model: JudgedModel, levels: number) => Omit<Alarm, 'level'> | undefined;

/** By severity. */
const checks: readonly Check[] = [collapsed, unused, even, alike, rankOne];

/** Every row goes to the same expert. */
export function isCollapsed(gate: GateSummary): boolean {
  return Math.max(...gate.mean) > 0.95 && gate.entropy < 0.05;
}

function collapsed(level: GateLevel, model: JudgedModel): ReturnType<Check> {
  const gates = level.gates.filter(isCollapsed);
  if (gates.length === 0) return undefined;
  const weight = share(gates.reduce((sum, gate) => sum + Math.max(...gate.mean), 0) / gates.length);
  const on = gates.map((gate) => `${gate.serves} on ${topExpert(level, gate)}`);
  const who = whichGates(gates, level.gates);
  const headline =
    gates.length === 1
      ? sentence(strong(`${gates[0].serves} puts ${weight} of its weight on ${topExpert(level, gates[0])}.`))
      : sentence(
          strong(`${who} put ${weight} of their weight on one expert`),
          `: ${on.slice(0, 6).join(', ')}${on.length > 6 ? ` and ${on.length - 6} more` : ''}.`,
        );
  const little = expertsUnder(level, 0.03);
  const rest =
    little.length === 0
      ? ''
      : ` ${capital(inWords(little.length))} of ${inWords(level.experts.length)} experts ` +
        `${little.length === 1 ? 'gets' : 'get'} under 3\u00a0% from ${anyGate(level.gates)}.`;
  const alike = gates.length === level.gates.length ? ' Every row is routed alike.' : '';
  return {
    kind: 'collapsed',
    headline: sentence(headline, alike),
    ...(model.inputs === 'raw'
      ? {
          detail: sentence('Inputs are not standardised: pass ', code(standardise), '.', rest),
          fix: standardise,
        }
      : orSpread('Lower the learning rate', model, rest)),
  };
}

const standardise = 'inputs: "standardised"';

/**
 * The remedy, or a penalty on experts that get less than others (Shazeer et al. 2017). An option of the catalog's mixtures, and a
 * penalty of a model of one's own; AITM's attention has none, nor has DSelect-k, whose gates are meant to leave experts out.
 */
function orSpread(remedy: string, { model }: JudgedModel, rest = ''): Remedy {
  if (model === 'aitm' || model === 'dselect-k') return { detail: sentence(`${remedy}.`, rest) };
  const isMixture = ['mmoe', 'omoe', 'home', ...ofTaskExperts].includes(model);
  const fix = isMixture ? 'balance: 0.1' : 'blocks.balance(gate, { weight: 0.1 })';
  return { detail: sentence(`${remedy}, or pass `, code(fix), isMixture ? '.' : ' among the penalties.', rest), fix };
}

/** Models with experts of each task beside shared ones. */
const ofTaskExperts: readonly string[] = ['ple', 'adatt', 'stem'];

/** Whether each task has experts of its own. */
export function hasTaskExperts(model: string): boolean {
  return ofTaskExperts.includes(model);
}

type Remedy = Pick<Alarm, 'detail' | 'fix'>;

/** Where a model has experts to spare; AITM has none: its attention weighs a task's own tower and what the step before passes on. */
function fewerExperts({ model }: JudgedModel): string {
  if (model === 'aitm') return 'One step of the funnel hardly uses the other: compare with models.singleTask';
  return ofTaskExperts.includes(model) ? 'Use fewer experts: taskExperts or sharedExperts' : 'Use fewer experts';
}

/** What a model is without the routing that its gates do not do. */
function withoutRouting({ model }: JudgedModel, levels: number): Remedy {
  const pass = (fix: string, what: string): Remedy => ({
    detail: sentence(`Train longer, or ${what}: pass `, code(fix), '.'),
    fix,
  });
  if (ofTaskExperts.includes(model))
    return levels > 1
      ? pass(`levels: ${levels - 1}`, 'do without a level')
      : pass('taskExperts: 1', 'use fewer experts');
  return {
    detail: sentence(
      model === 'aitm' ? 'Train longer, or compare with models.singleTask.' : 'Train longer, or use Shared-Bottom.',
    ),
  };
}

function unused(level: GateLevel, model: JudgedModel): ReturnType<Check> {
  // That nearly all experts are idle is what "collapsed" says already.
  if (level.gates.every(isCollapsed)) return undefined;
  const idle = expertsUnder(level, 0.01);
  if (idle.length === 0) return undefined;
  const names = enumeration(idle.map((e) => strong(level.experts[e].label)));
  return {
    kind: 'unused',
    headline: sentence(
      names,
      strong(` ${idle.length === 1 ? 'gets' : 'get'} no weight from ${anyGate(seeing(level, idle))}.`),
    ),
    ...orSpread(fewerExperts(model), model),
  };
}

function even(level: GateLevel, model: JudgedModel, levels: number): ReturnType<Check> {
  const gates = level.gates.filter((gate) => gate.routingInformation < 0.02 && gate.entropy > 0.9);
  if (gates.length === 0) return undefined;
  const who =
    gates.length === level.gates.length && gates.length > 1
      ? 'The gates hardly route'
      : gates.length === 1
        ? `The gate of ${gates[0].serves} hardly routes`
        : `The gates of ${gates.map((gate) => gate.serves).join(', ')} hardly route`;
  return {
    kind: 'even',
    headline: sentence(strong(`${who}: every row gets the same even mix.`)),
    ...withoutRouting(model, levels),
  };
}

/** Experts that compute nearly the same thing, as groups that hang together. */
function alike(level: GateLevel, model: JudgedModel): ReturnType<Check> {
  const { cka } = level.similarity;
  const used = level.experts.map((_, e) => e).filter((e) => highestUse(level, e) >= usedFrom);
  const groups = used.reduce<number[][]>((found, e) => {
    const near = found.filter((group) => group.some((other) => cka[e][other] >= 0.95));
    return [...found.filter((group) => !near.includes(group)), [...near.flat(), e].sort((a, b) => a - b)];
  }, []);
  const twins = groups.filter((group) => group.length > 1).sort((a, b) => a[0] - b[0]);
  if (twins.length === 0) return undefined;
  const names = (group: readonly number[]) => enumeration(group.map((e) => strong(level.experts[e].label)));
  return {
    kind: 'alike',
    headline: sentence(
      ...twins.flatMap((group, i) => [i > 0 ? '; ' : '', names(group)]),
      strong(' compute nearly the same thing.'),
    ),
    detail: sentence(`${fewerExperts(model)}.`),
  };
}

/** All units of an expert are copies of each other, as after a constant initialisation: they stay so for ever. */
function rankOne(level: GateLevel): ReturnType<Check> {
  const flat = level.experts.filter(({ units, effectiveRank }) => units > 1 && (effectiveRank ?? units) < 1.05);
  if (flat.length === 0) return undefined;
  return {
    kind: 'rank-one',
    headline: sentence(
      enumeration(flat.map(({ label }) => strong(label))),
      strong(flat.length === 1 ? ' is one unit, repeated:' : ' are one unit each, repeated:'),
      ' all units of an expert compute the same thing.',
    ),
    detail: sentence('Start from weights that differ: pass ', code(glorot), '.'),
    fix: glorot,
  };
}

const glorot = 'init: "glorot"';

/** An expert with less mean weight than this in every gate is "unused". */
export const usedFrom = 0.03;

/** Largest mean weight that any gate gives to an expert of the level. */
export function highestUse(level: GateLevel, expert: number): number {
  return Math.max(
    ...level.gates.map((gate) => {
      const own = gate.columns.indexOf(expert);
      return own < 0 ? 0 : gate.mean[own];
    }),
  );
}

function expertsUnder(level: GateLevel, limit: number): number[] {
  return level.experts.map((_, e) => e).filter((e) => highestUse(level, e) < limit);
}

function topExpert(level: GateLevel, gate: GateSummary): string {
  return level.experts[gate.columns[gate.mean.indexOf(Math.max(...gate.mean))]].label;
}

function whichGates(some: readonly GateSummary[], all: readonly GateSummary[]): string {
  if (some.length < all.length) return `${capital(inWords(some.length))} of ${inWords(all.length)} gates`;
  return all.length === 2 ? 'Both gates' : `All ${inWords(all.length)} gates`;
}

/** Gates that see one of these experts. */
function seeing({ gates }: GateLevel, experts: readonly number[]): readonly GateSummary[] {
  return gates.filter(({ columns }) => experts.some((e) => columns.includes(e)));
}

/** "either task", "any task"; a single one by its name. */
function anyGate(gates: readonly GateSummary[]): string {
  if (gates.length === 1) return gates[0].serves;
  const noun = gates.some((gate) => gate.serves === 'shared') ? 'gate' : 'task';
  return `${gates.length === 2 ? 'either' : 'any'} ${noun}`;
}
