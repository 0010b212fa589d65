import { stripVTControlCharacters } from 'node:util';
import { fieldsOf } from '../../kernel/guards/index.ts';

/** An output as VS Code keeps it. */
type Output = { readonly items: readonly { readonly mime: string; readonly data: Uint8Array }[] };

/** Characters of a cell's outputs that a model reads. */
const longest = 20_000;

/** What a cell shows, in words: text as it is, errors with their traceback, pictures by their kind. */
export function outputText(outputs: readonly Output[]): string {
  const text = outputs
    .map(textOfOutput)
    .filter((part) => part !== '')
    .join('\n');
  if (text.length <= longest) return text;
  const left = text.length - longest;
  // The beginning says what it is, the end how it came out.
  return `${text.slice(0, longest / 2)}\n… ${left} characters are left out …\n${text.slice(-longest / 2)}`;
}

/** The text of an output that has a kind of data; undefined where it has not. */
export function textBeside(mime: string, output: Output): string | undefined {
  return output.items.some((item) => item.mime === mime) ? textOfOutput(output) : undefined;
}

function textOfOutput({ items }: Output): string {
  const error = items.find(({ mime }) => mime === 'application/vnd.code.notebook.error');
  if (error) return errorText(decode(error.data));
  const text = texts.map((wanted) => items.find(({ mime }) => mime === wanted)).find((item) => item !== undefined);
  if (text) return stripVTControlCharacters(decode(text.data)).trimEnd();
  return items.length === 0 ? '' : `(${items.map(({ mime }) => mime).join(', ')})`;
}

const texts = [
  'application/vnd.code.notebook.stdout',
  'application/vnd.code.notebook.stderr',
  'text/plain',
  'text/markdown',
  'application/json',
] as const;

function errorText(json: string): string {
  try {
    const { name, message, stack } = fieldsOf(JSON.parse(json));
    return stripVTControlCharacters(String(stack || `${name}: ${message}`)).trimEnd();
  } catch {
    return json;
  }
}

function decode(data: Uint8Array): string {
  return new TextDecoder().decode(data);
}
