/**
 * The thread that talks with the kernel while a cell spins. It passes messages on and is the only one that can stop a cell:
 * `Runtime.terminateExecution` from outside ends JavaScript that never returns, and every variable stays.
 */
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type MessagePort, workerData } from 'node:worker_threads';
import {
  encodeFrame,
  endProcessGroup,
  type FromAgent,
  frameDecoder,
  parseToUser,
  type ToUser,
} from '../../link/index.ts';
import type { DebugBridge } from '../debugger/bridge.ts';
import { openAgentMemory } from './agent-memory.ts';
import { endBlockingChildren } from './blocking-child.ts';
import type { NumberedMessage, ToMain } from './inbox.ts';

/** A run that waits may end by itself after its AbortSignal fired, for this long; one whose signal nobody asked for ends at once. */
const grace = 80;
/** A model that is being trained has its last step to end, its weights to keep and its plot to draw. */
const graceOfTraining = 3_000;
/** What spun is gone; if the run still goes on, it awaits that, or something that ends soon. */
const graceAfterTermination = 30;
/** Nothing of ours keeps the thread busy for so long. */
const longestOwnWork = 1_000;
/** What a run that was interrupted left to be called is looked after for this long, or until another run begins. */
const aftermath = 150;
/** A thread that does not answer for this long is spinning; where somebody may have much to tidy up, it is given more. */
const patience = 12;
const patienceWhereHeard = 40;

type Given = { readonly fd: number; readonly agentMemory: SharedArrayBuffer; readonly messagePort: MessagePort };
const { fd, agentMemory, messagePort } = workerData as Given;
const memory = openAgentMemory(agentMemory);

const inspector = new Session();
inspector.connectToMainThread();

/** Loaded by the first who debugs. */
let bridge: Promise<DebugBridge> | undefined;
/** The same, once it is there. */
let debugging: DebugBridge | undefined;

let number = 0;
let unconfirmed: NumberedMessage[] = [];

function deliver(message: ToMain): number {
  number += 1;
  const sent = { number, message };
  unconfirmed = unconfirmed.filter((each) => each.number > memory.receivedMessage());
  unconfirmed.push(sent);
  messagePort.postMessage(sent);
  return number;
}

function deliverAgain(): void {
  for (const sent of unconfirmed) if (sent.number > memory.receivedMessage()) messagePort.postMessage(sent);
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
 * Ends what the main thread executes. If that is nothing, V8 ends the next thing it starts: messages are sent again until
 * one of them was it.
 */
async function terminate(): Promise<void> {
  if (debugging?.isStopped()) {
    await endStop(debugging);
    deliverAgain();
    return void deliver({ kind: 'wake' });
  }
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

/** What stands at a breakpoint ends there; a training goes on to the end of its step, with its weights. */
async function endStop(bridge: DebugBridge): Promise<void> {
  await bridge.release(memory.isTraining() ? 'go on' : 'cut');
}

async function interrupt(executions: readonly number[]): Promise<void> {
  const start = performance.now();
  const youngest = Math.max(...executions);
  // A loop that awaits sees this by itself, and better so: V8 can lose a termination between two awaits that fail, because
  // Node swallows it there (PromiseRejectCallback).
  memory.interruptRuns(youngest);
  const isHeard = memory.heardRun() >= Math.min(...executions);
  const longest = memory.isTraining() ? graceOfTraining : isHeard ? grace : 0;
  if (debugging?.isStopped()) await endStop(debugging);
  const spun = await deliverAndWait({ kind: 'abort', executions }, youngest);
  const areOver = (): boolean => memory.oldestRun() > youngest;
  const left = spun ? graceAfterTermination : longest - (performance.now() - start);
  if (await happens(areOver, isHeard ? left : 0)) return;
  await deliverAndWait({ kind: 'abandon', executions }, youngest);
}

/** Has a message received, and terminates what keeps it from being: only a run that is meant, never the next cell. */
async function deliverAndWait(message: ToMain, youngest: number): Promise<boolean> {
  const sent = deliver(message);
  const start = performance.now();
  let spun = false;
  const isPatient = memory.isTraining() || memory.heardRun() >= memory.oldestRun();
  while (!(await happens(() => memory.receivedMessage() >= sent, isPatient ? patienceWhereHeard : patience))) {
    if (memory.oldestRun() > youngest) {
      // They are over, and the next one spins: to wait for it would keep the interrupt that is meant for it waiting, too.
      if (memory.youngestRun() >= youngest) return spun;
      // They have not begun: the library is being loaded, or else a callback of a cell that ended spins.
      if (performance.now() - start < longestOwnWork) continue;
    }
    // An epoch that is evaluated and drawn: a model torn in the middle of that could not be used any more.
    if (memory.isTraining() && performance.now() - start < longestOwnWork) continue;
    spun = true;
    // V8 ends nothing before the call has returned.
    if (memory.isWaitingForChild()) void endBlockingChildren(memory.otherChildren()).catch(() => {});
    await terminate();
  }
  return spun;
}

/** No run is going on, but a callback of one that ended may spin, or a question about a large value. */
async function interruptIdle(): Promise<void> {
  if (debugging?.isStopped()) await endStop(debugging);
  await endWhatSpins();
}

/** A file that is read, say, calls back when the run that asked for it is over: nobody could interrupt what spins there. */
async function lookAfter(isLast: () => boolean): Promise<void> {
  const youngest = memory.youngestRun();
  const isOver = (): boolean => memory.youngestRun() === youngest && memory.oldestRun() > youngest;
  const end = performance.now() + aftermath;
  while (isLast() && isOver() && performance.now() < end) {
    await endWhatSpins(youngest);
    await delay(10);
  }
}

async function endWhatSpins(youngest = memory.youngestRun()): Promise<void> {
  const sent = deliver({ kind: 'wake' });
  const start = performance.now();
  while (!(await happens(() => memory.receivedMessage() >= sent, patienceWhereHeard))) {
    // A cell has begun, which nobody meant.
    if (memory.youngestRun() !== youngest) return;
    // The library is being loaded, or a model drawn.
    if (memory.isTraining() || performance.now() - start < longestOwnWork) continue;
    await terminate();
  }
}

let interrupting = Promise.resolve();
/** How many were asked for. */
let interrupts = 0;

function say(message: FromAgent): void {
  for (const record of encodeFrame(message)) socket.write(record);
}

function debug({ request, method, params }: Extract<ToUser, { kind: 'debug' }>): void {
  bridge ??= import('../debugger/bridge.ts').then(({ createDebugBridge }) => {
    debugging = createDebugBridge(say);
    return debugging;
  });
  // Nothing stops again before an interrupt is over.
  void Promise.all([bridge, interrupting]).then(([loaded]) => loaded.call(request, method, params));
}

function undebug(): void {
  debugging?.close();
  debugging = undefined;
  bridge = undefined;
}

const socket = new Socket({ fd, readable: true, writable: true });
const read = frameDecoder((received) => {
  const parsed = parseToUser(received);
  // Its sender waits for an answer that will not come: the cell that runs says why.
  if (!parsed.ok) return void writeSync(2, `The kernel sent what is no message: ${parsed.reason}\n`);
  const message = parsed.value;
  // One after another: V8 ends only one execution at a time.
  if (message.kind === 'interrupt') {
    const { executions } = message;
    interrupts += 1;
    const mine = interrupts;
    interrupting = interrupting
      .then(() => (executions.length === 0 ? interruptIdle() : interrupt(executions)))
      .then(() => debugging?.allow())
      .then(() => (executions.length === 0 ? undefined : lookAfter(() => interrupts === mine)));
  } else if (message.kind === 'debug') debug(message);
  else if (message.kind === 'undebug') undebug();
  else deliver(message);
});
socket.on('data', read);
// The kernel is gone, whether it said so or not; this works on every platform, and while a cell spins.
for (const end of ['close', 'error']) socket.on(end, endProcessGroup);
