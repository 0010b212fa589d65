/**
 * The thread that talks with the kernel while a cell spins. It passes messages on and is the only one that can stop a cell:
 * `Runtime.terminateExecution` from outside ends JavaScript that never returns, and every variable stays.
 */
import { Session } from 'node:inspector';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openAgentMemory } from './agent-memory.ts';
import { frameDecoder } from './frames.ts';
import type { Letter, ToMain } from './inbox.ts';
import { endProcessGroup } from './process-group.ts';
import { isToUser } from './protocol-guards.ts';

/** A run that waits may end by itself after its AbortSignal fired, for this long. */
const grace = 150;
/** A thread that does not answer for this long is spinning. */
const patience = 40;

const { fd, agentMemory } = workerData as { fd: number; agentMemory: SharedArrayBuffer };
const memory = openAgentMemory(agentMemory);
const main = parentPort;
if (!main) throw new Error('The agent is a worker thread.');

const inspector = new Session();
inspector.connectToMainThread();

let number = 0;
let unconfirmed: Letter[] = [];

function deliver(message: ToMain): number {
  number += 1;
  const letter = { number, message };
  unconfirmed = unconfirmed.filter((each) => each.number > memory.receivedLetter());
  unconfirmed.push(letter);
  main?.postMessage(letter);
  return number;
}

function deliverAgain(): void {
  for (const letter of unconfirmed) if (letter.number > memory.receivedLetter()) main?.postMessage(letter);
}

async function received(letter: number): Promise<boolean> {
  return happens(() => memory.receivedLetter() >= letter, patience);
}

async function happens(condition: () => boolean, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await delay(2);
  }
  return true;
}

/**
 * Ends what the main thread executes. If that is nothing, V8 ends the next thing it starts: letters are sent again until
 * one of them was it.
 */
async function terminate(): Promise<void> {
  let ended = false;
  const end = new Promise<void>((resolve) => {
    inspector.post('Runtime.terminateExecution', () => {
      ended = true;
      resolve();
    });
  });
  for (let wait = 10; !ended; wait = Math.min(wait * 2, 500)) {
    await Promise.race([end, delay(wait)]);
    deliverAgain();
  }
  deliver({ kind: 'wake' });
}

async function interrupt(executions: readonly number[]): Promise<void> {
  const start = performance.now();
  const youngest = Math.max(...executions);
  // The next cell may begin as soon as these have ended; it must not be hit.
  const areOver = (): boolean => memory.oldestRun() > youngest;
  // A loop that awaits sees this by itself, and better so: V8 can lose a termination between two awaits that fail, because
  // Node swallows it there (PromiseRejectCallback).
  memory.interruptRuns(youngest);
  if (!(await received(deliver({ kind: 'abort', executions }))) && !areOver()) await terminate();
  if (await happens(areOver, grace - (performance.now() - start))) return;
  const last = deliver({ kind: 'abandon', executions });
  while (!(await received(last)) && !areOver()) await terminate();
}

let interrupting = Promise.resolve();

const socket = new Socket({ fd, readable: true, writable: true });
const read = frameDecoder((letter) => {
  if (!isToUser(letter)) return;
  // One after another: V8 ends only one execution at a time.
  if (letter.kind === 'interrupt') interrupting = interrupting.then(() => interrupt(letter.executions));
  else deliver(letter);
});
socket.on('data', read);
// The kernel is gone, whether it said so or not; this works on every platform, and while a cell spins.
for (const end of ['close', 'error']) socket.on(end, endProcessGroup);
