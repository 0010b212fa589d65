import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';

/** For each test of `multitask-notebook data`: an empty cache in a folder of its own, no data beside it, and what was printed. */
export function emptyCache(): { readonly folder: string; readonly printed: string } {
  const state = { folder: '', printed: '' };
  beforeEach(() => {
    state.folder = mkdtempSync(join(tmpdir(), 'data-command-'));
    vi.stubEnv('XDG_CACHE_HOME', state.folder);
    vi.stubEnv('MULTITASK_DATA', undefined);
    state.printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      state.printed += text;
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
    rmSync(state.folder, { recursive: true });
  });
  return state;
}
