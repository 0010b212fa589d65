/** What one platform's .vsix needs of packages with native code. VS Code's name for a platform is the key. */
export type Target = {
  /** The folder of zeromq's prebuilt addons. All are N-API and run on every Node; the newer glibc builds need GLIBC 2.38. */
  readonly zeromq: string;
  /** Packages that hold nothing but one platform's binaries. */
  readonly esbuild: string;
  readonly duckdb: string;
  readonly oxc: string;
};

export const targets: Readonly<Record<string, Target>> = {
  'linux-x64': platform('linux/x64/node/glibc-127-Release', 'linux-x64', 'linux-x64', 'linux-x64-gnu'),
  'linux-arm64': platform('linux/arm64/node/glibc-127-Release', 'linux-arm64', 'linux-arm64', 'linux-arm64-gnu'),
  'alpine-x64': platform('linux/x64/node/musl-127-Release', 'linux-x64', 'linux-x64-musl', 'linux-x64-musl'),
  'alpine-arm64': platform('linux/arm64/node/musl-127-Release', 'linux-arm64', 'linux-arm64-musl', 'linux-arm64-musl'),
  'darwin-x64': platform('darwin/x64/node/libc-115-Release', 'darwin-x64', 'darwin-x64', 'darwin-x64'),
  'darwin-arm64': platform('darwin/arm64/node/libc-115-Release', 'darwin-arm64', 'darwin-arm64', 'darwin-arm64'),
  'win32-x64': platform('win32/x64/node/msvc-115-Release', 'win32-x64', 'win32-x64', 'win32-x64-msvc'),
  'win32-arm64': platform('win32/arm64/node/msvc-115-Release', 'win32-arm64', 'win32-arm64', 'win32-arm64-msvc'),
};

function platform(zeromq: string, esbuild: string, duckdb: string, oxc: string): Target {
  return {
    zeromq,
    esbuild: `@esbuild/${esbuild}`,
    duckdb: `@duckdb/node-bindings-${duckdb}`,
    oxc: `@oxc-parser/binding-${oxc}`,
  };
}

/** The platform to package for: what was asked, else the one this is. Throws an error that lists the choices. */
export function chooseTarget(asked: string | undefined): string {
  const target = asked ?? `${isMusl() ? 'alpine' : process.platform}-${process.arch}`;
  if (target in targets) return target;
  throw new Error(`There is no package for "${target}". Choose one of ${Object.keys(targets).join(', ')}.`);
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header?.glibcVersionRuntime === undefined;
}
