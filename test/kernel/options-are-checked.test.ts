import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as library from '../../kernel/multitask/index.ts';
import { cellGlobals } from '../../kernel/user-process/environment/globals.ts';
import type { Runs } from '../../kernel/user-process/execution/runs.ts';
import { createComms } from '../../kernel/user-process/output/comms.ts';
import { createDisplay } from '../../kernel/user-process/output/display.ts';
import type { Output } from '../../kernel/user-process/output/output.ts';
import { createPrompter } from '../../kernel/user-process/output/prompt.ts';

/**
 * Types are erased before a cell runs: an option that nothing reads would be passed over without a word. Here every function
 * that cells and scripts see is called with options that it does not have; one that is new must be told how it is called.
 */

const folder = mkdtempSync(join(tmpdir(), 'multitask-options-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { models, datasets, metrics, compare, search, gateReport, importance, calibration, clusters, remote } = library;
const data = datasets.correlatedTasks({ rows: 20, labels: 'binary' });
const { features, tasks } = data;
const model = models.mmoe(features, tasks, { experts: 2 });
let blocks = {} as library.Blocks;
models.define('captured', features, tasks, (tasks, given) => {
  blocks = given;
  return {
    outputs: tasks.map((task) => given.output(task, given.probability(given.linear(given.x, 1), { name: task.name }))),
  };
});
const dense = blocks.dense(blocks.x, 2);
const logit = blocks.linear(dense, 1);
const gate = blocks.softmax(dense);
const probability = blocks.probability(logit, { name: 'p' });
const label = blocks.output(tasks[0], probability);

const runs = { current: () => undefined } as unknown as Runs;
const output = { send: () => {} } as unknown as Output;
const { comms } = createComms(output, runs);
const globals = cellGlobals({
  folder,
  runs,
  output,
  display: createDisplay(output, runs.current),
  prompter: createPrompter(output, runs),
  grid: () => ({}),
  comms,
});
const comm = comms.open('target');
const button = globals.widget.button();

const [labels, scores, others] = [
  [0, 1, 0, 1],
  [0.1, 0.9, 0.4, 0.3],
  [0.2, 0.8, 0.1, 0.6],
];

// What they take is unknown here: options of any kind are given.
// biome-ignore lint/suspicious/noExplicitAny: as a cell, whose types are erased
type Any = any;
type Call = (options: Any, ...more: Any[]) => unknown;

/** How each is called with options, and the options that it cannot do without. */
const taking: Readonly<Record<string, Call | readonly [Call, needed: object]>> = {
  createMultitask: (options) => library.createMultitask(options),
  gateReport: (...options) => (gateReport as Any)(model, data.test, ...options),
  importance: (...options) => (importance as Any)(model, data.test, ...options),
  calibration: (...options) => (calibration as Any)(model, data.test, ...options),
  compare: (...options) => (compare as Any)({ a: () => model, b: () => model }, data, ...options),
  search: (...options) => (search as Any)(() => ({ model }), data, ...options),
  'clusters.ray': (...options) => (clusters.ray as Any)('http://127.0.0.1:8265', ...options),
  'models.singleTask': (...options) => (models.singleTask as Any)(features, tasks, ...options),
  'models.sharedBottom': (...options) => (models.sharedBottom as Any)(features, tasks, ...options),
  'models.omoe': (...options) => (models.omoe as Any)(features, tasks, ...options),
  'models.mmoe': (...options) => (models.mmoe as Any)(features, tasks, ...options),
  'models.esmm': (...options) => (models.esmm as Any)(features, tasks, ...options),
  'models.ple': (...options) => (models.ple as Any)(features, tasks, ...options),
  'models.aitm': (...options) => (models.aitm as Any)(features, tasks, ...options),
  'models.escm2': (...options) => (models.escm2 as Any)(features, tasks, ...options),
  'models.dcmt': (...options) => (models.dcmt as Any)(features, tasks, ...options),
  'models.dbmtl': (...options) => (models.dbmtl as Any)(features, tasks, ...options),
  'models.stem': (...options) => (models.stem as Any)(features, tasks, ...options),
  'models.adatt': (...options) => (models.adatt as Any)(features, tasks, ...options),
  'models.pepnet': (...options) => (models.pepnet as Any)(features, tasks, ...options),
  'models.home': (...options) => (models.home as Any)(features, tasks, ...options),
  'models.dselectK': (...options) => (models.dselectK as Any)(features, tasks, ...options),
  'models.define': (...options) => (models.define as Any)('own', features, tasks, () => ({ outputs: [] }), ...options),
  'datasets.aliCcp': (...options) => (datasets.aliCcp as Any)(folder, ...options),
  'datasets.censusIncome': (...options) => (datasets.censusIncome as Any)(...options),
  'datasets.clickFunnel': (...options) => (datasets.clickFunnel as Any)(...options),
  'datasets.correlatedTasks': (...options) => (datasets.correlatedTasks as Any)(...options),
  'datasets.domains': (...options) => (datasets.domains as Any)(...options),
  'datasets.sequences': (...options) => (datasets.sequences as Any)(...options),
  'datasets.table': [(...options) => (datasets.table as Any)('x.csv', ...options), { tasks: { y: 'binary' } }],
  'metrics.auc': (options) => metrics.auc(labels, scores, options),
  'metrics.aucInterval': (options) => metrics.aucInterval(labels, scores, options),
  'metrics.compareAuc': (options) => metrics.compareAuc(labels, scores, others, options),
  'metrics.bootstrap': (options) => metrics.bootstrap(metrics.auc, labels, scores, options),
  'metrics.bootstrapDifference': (options) => metrics.bootstrapDifference(metrics.auc, labels, scores, others, options),
  'metrics.bucketedAuc': (options) => metrics.bucketedAuc(labels, scores, options),
  'metrics.calibration': (options) => metrics.calibration(labels, scores, options),
  'metrics.calibrationCurve': (options) => metrics.calibrationCurve(labels, scores, options),
  'metrics.expectedCalibrationError': (options) => metrics.expectedCalibrationError(labels, scores, options),
  'metrics.groupAuc': (options) => metrics.groupAuc(labels, scores, [1, 1, 2, 2], options),
  'metrics.aucInfluence': (options) => metrics.aucInfluence(labels, scores, options),
  'metrics.rmseInfluence': (options) => metrics.rmseInfluence(labels, scores, options),
  'metrics.prAuc': (options) => metrics.prAuc(labels, scores, options),
  'metrics.ndcg': (options) => metrics.ndcg(labels, scores, [1, 1, 2, 2], options),
  'metrics.recall': (options) => metrics.recall(labels, scores, [1, 1, 2, 2], options),
  'metrics.compareRmse': (options) => metrics.compareRmse(labels, scores, others, options),
  'metrics.logLoss': (options) => metrics.logLoss(labels, scores, options),
  'metrics.rmse': (options) => metrics.rmse(labels, scores, options),
  'metrics.mae': (options) => metrics.mae(labels, scores, options),
  'model.fit': (...options) => (model.fit as Any)(data.train, ...options),
  'model.train': (...options) => (model.train as Any)(data.train, ...options).next(),
  'model.evaluate': (...options) => (model.evaluate as Any)(data.test, ...options),
  'model.predict': (...options) => (model.predict as Any)(data.test, ...options),
  'model.read': (...options) => (model.read as Any)('x.csv', ...options),
  'blocks.embed': (...options) => (blocks.embed as Any)('all', 2, ...options),
  'blocks.attend': (...options) => (blocks.attend as Any)('list', dense, ...options),
  'blocks.concat': (...options) => (blocks.concat as Any)([dense, dense], ...options),
  'blocks.dense': (...options) => (blocks.dense as Any)(dense, 2, ...options),
  'blocks.linear': (...options) => (blocks.linear as Any)(dense, 2, ...options),
  'blocks.dropout': (...options) => (blocks.dropout as Any)(dense, 0.5, ...options),
  'blocks.stopGradient': (...options) => (blocks.stopGradient as Any)(dense, ...options),
  'blocks.dot': (...options) => (blocks.dot as Any)(dense, dense, ...options),
  'blocks.activate': (...options) => (blocks.activate as Any)(dense, 'swish', ...options),
  'blocks.layerNorm': (...options) => (blocks.layerNorm as Any)(dense, ...options),
  'blocks.batchNorm': (...options) => (blocks.batchNorm as Any)(dense, ...options),
  'blocks.balance': (...options) => (blocks.balance as Any)(gate, ...options),
  'blocks.add': (...options) => (blocks.add as Any)([dense, dense], ...options),
  'blocks.multiply': (...options) => (blocks.multiply as Any)(dense, dense, ...options),
  'blocks.indicator': (...options) => (blocks.indicator as Any)('kind', ...options),
  'blocks.softmax': (...options) => (blocks.softmax as Any)(dense, ...options),
  'blocks.selector': (...options) => (blocks.selector as Any)(dense, 4, ...options),
  'blocks.undecided': (...options) => (blocks.undecided as Any)(blocks.selector(dense, 4), ...options),
  'blocks.mix': (...options) => (blocks.mix as Any)(gate, [dense, dense], ...options),
  'blocks.probability': (...options) => (blocks.probability as Any)(logit, ...options),
  'blocks.product': (...options) => (blocks.product as Any)([probability], ...options),
  'blocks.risk': [
    (...options) => (blocks.risk as Any)(probability, ...options),
    { label, observed: label, propensity: probability },
  ],
  'blocks.sumToOne': (...options) => (blocks.sumToOne as Any)(probability, probability, ...options),
  'blocks.output': (...options) => (blocks.output as Any)(tasks[0], probability, ...options),
  display: (...options) => (globals.display as Any)(1, ...options),
  'display.html': (...options) => (globals.display.html as Any)('', ...options),
  'display.markdown': (...options) => (globals.display.markdown as Any)('', ...options),
  'display.latex': (...options) => (globals.display.latex as Any)('', ...options),
  'display.progress': (...options) => (globals.display.progress as Any)(3, ...options),
  plot: (...options) => (globals.plot as Any)([], {}, ...options),
  clearOutput: (...options) => (globals.clearOutput as Any)(...options),
  prompt: (...options) => (globals.prompt as Any)('name?', ...options),
  'comms.open': (options) => comms.open('target', {}, options),
  'comm.send': (options) => comm.send({}, options),
  'comm.close': (options) => comms.open('target').close({}, options),
  widget: [(...options) => (globals.widget as Any)(...options), { module: 'export {}' }],
  'widget.slider': (...options) => (globals.widget.slider as Any)(...options),
  'widget.select': [(...options) => (globals.widget.select as Any)(...options), { options: ['a'] }],
  'widget.button': (...options) => (globals.widget.button as Any)(...options),
};

/** What takes no options, and says so. */
const refusing: Readonly<Record<string, Call>> = {
  remote: (options) => (remote as Any)('/rows.parquet', options),
  'models.load': (options) => (models.load as Any)(folder, options),
  'model.toOnnx': (options) => (model.toOnnx as Any)(join(folder, 'model.onnx'), options),
  'model.toPyTorch': (options) => (model.toPyTorch as Any)(join(folder, 'torch'), options),
  'model.save': (options) => (model.save as Any)(folder, options),
  'model.activations': (options) => (model.activations as Any)(data.test, [], undefined, options),
  'button.send': (options) => (button.send as Any)({}, [], options),
};

/** What takes nothing that anybody could mean for options. */
const without = [
  'metrics.baselines',
  'metrics.evaluateOutputs',
  'model.parameters',
  'model.toLayersModel',
  'model.layersInputs',
  'model.dispose',
  'require',
  'comms.register',
  'comm.onMessage',
  'comm.onClose',
  'button.get',
  'button.set',
  'button.close',
];

/** The functions of an object by name; of one with a class of its own, those of its class. */
function functionsOf(prefix: string, things: object): string[] {
  const prototype = Object.getPrototypeOf(things);
  const hasClass = prototype !== null && prototype !== Object.prototype && !(Symbol.toStringTag in things);
  const functions = hasClass
    ? Object.entries(Object.getOwnPropertyDescriptors(prototype)).map(([name, { value }]) => [name, value] as const)
    : Object.entries(things);
  return functions
    .filter(([name, value]) => typeof value === 'function' && name !== 'constructor')
    .map(([name]) => `${prefix}${name}`);
}

async function refusal(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
}

it('every function that cells and scripts see is here', () => {
  const public_ = [
    ...functionsOf('', library),
    ...functionsOf('models.', models),
    ...functionsOf('datasets.', datasets),
    ...functionsOf('metrics.', metrics),
    ...functionsOf('clusters.', clusters),
    ...functionsOf('model.', model),
    ...functionsOf('blocks.', blocks),
    ...functionsOf('', globals),
    ...functionsOf('display.', { ...globals.display }),
    ...functionsOf('comms.', globals.comms),
    ...functionsOf('comm.', comm),
    ...functionsOf('widget.', { ...globals.widget }),
    ...functionsOf('button.', button),
  ];
  expect(public_.sort()).toEqual([...Object.keys(taking), ...Object.keys(refusing), ...without].sort());
});

describe.each(Object.entries(taking))('%s', (_, taker) => {
  const [call, needed] = typeof taker === 'function' ? [taker, {}] : taker;

  it('names the nearest of its options for one that is misspelt', async () => {
    const unknown = await refusal(() => call({ ...needed, noSuchOption: 1 }));
    expect(unknown).toMatch(/: there is no option "noSuchOption"\. The options are \w+/);
    const names = /The options are (.*)\.$/.exec(unknown)?.[1]?.split(', ') ?? [];
    for (const name of names) {
      const slip = `${name}${name.at(-1)}`;
      const message = await refusal(() => call({ ...needed, [slip]: 1 }));
      expect(message).toContain(`there is no option "${slip}"; did you mean `);
      expect(message.split('did you mean')[1]).toContain(`"${name}"`);
    }
  });

  it('says what was expected in place of a value of another type', async () => {
    const unknown = await refusal(() => call({ ...needed, noSuchOption: 1 }));
    const names = /The options are (.*)\.$/.exec(unknown)?.[1]?.split(', ') ?? [];
    for (const name of names)
      expect(await refusal(() => call({ ...needed, [name]: Symbol('none') }))).toMatch(
        new RegExp(`: ${name} is a symbol; .+ was expected`),
      );
  });

  // Of a metric only its options are looked at.
  if (call.length !== 1)
    it('refuses what stands behind its options', async () => {
      expect(await refusal(() => call(needed, { more: 1 }))).toMatch(
        /: there is something behind its options: an object with more\./,
      );
    });

  it('takes no list, number or text for its options', async () => {
    for (const wrong of [[1, 2], 7, 'a', true, null])
      expect(await refusal(() => call(wrong))).toMatch(
        /: its options are .+; an object was expected, e\.g\. \{ \w+: … \}/,
      );
  });
});

it('a task of a table has no other fields than tasks have', async () => {
  const refused = (task: object) =>
    refusal(() => datasets.table('x.csv', { tasks: { click: task as { kind: 'binary' } } }));
  expect(await refused({ kind: 'numeric', descripton: 'euros' })).toContain(
    'tasks.click is an object with kind, descripton; ',
  );
  expect(await refused({ kind: 'numeric', descripton: 'euros' })).toContain(
    'there is no field "descripton"; did you mean "description"?',
  );
  expect(await refused({ kind: 'binary', positive: 'yes' })).toContain('"positive" belongs into the option labels');
});

describe.each(Object.entries(refusing))('%s', (_, call) => {
  it('takes no options, and says so', async () => {
    expect(await refusal(() => call({ noSuchOption: 1 }))).toMatch(
      /: there is something behind its arguments: an object with noSuchOption\. It takes no options\./,
    );
  });
});
