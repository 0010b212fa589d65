/** node_modules/@scope/name/lib/file.js → node_modules/@scope/name, also for a package within another. */
export function packageFolder(file: string): string {
  const start = file.lastIndexOf('node_modules/') + 'node_modules/'.length;
  const [first = '', second = ''] = file.slice(start).split('/');
  return file.slice(0, start) + (first.startsWith('@') ? `${first}/${second}` : first);
}
