import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { releaseFaults, releaseNotes } from '../../../extension/packaging/release.ts';

const good = {
  tag: 'v1.2.3',
  manifest: { version: '1.2.3', repository: { type: 'git', url: 'git+https://example.org/a.git' } },
  lock: { version: '1.2.3' },
  changelog: '# Changelog\n\n## 1.2.3 — 2026-12-24\n\n- New.\n\n## 1.2.2 — 2026-11-01\n\n- Old.\n',
  citation: 'cff-version: 1.2.0\nversion: 1.2.3\n',
};

describe('a release', () => {
  it('has papers that are in step', () => {
    expect(releaseFaults(good)).toEqual([]);
  });

  it.each([
    ['another tag', { tag: 'v1.2.4' }, /The tag is v1\.2\.4 and package\.json says 1\.2\.3/],
    ['a tag that is no version', { tag: 'next' }, /"next": name it like v1\.2\.3/],
    ['an old lockfile', { lock: { version: '1.2.2' } }, /package-lock\.json says 1\.2\.2/],
    ['an unfinished changelog', { changelog: '## 1.2.3 — unreleased\n' }, /"unreleased" of 1\.2\.3/],
    ['an old changelog', { changelog: '## 1.2.2 — 2026-11-01\n' }, /begins with 1\.2\.2/],
    ['an empty changelog', { changelog: '' }, /begins with no version/],
    ['an old citation', { citation: 'version: 1.2.2\n' }, /CITATION\.cff says 1\.2\.2/],
    ['no repository', { manifest: { version: '1.2.3' } }, /no "repository"/],
  ])('is refused with %s', (_, wrong, message) => {
    const faults = releaseFaults({ ...good, ...wrong });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(message);
  });

  it('tells what is new in it and nothing older', () => {
    expect(releaseNotes(good.changelog)).toBe('- New.');
  });

  it('of today has one version in package.json, the lockfile, the changelog and the citation', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
    const faults = releaseFaults({
      tag: `v${manifest.version}`,
      manifest: { ...manifest, repository: 'set by the maintainer' },
      lock: JSON.parse(readFileSync('package-lock.json', 'utf8')),
      changelog: readFileSync('CHANGELOG.md', 'utf8').replace('— unreleased', '— 2026-01-01'),
      citation: readFileSync('CITATION.cff', 'utf8'),
    });
    expect(faults).toEqual([]);
  });
});
