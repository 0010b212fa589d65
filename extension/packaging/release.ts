/** What has to be in step before a version is published. */
export type Papers = {
  /** The tag, e.g. "v1.2.3". */
  readonly tag: string;
  /** package.json */
  readonly manifest: { readonly version: string; readonly repository?: unknown };
  /** package-lock.json */
  readonly lock: { readonly version?: string };
  /** CHANGELOG.md: the newest version first, as `## 1.2.3 — 2026-12-24`. */
  readonly changelog: string;
  /** CITATION.cff */
  readonly citation: string;
};

const heading = /^## (\S+) — (.+)$/m;

/** Each reason not to publish, with what to do; none where the papers are in step. */
export function releaseFaults({ tag, manifest, lock, changelog, citation }: Papers): string[] {
  const { version } = manifest;
  const [, named, day = ''] = heading.exec(changelog) ?? [];
  const cited = /^version: *(\S+)$/m.exec(citation)?.[1];
  const faults: string[] = [];
  if (!/^v\d+\.\d+\.\d+$/.test(tag)) faults.push(`The tag is "${tag}": name it like v${version}.`);
  else if (tag !== `v${version}`) faults.push(`The tag is ${tag} and package.json says ${version}: make them one.`);
  if (lock.version !== version)
    faults.push(`package-lock.json says ${lock.version} and package.json ${version}: npm install writes it.`);
  if (named !== version)
    faults.push(`CHANGELOG.md begins with ${named ?? 'no version'}: its first heading must be "## ${version} — DATE".`);
  else if (!/^\d{4}-\d{2}-\d{2}$/.test(day))
    faults.push(`CHANGELOG.md says "${day}" of ${version}: write the day, as 2026-12-24.`);
  if (cited !== version) faults.push(`CITATION.cff says ${cited ?? 'no version'} and package.json ${version}.`);
  if (!manifest.repository)
    faults.push('package.json names no "repository": npm gives no provenance without it, and vsce no links.');
  return faults;
}

/** What CHANGELOG.md says of its newest version, without the heading. */
export function releaseNotes(changelog: string): string {
  const [, newest = ''] = changelog.split(/^## .*$/m);
  return newest.trim();
}
