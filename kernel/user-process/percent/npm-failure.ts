/** What npm could not do, in a sentence that says what to do about it. `said` is its standard error. */
export function npmFailure(said: string, folder: string): string {
  const lines = [...said.matchAll(/^npm (?:error|ERR!) ?(.*)$/gm)].map(([, line = '']) => line.trim());
  const text = lines.join('\n');
  const code = /^code (\S+)/m.exec(text)?.[1] ?? '';
  if (code === 'E404') {
    const name = /'(\S+?)(?:@[^@']*)?' is not in/.exec(text)?.[1] ?? /404 Not Found - GET \S+\/(\S+)/.exec(text)?.[1];
    return `There is no package ${decoded(name ?? 'of that name')} in npm's registry.`;
  }
  if (code === 'ETARGET') {
    const [, name, version] = /No matching version found for (\S+)@([^@\s]*?)\.?$/m.exec(text) ?? [];
    if (name) return `${name} has no version ${version}. Those it has: %npm view ${name} versions`;
  }
  if (unreachable.test(code) || (code === '' && unreachable.test(text))) {
    return `npm cannot reach its registry (${unreachable.exec(code || text)?.[0]}): is this machine offline? What npm has seen before comes from its cache: %npm install --offline …`;
  }
  if (code === 'ENOTCACHED') return `npm's cache does not have it, and --offline asks nobody else. ${reason(lines)}`;
  if (code === 'EJSONPARSE') return `package.json in ${folder} is not JSON that npm can read. ${reason(lines)}`;
  if (code === 'ERESOLVE') {
    return `These packages want other versions of each other. ${reason(lines)}\nAnother version may fit; npm takes them as they are with --legacy-peer-deps.`;
  }
  if (/^(?:EACCES|EPERM|EROFS|ENOSPC)$/.test(code)) return `npm could not write into ${folder} (${code}).`;
  if (code === 'ENOENT') {
    const missing = /open '([^']+)'/.exec(text)?.[1];
    if (missing) return `There is no ${missing}.`;
  }
  return reason(lines) || `npm failed:\n${said.trim().slice(-1_000)}`;
}

const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/;

/** npm's own words, without its codes and where its log is. */
function reason(lines: readonly string[]): string {
  const said = lines
    .filter(
      (line) => line !== '' && !/^(?:code|errno|syscall|path|dest)\b|complete log of this run|^\S+\.log$/.test(line),
    )
    .map((line) => line.replace(/^(?:\w+ )?(?:E[A-Z]+|notarget|enoent|404|eresolve) /, ''));
  return [...new Set(said)].slice(0, 6).join('\n');
}

function decoded(name: string): string {
  return name.replace(/%2f/gi, '/');
}
