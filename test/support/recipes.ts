import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Does to the files in `folder` what the blocks of code in a section of CONTRIBUTING.md say. */
export function followRecipe(section: string, folder: string): void {
  const text = readFileSync('CONTRIBUTING.md', 'utf8');
  const body = text.split(`\n### ${section}\n`)[1]?.split(/\n##/)[0];
  if (body === undefined) throw new Error(`CONTRIBUTING.md has no section "${section}".`);
  for (const [, language, code] of body.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)) {
    const [, path, content] = /^(?:---|\/\/) (\S+)\n([\s\S]*)$/.exec(code) ?? [];
    if (path === undefined) throw new Error(`A block of "${section}" does not begin with a path: ${code.slice(0, 40)}`);
    const file = join(folder, path);
    if (language === 'diff') {
      writeFileSync(file, applyDifference(readFileSync(file, 'utf8'), content, path));
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
}

/** Lines with a space or a minus must come in this order; a minus goes, a plus comes in behind the line before it. */
function applyDifference(before: string, difference: string, path: string): string {
  const lines = before.split('\n');
  let at = 0;
  for (const line of difference.trimEnd().split('\n')) {
    const [sign, text] = [line[0], line.slice(1)];
    if (sign === '+') {
      lines.splice(at++, 0, text);
      continue;
    }
    const found = lines.indexOf(text, at);
    if (found < 0) throw new Error(`${path} has no line "${text}" behind line ${at}.`);
    at = found + 1;
    if (sign === '-') lines.splice(--at, 1);
  }
  return lines.join('\n');
}
