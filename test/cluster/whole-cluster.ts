import { beforeAll } from 'vitest';
import { mendCluster } from './hosts.ts';

// A file may have killed a host, or cut it off for so long that the other gave it up.
beforeAll(() => mendCluster(process.env.MULTITASK_RAY_PYTHON ?? '', 'out/cluster-ray.log'));
