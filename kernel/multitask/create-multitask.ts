import { createDatasets } from './datasets/index.ts';
import type { Environment } from './environment.ts';
import { type CompareHost, createCompare } from './experiments/index.ts';
import { createGateReport } from './gate-report/index.ts';
import * as metrics from './metrics/index.ts';
import { createModels } from './models/index.ts';
import type { Runtime } from './runtime.ts';
import { trainerChooser } from './trainers/index.ts';
import { type Backend, chooseBackend } from './trainers/tfjs/index.ts';

/** The library, for a host that watches runs and can interrupt them; an empty environment for a script. */
export function createMultitask(environment: Environment & CompareHost = {}) {
  let backend: Promise<Backend> | undefined;
  let runs = 0;
  const runtime: Runtime = {
    environment,
    backend: () => (backend ??= chooseBackend()),
    nextRun: () => ++runs,
    trainers: (wanted, tell) => trainerChooser(wanted, runtime.backend, tell),
  };
  return {
    models: createModels(runtime),
    datasets: createDatasets(environment),
    metrics,
    gateReport: createGateReport(environment),
    compare: createCompare(environment),
    backend: runtime.backend,
  } as const;
}
