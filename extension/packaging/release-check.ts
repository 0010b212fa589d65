/** `npm run release:check -- v1.2.3 [--notes]`: exit 1 with every reason not to publish; with --notes the text of the release. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { releaseFaults, releaseNotes } from './release.ts';

const { values, positionals } = parseArgs({ options: { notes: { type: 'boolean' } }, allowPositionals: true });
const changelog = readFileSync('CHANGELOG.md', 'utf8');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const faults = releaseFaults({
  tag: positionals[0] ?? `v${manifest.version}`,
  manifest,
  lock: JSON.parse(readFileSync('package-lock.json', 'utf8')),
  changelog,
  citation: readFileSync('CITATION.cff', 'utf8'),
});
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log(values.notes ? releaseNotes(changelog) : `${manifest.name} ${manifest.version} is ready.`);
