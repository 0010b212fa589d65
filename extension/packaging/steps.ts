import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One thing the build makes, and what it is made of. */
export type Step = {
  readonly name: string;
  /** Whatever else decides about the result: options, versions. A step is run again when it changes. */
  readonly definition: unknown;
  /** Files beyond those that `run` names. */
  readonly inputs?: readonly string[];
  /** Makes it. */
  readonly run: () => Promise<Made>;
};

/** What a step read and wrote, relative to the repository. */
export type Made = { readonly inputs: readonly string[]; readonly outputs: readonly string[] };

type Stamp = {
  readonly definition: string;
  /** A hash of each file. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
};

/** What earlier builds made, by step. */
export type Stamps = Record<string, Stamp>;

/** A stamp file that is missing or of another release means that nothing is known: then everything is made anew. */
export function readStamps(file: string): Stamps | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

export function writeStamps(file: string, stamps: Stamps): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(stamps));
}

/** Whether everything a step read is as it was, and everything it wrote is there. */
export function isCurrent({ definition, inputs = [] }: Step, stamp: Stamp | undefined): boolean {
  if (stamp?.definition !== hash(JSON.stringify(definition))) return false;
  if (!stamp.outputs.every((file) => existsSync(file))) return false;
  if (!inputs.every((file) => file in stamp.inputs)) return false;
  return Object.entries(stamp.inputs).every(([file, was]) => hashOf(file) === was);
}

/** Runs a step, removes what it made before and does not any more, and returns its stamp. */
export async function runStep(step: Step, before: Stamp | undefined): Promise<Stamp> {
  const { inputs, outputs } = await step.run();
  for (const file of before?.outputs ?? []) if (!outputs.includes(file)) rmSync(file, { force: true });
  const read = [...inputs, ...(step.inputs ?? [])];
  return {
    definition: hash(JSON.stringify(step.definition)),
    inputs: Object.fromEntries(read.map((file) => [file, hashOf(file)])),
    outputs,
  };
}

function hashOf(file: string): string {
  return existsSync(file) ? hash(readFileSync(file)) : 'missing';
}

function hash(content: string | Uint8Array): string {
  return createHash('sha1').update(content).digest('base64');
}
