/** The names behind NotebookCellOutputItem.stdout, .stderr and .error, which only exist inside VS Code. */
export const stdoutMime = 'application/vnd.code.notebook.stdout';
export const stderrMime = 'application/vnd.code.notebook.stderr';
export const errorMime = 'application/vnd.code.notebook.error';
