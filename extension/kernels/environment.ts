/**
 * The environment a kernel starts with: the user's, without what VS Code put there for its own processes.
 *
 * ELECTRON_RUN_AS_NODE comes back through `runtime` for the kernel alone; NODE_OPTIONS of a debugger that attaches itself
 * to every Node would make each kernel wait for it; and a JPY_PARENT_PID (VS Code started from JupyterHub) is not ours.
 */
export function kernelEnvironment(
  editor: NodeJS.ProcessEnv,
  runtime: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const kept = Object.entries(editor).filter(([name, value]) => {
    if (/^(VSCODE|ELECTRON|CHROME)_|^JPY_PARENT_PID$/i.test(name)) return false;
    return !(name === 'NODE_OPTIONS' && /js-debug|bootloader/.test(value ?? ''));
  });
  return { ...Object.fromEntries(kept), ...runtime };
}
