import { add, compareExchange, load, max, store, sub } from '../built-ins/index.ts';

/** Numbers that the agent thread and the thread that runs cells share: they cross while a cell spins. */
export interface AgentMemory {
  /** Of the last message that was received (./inbox.ts). */
  receivedMessage(): number;
  confirmMessage(number: number): void;
  /** Runs up to this one are to stop, those of them that are going on. */
  interruptedRun(): number;
  interruptRuns(upTo: number): void;
  /** The oldest run that is going on; a number beyond all when there is none. */
  oldestRun(): number;
  setOldestRun(execution: number | undefined): void;
  /** The youngest run that was begun, whether it is going on or not. */
  youngestRun(): number;
  setYoungestRun(execution: number): void;
  /** The youngest run whose signal somebody asked for, who may have something to tidy up when it aborts. */
  heardRun(): number;
  hearRun(execution: number): void;
  /** Whether a model is being trained: its thread has work of ours, which must come to its end. */
  isTraining(): boolean;
  /** Returns how to say that it is over. */
  beginTraining(): () => void;
  /** Whether the thread that runs cells is blocked by a child process (`execSync`), and children that it does not wait for. */
  isWaitingForChild(): boolean;
  waitForChild<Result>(wait: () => Result): Result;
  otherChildren(): readonly number[];
  addChild(pid: number): void;
  removeChild(pid: number): void;
}

/** Where the children stand among the numbers. */
const children = 7;
/** Children beside the one that is waited for; more are not told from it. */
const mostChildren = 250;

export function newAgentMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer((children + mostChildren) * Int32Array.BYTES_PER_ELEMENT);
}

export function openAgentMemory(memory: SharedArrayBuffer): AgentMemory {
  const numbers = new Int32Array(memory);
  const none = 0x7fffffff;
  // Runs are counted from 1: before the first one there is none.
  compareExchange(numbers, 2, 0, none);
  return {
    receivedMessage: () => load(numbers, 0),
    confirmMessage: (number) => void store(numbers, 0, number),
    interruptedRun: () => load(numbers, 1),
    interruptRuns: (upTo) => void store(numbers, 1, upTo),
    oldestRun: () => load(numbers, 2),
    setOldestRun: (execution) => void store(numbers, 2, execution ?? none),
    youngestRun: () => load(numbers, 3),
    setYoungestRun: (execution) => void store(numbers, 3, execution),
    heardRun: () => load(numbers, 6),
    hearRun: (execution) => void store(numbers, 6, max(load(numbers, 6), execution)),
    isTraining: () => load(numbers, 4) > 0,
    beginTraining() {
      add(numbers, 4, 1);
      return () => void sub(numbers, 4, 1);
    },
    isWaitingForChild: () => load(numbers, 5) > 0,
    waitForChild(wait) {
      store(numbers, 5, 1);
      try {
        return wait();
      } finally {
        store(numbers, 5, 0);
      }
    },
    otherChildren: () => Array.from(numbers.subarray(children)).filter((pid) => pid !== 0),
    addChild(pid) {
      for (let i = children; i < numbers.length; i++) if (compareExchange(numbers, i, 0, pid) === 0) return;
    },
    removeChild(pid) {
      for (let i = children; i < numbers.length; i++) if (compareExchange(numbers, i, pid, 0) === pid) return;
    },
  };
}
