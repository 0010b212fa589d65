import { type AnyType, type Entry, expected } from '../../multitask/options/index.ts';
import { enumerate } from '../../text/index.ts';
import { type Flag, type FlagGroups, type FlagTable, kebabCase, spelling } from './flag.ts';
import { inText, placeholder } from './text-value.ts';

const indent = 26;
const width = 112;

/** What `--help` says of the flags: under a heading for each group, for each flag its sentence, its range and its default. */
export function flagsHelp(groups: FlagGroups): string {
  return Object.entries(groups)
    .map(([group, table]) => {
      const lines = Object.entries(table).map(([name, flag]) => flagHelp(name, flag, table));
      return `${heading(group)}\n${lines.join('')}`;
    })
    .join('\n');
}

/** `textFiles` is "Text files". */
function heading(group: string): string {
  const words = kebabCase(group).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function flagHelp(name: string, flag: Flag, table: FlagTable): string {
  const wanted = inText(flag.type);
  const value = flag.type.kind === 'boolean' ? '' : ` ${flag.value ?? (wanted ? placeholder(wanted) : 'VALUE')}`;
  const left = `  ${spelling(name, flag)}${value}`;
  const lines = wrapped(inPlainText(sentenceOf(flag), table));
  const isLong = left.length > indent - 2;
  return [
    isLong ? left : left.padEnd(indent) + lines[0],
    ...lines.slice(isLong ? 0 : 1).map((line) => ' '.repeat(indent) + line),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** One sentence; where things differ in it, one for each kind of them. */
function sentenceOf({ each, parse, ...flag }: Flag): string {
  const owners = new Map<string, string[]>();
  for (const { of, entry } of each ?? [{ of: '', entry: flag }]) {
    // What is written in a way of its own is told by the sentence.
    const sentence = described(entry, parse ? '' : rangeOf(entry.type));
    owners.set(sentence, [...(owners.get(sentence) ?? []), of]);
  }
  return [...owners].map(([sentence, of]) => (of.includes('') ? sentence : `${of.join(', ')}: ${sentence}`)).join('. ');
}

/** "Passes over the rows (from 1 on; default 3)" */
function described({ about, type, default: value, without, needed }: Entry, range: string): string {
  if (type.kind === 'boolean') return value === true ? `${about}; not with this flag` : about;
  const facts = [range, ...(needed ? ['must be given'] : [])];
  if (value !== undefined) facts.push(`default ${asFlag(value)}`);
  else if (without !== undefined) facts.push(`without it ${without.replace(/,$/, '')}`);
  const given = facts.filter((fact) => fact !== '');
  return given.length === 0 ? about : `${about} (${given.join('; ')})`;
}

/** What the placeholder does not say of the values. */
function rangeOf(type: AnyType): string {
  const wanted = inText(type);
  switch (wanted?.kind) {
    case 'number':
      return expected(wanted).replace(/^a (whole )?number ?/, '');
    case 'word':
      return enumerate(wanted.words.map(String), 'or');
    case 'list':
    case 'record': {
      const range = rangeOf(wanted.of);
      return range === '' ? '' : `each ${range}`;
    }
    case 'either':
      return wanted.of
        .filter(({ kind }) => kind !== 'word')
        .map(rangeOf)
        .filter((range) => range !== '')
        .join(', or ');
    default:
      return '';
  }
}

/** A default as a person would write it behind the flag. */
function asFlag(value: unknown): string {
  return Array.isArray(value) ? (value.length === 0 ? 'none' : value.join(',')) : String(value);
}

/** A sentence without the marks of code; options that are named are spelt as their flags are. */
function inPlainText(sentence: string, table: FlagTable): string {
  return sentence.replace(/`([^`]+)`/g, (_, code: string) => {
    const name = code.replace(/^'(.*)'$/, '$1');
    const flag = Object.hasOwn(table, name) ? table[name] : undefined;
    return flag ? spelling(name, flag) : name;
  });
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && indent + last.length + 1 + word.length <= width) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}
