import { fieldsOf } from '../guards/index.ts';
import type { Content } from '../jupyter/index.ts';
import type { LiveVariable } from '../link/index.ts';
import type { LiveValues } from './live-values.ts';

/**
 * Answers the part of `debug_request` that a variables view needs. There is no debugger, so nothing can be started: V8's own
 * cannot look at the thread that runs it.
 */
export function createDebugAnswers(live: LiveValues): (content: Content) => Promise<Content> {
  let sequence = 0;

  const body = async (command: unknown, given: Content): Promise<Content | string> => {
    switch (command) {
      case 'debugInfo':
        return {
          isStarted: false,
          hashMethod: 'Murmur2',
          hashSeed: 0,
          tmpFilePrefix: '',
          tmpFileSuffix: '.ts',
          breakpoints: [],
          stoppedThreads: [],
          richRendering: true,
          exceptionPaths: [],
          copyToGlobals: false,
        };
      case 'inspectVariables':
        return { variables: ((await live.variables()) ?? []).map(toVariable) };
      case 'variables':
        return { variables: ((await live.inside(Number(given.variablesReference))) ?? []).map(toVariable) };
      case 'richInspectVariables': {
        const name = String(given.variableName ?? '');
        const bundle = name ? await live.display(name) : undefined;
        return bundle ?? `There is no variable ${name || 'of that name'}, or the cell that runs now keeps it busy.`;
      }
      default:
        return `This kernel does not debug: ${String(command)} is not supported.`;
    }
  };

  return async ({ command, seq, arguments: given }) => {
    const answer = await body(command, fieldsOf(given));
    sequence += 1;
    const outcome =
      typeof answer === 'string' ? { success: false, message: answer, body: {} } : { success: true, body: answer };
    return {
      type: 'response',
      seq: sequence,
      request_seq: Number(seq ?? 0),
      command: String(command ?? ''),
      ...outcome,
    };
  };
}

/** https://microsoft.github.io/debug-adapter-protocol/specification#Types_Variable, and `shape`, which is ours. */
function toVariable({ name, value, type, shape, reference }: LiveVariable): Content {
  const ours = shape === undefined ? {} : { shape };
  return { name, value, type, ...ours, evaluateName: name, variablesReference: reference };
}
