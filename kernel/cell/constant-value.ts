/**
 * esbuild leaves out a statement that comes down to one constant (`-1`, `NaN`, `'a' + 'b'`), but it may be what a cell shows. This
 * splits off a last statement that is such: nothing but constants and operators.
 */
export function constantAtEnd(source: string): { readonly head: string; readonly constant: string } | undefined {
  const [, head = '', constant = ''] = /^(.*[;\n]|)\s*([^;\n]+?)[;\s]*(?:\/\/[^\n]*)?$/s.exec(source) ?? [];
  const words =
    constant.replace(/'[^'\\]*'|"[^"\\]*"|`[^`\\$]*`/g, "''").match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
  // A lone literal is kept.
  const isComputed = /^[-+!~(]|\S\s*[-+*/%<>=&|?^]/.test(constant) || words.length > 0;
  if (constant === '' || !isComputed || words.some((word) => !constants.has(word))) return undefined;
  return { head, constant };
}

const constants = new Set('NaN Infinity undefined true false null typeof void in instanceof'.split(' '));
