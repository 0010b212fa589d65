import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { figures, readmes, renderFigures } from './bench/figures/render-figures.ts';

const english = readFileSync('README.md', 'utf8');
const chinese = readFileSync('README.zh-CN.md', 'utf8');

/** The parts of a README that a translation must not change, by what they are. */
function parts(text: string) {
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, code]) => ({ language, code }));
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
  const tables = [...prose.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trim().split('\n'));
  return {
    headings: [...prose.matchAll(/^(#+) /gm)].map(([, level]) => level.length),
    // Comments are translated, and spaces line them up.
    code: blocks.map(({ language, code }) => [language, code.replace(/\s+(#|\/\/).*$/gm, '').trim()]),
    tables: tables.map((rows) => rows.map((row) => row.replaceAll('\\|', '').split('|').length)),
    numbers: tables.map((rows) => rows.map((row) => row.match(/\d(?:[\d.,]*\d)?/g) ?? [])),
    words: tables.map((rows) => rows.map((row) => row.match(/`[^`]+`/g) ?? [])),
    pictures: [...prose.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, file]) => file),
    figures: prose.match(/<!-- .* -->/g),
  };
}

describe('figures', () => {
  it.each(Object.entries(readmes))('%s shows what the committed results say (npm run figures)', (file, language) => {
    const text = readFileSync(file, 'utf8');
    expect(renderFigures(text, language)).toBe(text);
  });

  it('a missing result is an error with the command that makes it', () => {
    const empty = mkdtempSync(join(tmpdir(), 'multitask-results-'));
    onTestFinished(() => rmSync(empty, { recursive: true }));
    expect(() => renderFigures(english, 'en', empty)).toThrow(/peers\.json is missing: npm run bench:peers -- --json/);
  });

  it('every figure says which command made it, on what, and when', () => {
    for (const name of Object.keys(figures)) {
      const body = english.split(`<!-- figure: ${name} -->`)[1].split('<!-- /figure -->')[0];
      expect(body).toMatch(/^\n\n`npm run bench:\w+( -- [^`]*)?` · 20\d\d-\d\d-\d\d · .+, \d+ cores? · Node v\d+/);
      expect(body).toMatch(/^\|.*\|\n\|---/m);
    }
  });
});

describe('pictures', () => {
  const [moving, window] = parts(english).pictures;

  it('the one on top moves, and is small', async () => {
    const { format, pages, delay = [], pageHeight, width } = await sharp(moving, { animated: true }).metadata();
    expect(format).toBe('webp');
    expect(pages).toBeGreaterThan(8);
    // What is finished stays longer than what moves.
    expect(Math.max(...delay)).toBeGreaterThan(5 * Math.min(...delay));
    expect([width, pageHeight].every((size) => size !== undefined && size > 800)).toBe(true);
    expect(statSync(moving).size).toBeLessThan(600 * 1024);
  });

  it('the one of VS Code is a PNG of a window', async () => {
    const { format, width } = await sharp(window).metadata();
    expect(format).toBe('png');
    expect(width).toBeGreaterThan(1000);
    expect(statSync(window).size).toBeLessThan(300 * 1024);
  });
});

describe('troubleshooting', () => {
  const section = english.split('## Troubleshooting')[1].split('\n## ')[0];
  const messages = [...section.matchAll(/^\| `(.+?)` \|/gm)].map(([, message]) => message);
  const lines = ['kernel', 'extension']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'));

  it('there are messages', () => expect(messages.length).toBeGreaterThan(12));

  it.each(messages)('%s is what the program says', (message) => {
    const escaped = message.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const wanted = new RegExp(escaped.join('\\$\\{.+\\}'));
    expect(lines.filter((line) => wanted.test(line))).not.toEqual([]);
  });
});

describe('the Chinese README', () => {
  const [ours, theirs] = [parts(english), parts(chinese)];
  it.each(Object.keys(ours) as (keyof typeof ours)[])('has the same %s', (part) => {
    expect(theirs[part]).toEqual(ours[part]);
  });

  it('each names the other', () => {
    expect(english).toContain('](README.zh-CN.md)');
    expect(chinese).toContain('](README.md)');
  });

  it('is in Chinese: no paragraph was left in English', () => {
    const prose = chinese.replace(/^```[\s\S]*?^```$/gm, '').replace(/^\|.*$/gm, '');
    const paragraphs = prose
      .split('\n\n')
      .filter((text) => /[a-z]{3}/.test(text) && !/^\s*(`npm run|<!--|#|!?\[)/.test(text));
    expect(paragraphs.filter((text) => !/[\u4e00-\u9fff]/.test(text))).toEqual([]);
  });
});
