import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spelling } from '../../../../kernel/commands/command-line/flag.ts';
import {
  type FlagTable,
  flagsHelp,
  readCommandLine,
  UsageError,
} from '../../../../kernel/commands/command-line/index.ts';
import { inText } from '../../../../kernel/commands/command-line/text-value.ts';
import { anyOperands } from '../../../../kernel/commands/command-line/usage.ts';
import { fitFlags } from '../../../../kernel/commands/train/fit-flags.ts';
import { catalog } from '../../../../kernel/multitask/models/index.ts';
import { fitOptions } from '../../../../kernel/multitask/training/index.ts';

type Command = {
  readonly help: string;
  readonly flags: Readonly<Record<string, FlagTable>>;
  readonly run: (args: readonly string[]) => Promise<number>;
};

const root = resolve(import.meta.dirname, '../../../..');
const names = readdirSync(join(root, 'kernel/commands'), { withFileTypes: true })
  .filter((file) => file.isFile() && file.name !== 'location.ts')
  .map(({ name }) => name.replace('.ts', ''));
const commands = await Promise.all(
  names.map(async (name) => ({ name, ...((await import(`../../../../kernel/commands/${name}.ts`)) as Command) })),
);

const usageOf = async (run: () => Promise<unknown>): Promise<string> => {
  const error = await run().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UsageError);
  return (error as Error).message;
};

describe.each(commands)('$name', ({ help, flags, run }) => {
  const all = Object.values(flags).flatMap((table) => Object.entries(table));

  it('every flag is in the help, and every flag of the help is one', () => {
    const known = all.map(([name, flag]) => spelling(name, flag));
    // In the usage and the prose, too; what is in code and in examples is of other commands as well.
    const told = [...(help.split('Example')[0] ?? '').replace(/`[^`]*`/g, '').matchAll(/(?<![\w-])--[a-z][\w-]*/g)].map(
      ([flag]) => flag,
    );
    expect(new Set(told)).toEqual(new Set(known));
    if (all.length > 0) expect(help).toContain(flagsHelp(flags));
  });

  it.each(all)('--%s: a slip is refused with the nearest name', async (name, flag) => {
    const spelt = spelling(name, flag);
    for (const slip of [`${spelt}${spelt.at(-1)}`, spelt.replace(/-(.)$/, '$1'), `--${name}x`]) {
      if (slip === spelt) continue;
      const message = await usageOf(() => run(['operand', slip, '1']));
      expect(message).toMatch(new RegExp(`^There is no ${slip}\\. Did you mean .*${spelt}( or .*)?\\?$`));
    }
  });

  it.each(all)('--%s: no value, a wrong one and a second one are refused in words', async (name, flag) => {
    const spelt = spelling(name, flag);
    const type = inText(flag.type);
    if (flag.type.kind === 'boolean') {
      expect(await usageOf(() => run(['operand', `${spelt}=false`]))).toBe(
        `${spelt} takes no value; it is followed by "false". It is there or not.`,
      );
      return;
    }
    expect(await usageOf(() => run(['operand', spelt]))).toMatch(
      new RegExp(`^${spelt} has no value: .* was expected\\.$`),
    );
    const next = await usageOf(() => run(['operand', spelt, '--json']));
    expect(next).toMatch(/^\S+ has no value: .* was expected\. If it is to be --json, write \S+=--json$/);
    if (!flag.many)
      expect(await usageOf(() => run(['operand', spelt, '1', spelt, '2']))).toBe(
        `${spelt} is given twice, as "1" and as "2". Give it once.`,
      );
    if (flag.parse || type === undefined || !['number', 'word'].includes(type.kind)) return;
    for (const wrong of ['', ' ', 'much', 'NaN', '1x', '-7', '1e999'])
      expect(await usageOf(() => run(['operand', spelt, wrong]))).toMatch(
        new RegExp(`^${spelt} is .*${wrong.trim()}.*; .* was expected\\.$`),
      );
  });
});

describe('flags and options', () => {
  it('what a text can say of the options of fit is a flag, unless it has a reason', () => {
    const others = {
      // One seed for all that is drawn; the folder is --save; the terminal has no plot; the rows say their name; a command
      // without --resume restarts.
      train: ['seed', 'checkpoint', 'resume', 'restart', 'plot', 'data', 'threads'],
    };
    const said = Object.entries(fitOptions)
      .filter(([, { type }]) => inText(type))
      .map(([name]) => name);
    expect(said.filter((name) => !(name in fitFlags) && !others.train.includes(name))).toEqual([]);
  });

  it('their sentences, ranges and defaults are those of the options', () => {
    const help = flagsHelp({ training: fitFlags });
    expect(help).toContain(
      '  --batch-size N          Rows per optimizer step, at most all rows (from 1 on; default 256)\n',
    );
    expect(help).toContain(
      '  --no-shuffle            Whether each epoch visits the rows in a new random order; not with this flag\n',
    );
    expect(help).toContain('(above 0; without it 0.001, for SGD and Adagrad 0.01)');
  });

  it('each option of each model is a flag of train, and tells what it is to which model', async () => {
    const { flags, help } = commands.find(({ name }) => name === 'train') as Command;
    for (const { options } of Object.values(catalog))
      for (const [name, { type }] of Object.entries(options))
        if (inText(type) && name !== 'seed') expect(Object.keys(flags.model ?? {})).toContain(name);
    expect(help).toContain(
      '  --experts N             omoe, mmoe: How many experts (from 1 on; default 8). home: Experts',
    );
    expect(help.replace(/\s+/g, ' ')).toContain(
      'esmm, escm2, dcmt: Layers of each tower (each from 1 on; default 256,64).',
    );
  });
});

describe('what a text says', () => {
  const read = (flag: FlagTable[string], text: string) =>
    readCommandLine(['--flag', text], { options: { flag } }, anyOperands).flags.options.flag;
  const { taskWeights, learningRate } = fitOptions;
  const train = commands.find(({ name }) => name === 'train') as Command;
  const column = (name: string) =>
    Object.assign({}, train.flags.columns, train.flags.textFiles)[name] as FlagTable[string];

  it.each([
    ['1e-4', learningRate, 1e-4],
    ['uncertainty', taskWeights, 'uncertainty'],
    ['click=1, buy=0.5', taskWeights, { click: 1, buy: 0.5 }],
    ['none', column('header'), 'none'],
    ['3', column('header'), 3],
    ['age,"a, b"', column('header'), ['age', 'a, b']],
    ['age, "12"" pipe",5" pipe', column('numeric'), ['age', '12" pipe', '5" pipe']],
    [
      'click,buy=yes/no,"a,b"=1',
      column('labels'),
      [{ name: 'click' }, { name: 'buy', positive: 'yes', negative: 'no' }, { name: 'a,b', positive: '1' }],
    ],
    ['NA,click=-1,click=?', column('missing'), { everywhere: ['NA'], columns: { click: ['-1', '?'] } }],
    ['tags,ids=/', column('lists'), { tags: 'embed', ids: { separator: '/' } }],
    [';', column('delimiter'), ';'],
  ])('%#: %s', (text, flag, value) => expect(read(flag as FlagTable[string], text as string)).toEqual(value));

  it.each([
    ['0', learningRate, '--flag is 0; a number above 0 was expected.'],
    [
      'click=-1',
      taskWeights,
      '--flag is "click=-1"; "uncertainty", "dwa", "gradnorm", "rlw", "gls" or "famo" or a number from 0 on for each task, as in A=NUMBER,B=NUMBER, was expected.',
    ],
    ['0', column('header'), '--flag is 0; '],
    ['1.5', column('footer'), '--flag is 1.5; a whole number from 0 on was expected.'],
    [';', column('decimal'), '--flag is ";"; "." or "," was expected.'],
    ['buy=a/b/c', column('labels'), 'behind = stands the value that is 1'],
    [',', column('numeric'), '--flag is ","; a list of '],
  ])('%#: %s is refused', (text, flag, message) => {
    expect(() => read(flag as FlagTable[string], text as string)).toThrow(message as string);
  });
});

describe('the list of commands', () => {
  const main = readFileSync(join(root, 'kernel/main.ts'), 'utf8');
  it('has every command', () => {
    const listed = [...main.matchAll(/import\('\.\/commands\/([\w-]+)\.ts'\)/g)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...names].sort());
  });

  it.each(['README.md', 'README.zh-CN.md'])('%s names only commands that there are, and compare among them', (file) => {
    const named = [...readFileSync(join(root, file), 'utf8').matchAll(/npx multitask-notebook ([a-z]+)/g)].map(
      ([, name]) => name ?? '',
    );
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
    for (const name of names.filter((each) => each !== 'kernel')) expect(named, name).toContain(name);
  });
});
