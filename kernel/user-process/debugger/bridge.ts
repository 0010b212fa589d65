/**
 * The debugger's end in the agent thread: V8's own debugger of the thread that runs cells, which goes on answering while that thread
 * stands. What it says is cut down to what a person may look at; the kernel makes the Debug Adapter Protocol of it.
 */
import { Session } from 'node:inspector';
import { debugLog, type Fields, type FromAgent } from '../../link/index.ts';
import { isInternal, kernelFolder } from '../execution/internal-frames.ts';

/** What the agent asks of a debugger that is there. */
export interface DebugBridge {
  call(request: number, method: string, params: Fields): void;
  /** Whether the thread that runs cells stands. */
  isStopped(): boolean;
  /** Lets that thread go on and stops it no more, until `allow`: an interrupt wants an end. Where it stands may be `cut` off. */
  release(how: 'cut' | 'go on'): Promise<void>;
  allow(): void;
  close(): void;
}

/** Stack frames of one stop; what recurses without end has thousands. */
const mostFrames = 500;

export function createDebugBridge(send: (message: FromAgent) => void): DebugBridge {
  const session = new Session();
  session.connectToMainThread();
  const urls = new Map<unknown, string>();
  let isStopped = false;

  const post = (method: string, params: Fields = {}): Promise<Fields> =>
    new Promise((resolve, reject) => {
      session.post(method, params, (error: Error | null, result?: object) => {
        if (error) reject(error);
        else resolve((result ?? {}) as Fields);
      });
    });
  const postQuietly = (method: string, params?: Fields): Promise<unknown> => post(method, params).catch(() => {});
  const forward = (method: string, params: Fields): void => send({ kind: 'event', method, params });

  const frameOf = (frame: Fields): Fields[] => {
    const location = frame.location as Fields;
    const url = urls.get(location.scriptId) ?? '';
    return url === '' || isInternal(url) ? [] : [{ ...frame, location, url }];
  };

  const listeners: Readonly<Record<string, (params: Fields) => void>> = {
    'Debugger.scriptParsed'({ scriptId, url, sourceMapURL }) {
      urls.set(scriptId, String(url));
      if (isPersons(String(url))) forward('Debugger.scriptParsed', { scriptId, url, sourceMapURL });
    },
    'Debugger.paused'(params) {
      isStopped = true;
      const { reason, data, hitBreakpoints } = params;
      const frames = params.callFrames as readonly Fields[];
      const [top] = frames;
      const stopped = urls.get((top?.location as Fields | undefined)?.scriptId) ?? '';
      // Every package with a source map stops here.
      if (reason === 'instrumentation' && !isPersons(stopped)) return void postQuietly('Debugger.resume');
      const callFrames = frames.slice(0, mostFrames).flatMap(frameOf);
      forward('Debugger.paused', { reason, data, hitBreakpoints, callFrames });
    },
    'Debugger.resumed'() {
      isStopped = false;
      forward('Debugger.resumed', {});
    },
    'Runtime.bindingCalled': ({ name, payload }) => {
      if (name === debugLog) forward('Runtime.bindingCalled', { payload });
    },
  };
  for (const [event, hear] of Object.entries(listeners)) {
    session.on(event, ({ params }: { readonly params?: Fields }) => hear(params ?? {}));
  }

  const ready = (async () => {
    await post('Debugger.enable');
    await post('Debugger.setBlackboxPatterns', { patterns: notForPersons });
    await post('Runtime.addBinding', { name: debugLog });
  })();

  return {
    call(request, method, params) {
      ready
        .then(() => post(method, params))
        .then(
          (result) => send({ kind: 'debugged', request, result }),
          ({ message }: Error) => send({ kind: 'refused', request, reason: message }),
        );
    },
    isStopped: () => isStopped,
    async release(how) {
      await postQuietly('Debugger.setSkipAllPauses', { skip: true });
      if (isStopped) await postQuietly('Debugger.resume', { terminateOnResume: how === 'cut' });
      isStopped = false;
    },
    allow: () => void postQuietly('Debugger.setSkipAllPauses', { skip: false }),
    close: () => session.disconnect(),
  };
}

function isPersons(url: string): boolean {
  if (/^(?:cell|expression)-\d+\.ts$/.test(url)) return true;
  return url.startsWith('file:') && !isInternal(url) && !url.includes('/node_modules/');
}

/** Regular expressions of scripts that steps pass over. */
const notForPersons = [
  '^node:',
  `^${kernelFolder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
  'notebook-cell\\.ts$',
  '/node_modules/',
];
