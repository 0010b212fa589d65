import { nearest } from '../environment/nearest.ts';

/** What `%env` prints of the environment, or does to it. Throws in words. */
export function environment(env: NodeJS.ProcessEnv, name?: string, value?: string): string {
  if (name === undefined) {
    return Object.keys(env)
      .sort()
      .map((each) => `${each}=${short(guarded(each, env[each] ?? ''))}\n`)
      .join('');
  }
  if (value !== undefined) {
    env[name] = value;
    return `${name}=${short(guarded(name, value))}\n`;
  }
  const found = env[name];
  if (found !== undefined) return `${found}\n`;
  const near = nearest(name, Object.keys(env));
  const meant = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
  throw new Error(`The environment has no variable ${name}.${meant} To set it: %env ${name}=value`);
}

/** A secret keeps its beginning, by which its owner knows it: notebooks are shared with their outputs. */
function guarded(name: string, value: string): string {
  if (secretName.test(name) && value !== '') return `${value.slice(0, Math.min(4, value.length >> 2))}…`;
  return value.replace(/(:\/\/[^\s:/@]*:)[^\s/@]+@/g, '$1…@').replace(secretText, (text) => `${text.slice(0, 4)}…`);
}

const secretName =
  /key|token|secret|passw|passphrase|pwd$|credential|auth|cookie|session_?id|private|signature|\bpat\b|_pat$|dsn$/i;
/** What keys of well-known services look like. */
const secretText = /\b(?:gh[pousr]_|github_pat_|sk-|xox[abp]-|AKIA|glpat-|npm_|hf_|eyJ)[\w.-]{12,}/g;

const longest = 400;

function short(text: string): string {
  const line = text.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  return line.length > longest ? `${line.slice(0, longest)}… (${line.length} characters)` : line;
}
