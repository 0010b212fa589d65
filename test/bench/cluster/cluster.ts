/**
 * What a Ray cluster trains and scores in a second with one and with two workers, beside the trainer of this machine on the same
 * rows, and how long a cluster takes to begin. Makes two hosts on this machine, as `npm run test:cluster` does, whose workers share its cores.
 *
 *   npm run bench:cluster -- [--json FILE] [--rows N]
 *
 * Ten million rows without `--rows`, generated, in twenty Parquet files.
 */
import { onCluster } from '../../cluster/on-cluster.ts';

const measure = ['node', '--import', 'tsx', 'test/bench/cluster/measure.ts'];
process.exitCode = await onCluster([...measure, ...process.argv.slice(2)]);
