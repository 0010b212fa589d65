import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Lockfile, thirdPartyLicences } from '../../../extension/packaging/third-party-licences.ts';

const lock: Lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const text = thirdPartyLicences(lock, ['node_modules/plotly.js-cartesian-dist-min']);

describe('the licences of third parties', () => {
  const shipped = Object.entries(lock.packages).filter(([folder, { dev }]) => folder !== '' && !dev);

  it('every package that is installed with ours has a licence that lets us ship it', () => {
    const free = /^\(?(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|MPL-2\.0|0BSD)( AND |\)|$)/;
    expect(shipped.filter(([, { license }]) => !free.test(license ?? '')).map(([folder]) => folder)).toEqual([]);
  });

  it('every package that is installed with ours is listed', () => {
    const lines = new Set(text.split('\n'));
    const missing = shipped
      .map(([folder, { version, license }]) => `${folder.split('node_modules/').at(-1)} ${version}: ${license}`)
      .filter((line) => !lines.has(line));
    expect(shipped.length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  it('what is compiled into dist/ is listed, what only builds it is not', () => {
    expect(text).toMatch(/^plotly\.js-cartesian-dist-min [\d.]+: MIT$/m);
    expect(text).not.toMatch(/^vitest /m);
  });

  it("libzmq's MPL-2.0 is named, with where it and the source can be had", () => {
    expect(text).toMatch(
      /libzmq, which is under the Mozilla Public License 2\.0\s\(https:\/\/mozilla\.org\/MPL\/2\.0\/\)/,
    );
    expect(text).toMatch(/Its source code is at https:\/\/github\.com\/zeromq\/libzmq\./);
  });

  it('a package without a licence is refused by name', () => {
    const packages = { 'node_modules/left': { version: '1.0.0' } };
    expect(() => thirdPartyLicences({ packages }, [])).toThrow('left 1.0.0 says no licence');
  });
});

describe('a release', () => {
  it('has one version, in the manifest, the lockfile and the changelog', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const [, newest] = /^## (\S+)/m.exec(readFileSync('CHANGELOG.md', 'utf8')) ?? [];
    const { version: locked } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    expect({ newest, locked }).toEqual({ newest: version, locked: version });
  });
});
