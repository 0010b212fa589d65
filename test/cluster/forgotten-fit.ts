import { clusters, remote } from '../../kernel/multitask/index.ts';
import { inOrder, smoothModel } from './data.ts';

/** Begins a run, says its name, and is killed by whoever started it: `tsx forgotten-fit.ts URL STORAGE DATA`. */
const [url, storage, data] = process.argv.slice(2);

async function main(): Promise<void> {
  const on = clusters.ray(url, { workers: 2, storage });
  for await (const event of smoothModel('mmoe').train(remote(data), { ...inOrder, on }))
    if (event.kind === 'started') console.log(event.run.settings?.job);
    else if (event.kind === 'steps') console.log('steps');
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
