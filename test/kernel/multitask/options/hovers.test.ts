import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { optionSentence, type Table } from '../../../../kernel/multitask/options/index.ts';
import { type OptionSet, optionSets, sourceText, tablesOf } from '../../../support/option-sets.ts';

const root = resolve(import.meta.dirname, '../../../..');
const sets = optionSets();
const files = [...new Set(sets.flatMap(({ members }) => members.map(({ file }) => file)))];
let tables: readonly Table[];

beforeAll(async () => {
  tables = await tablesOf(sets);
});

describe("the comment of an option's type says what its table says", () => {
  it('in at least one set', () => expect(sets.map(({ name }) => name)).toContain('fitOptions'));

  // A source file is its own golden file: vitest -u writes the comments.
  it.each(files)('%s', async (file) => {
    await expect(withComments(file)).toMatchFileSnapshot(join(root, file));
  });

  it('and sets that share a type say the same', () => {
    const said = new Map<string, string>();
    for (const { key, sentence } of sentences()) {
      expect(said.get(key) ?? sentence).toBe(sentence);
      said.set(key, sentence);
    }
  });
});

/** The file with every comment as its table has it. */
function withComments(file: string): string {
  const comments = new Map(
    sentences()
      .filter((comment) => comment.file === file)
      .map((comment) => [comment.start, comment]),
  );
  let text = sourceText(file);
  for (const { start, end, sentence } of [...comments.values()].sort((a, b) => b.start - a.start)) {
    const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
    text = `${text.slice(0, start)}${comment(sentence, ' '.repeat(indent))}${text.slice(end)}`;
  }
  return text;
}

function sentences() {
  return sets.flatMap(({ members }: OptionSet, i) =>
    members.map(({ option, file, start, end }) => ({
      file,
      start,
      end,
      key: `${file} ${start}`,
      sentence: optionSentence(tables[i][option]),
    })),
  );
}

/** On one line where it fits, else wrapped, as the formatter's width is. */
function comment(sentence: string, indent: string): string {
  const line = `/** ${sentence} */`;
  if (indent.length + line.length <= 120) return `${line}\n${indent}`;
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + 3 + last.length + 1 + word.length <= 120)
      lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return ['/**', ...lines.map((each) => `${indent} * ${each}`), `${indent} */`, indent].join('\n');
}
