/**
 * What a host of a cluster runs for each trial: it is sent rows and work, tells of its epochs, and gives what came of them.
 * `cluster/python/node.py` is the other end. It ends when its input does.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { errorMessage } from '../../../text/index.ts';
import { saveCheckpoint } from '../../checkpoint/index.ts';
import { createMultitask } from '../../create-multitask.ts';
import { createJudge, untrained } from '../../training/index.ts';
import { trainStretch } from '../stretch.ts';
import { trainTrial } from '../trial.ts';
import type { SentRows, SentState, Work } from './work.ts';

/** In the folder of this process, which whoever started it removes. */
const folder = 'model';
const warned = new Set<string>();
const { models } = createMultitask({ warn });
const signal = new AbortController().signal;

perform().catch((error) => say({ kind: 'failed', message: errorMessage(error) }));

async function perform(): Promise<void> {
  const [work, rows, state] = await given();
  const data = read<SentRows>(rows);
  const { model: definition, rates, ...task } = read<Work>(work);
  const fit = rates ? { ...task.fit, learningRate: (step: number) => rates[step] } : task.fit;
  if (definition) await saveCheckpoint(folder, definition, untrained(definition.network, definition.seed));
  else writeFiles(read<SentState>(state));
  const model = await models.load(folder);
  const { seed } = task;
  if (task.kind === 'trial') {
    const onEpoch = (epoch: number) => say({ kind: 'epoch', epoch });
    const { test } = data;
    if (!test) throw new Error('A trial needs test rows.');
    return give(await trainTrial(model, { ...data, test }, { fit, seed, signal, onEpoch }));
  }
  const { epochs, judgedBy, from } = task;
  say({ kind: 'epoch', epoch: from.epochs });
  const judge = createJudge(judgedBy, model.network, data.validation, [], 'search');
  const stretch = await trainStretch(model, data, { from, epochs, fit, seed, judge, signal });
  await model.save(folder);
  give(stretch, readFiles());
}

/** Three pieces of bytes, behind a line with their sizes. After them only the end of the input can come. */
function given(): Promise<readonly Buffer[]> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let sizes: readonly number[] | undefined;
    process.stdin.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (!sizes) {
        const line = chunk.indexOf('\n');
        if (line < 0) return;
        const head = Buffer.concat(chunks.splice(0));
        const begin = head.indexOf('\n') + 1;
        sizes = JSON.parse(head.toString('utf8', 0, begin)) as readonly number[];
        chunks.push(head.subarray(begin));
        length = head.length - begin;
      }
      if (length < sizes.reduce((sum, size) => sum + size, 0)) return;
      const whole = Buffer.concat(chunks.splice(0));
      let end = 0;
      resolve(
        sizes.map((size) => {
          end += size;
          return whole.subarray(end - size, end);
        }),
      );
    });
    process.stdin.once('end', () => {
      rmSync(folder, { recursive: true, force: true });
      process.exit(1);
    });
  });
}

function read<Value>(bytes: Buffer): Value {
  try {
    return deserialize(bytes);
  } catch (error) {
    throw new Error(
      `Node ${process.version} of the cluster cannot read what this machine's newer one wrote (${errorMessage(error)}): install a newer one there.`,
      { cause: error },
    );
  }
}

function give(result: unknown, state?: SentState): void {
  const parts = [serialize(result), state ? serialize(state) : Buffer.alloc(0)];
  const line = `${JSON.stringify({ kind: 'result', sizes: parts.map((part) => part.length) })}\n`;
  process.stdout.write(Buffer.concat([Buffer.from(line), ...parts]));
}

function warn(text: string): void {
  if (warned.has(text)) return;
  warned.add(text);
  say({ kind: 'warned', text });
}

function say(told: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

function writeFiles(files: SentState): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

function readFiles(): SentState {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}
