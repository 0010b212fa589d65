import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What package-lock.json says of a package; its key is the folder. */
type Locked = {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: true;
};

export type Lockfile = { readonly packages: Readonly<Record<string, Locked>> };

type Licensed = { readonly title: string; readonly licence: string; readonly texts: readonly string[] };

/**
 * The licences of everything that an installation holds: the packages that npm installs, and those that are compiled into dist/ (their
 * folders are `bundled`). Texts that several packages share are given once. Throws an error that names a package without a licence.
 */
export function thirdPartyLicences(lock: Lockfile, bundled: Iterable<string>): string {
  const inside = new Set(bundled);
  const packages = Object.entries(lock.packages)
    .filter(([folder, { dev }]) => folder !== '' && (dev !== true || inside.has(folder)))
    .map(([folder, locked]) => readLicence(folder, locked))
    .sort((a, b) => a.title.localeCompare(b.title, 'en'));
  const list = packages.map(({ title, licence }) => `${title}: ${licence}`);
  const texts = new Map<string, string[]>();
  for (const { title, texts: own } of packages)
    for (const text of own) texts.set(text, [...(texts.get(text) ?? []), title]);
  const sections = [...texts].map(([text, titles]) => `${[...new Set(titles)].join(', ')}\n\n${text}`);
  return `${[introduction, [...new Set(list)].join('\n'), ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

const introduction = `Multitask Notebooks is made with the packages below; their licences follow the list.

The zeromq package contains a binary of libzmq, which is under the Mozilla Public License 2.0
(https://mozilla.org/MPL/2.0/). Its source code is at https://github.com/zeromq/libzmq.`;

function readLicence(folder: string, { version, license }: Locked): Licensed {
  const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (!license) throw new Error(`${name} ${version} says no licence in package-lock.json: do not ship it.`);
  // The builds for other platforms are not here; their text is that of the package they belong to.
  const files = existsSync(folder)
    ? readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    : [];
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return { title: `${name} ${version}`, licence: license, texts };
}
