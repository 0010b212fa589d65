import { randomStream } from '../data/index.ts';
import type { Init, Network, Parameter } from './network.ts';
import { sizeOf } from './parameter-size.ts';
import { arraysOf } from './walk.ts';

/** First values of every parameter and statistic, by name: each a function of the seed and its own name only, so trainers start alike. */
export function initialParameters(network: Network, seed: number): Record<string, Float32Array> {
  return Object.fromEntries(arraysOf(network).map((parameter) => [parameter.name, initialValues(parameter, seed)]));
}

function initialValues(parameter: Parameter, seed: number): Float32Array {
  const { name, init } = parameter;
  const values = new Float32Array(sizeOf(parameter));
  const random = randomStream(seed, `parameter ${name}`);
  switch (init.kind) {
    case 'constant':
      return values.fill(init.value);
    case 'normal':
      return values.map(() => init.sd * random.normal());
    case 'uniform':
    case 'glorot':
    case 'he': {
      const limit = limitOf(init);
      return values.map(() => limit * (2 * random.uniform() - 1));
    }
  }
}

/** Glorot & Bengio 2010, eq. 16; He et al. 2015, eq. 10 as the uniform distribution of that variance. */
function limitOf(init: Extract<Init, { kind: 'uniform' | 'glorot' | 'he' }>): number {
  if (init.kind === 'glorot') return Math.sqrt(6 / (init.fanIn + init.fanOut));
  return init.kind === 'he' ? Math.sqrt(6 / init.fanIn) : init.limit;
}
