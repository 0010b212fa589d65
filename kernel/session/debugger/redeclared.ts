/**
 * With V8 13 (Node 24) code on the frame of a cell does not reach what that cell declares and an earlier one declared, too, as one that
 * runs again does: V8 looks in a place of the cell's own, which stays empty, and says "Cannot access 'x' before initialization". Code
 * outside of all frames finds it. Names that an inner scope declares are no such names: they are found on the frame.
 */

/** An expression for a frame: those names in the code that cannot be reached from it, or not yet. */
export function unreachable(code: string): string {
  const tried = namesIn(code).map((name) => `['${name}', () => typeof ${name}]`);
  const isReached = 'try { reach() } catch (e) { return /before initialization$/.test(e?.message) }';
  return `[${tried.join(', ')}].flatMap(([name, reach]) => ((() => { ${isReached} })() ? [name] : []))`;
}

/** Code for a frame, with the value of what is given, that reaches what the frame does not; that it can only read. */
export function reaching(code: string): string {
  const isOutside = 'try { (0, eval)(name); return true } catch { return false }';
  const names = `${unreachable(code)}.filter((name) => { ${isOutside} })`;
  const constants = `names.map((name) => 'const ' + name + ' = (0, eval)("' + name + '");').join('')`;
  // Not inside a function: names of its own would hide those of the notebook.
  return `if (${unreachable(code)}.length > 0) eval(((names) => ${constants})(${names}) + ${JSON.stringify(code)});
else {\n${code}\n}`;
}

/** Whatever in it may be the name of a variable. */
function namesIn(code: string): readonly string[] {
  return [...new Set(code.match(/(?<![\p{ID_Continue}$])[\p{ID_Start}$_][\p{ID_Continue}$]*/gu))].filter(
    (name) => !reserved.has(name),
  );
}

const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static super ' +
    'switch this throw true try typeof var void while with yield eval undefined NaN Infinity'
  ).split(' '),
);
