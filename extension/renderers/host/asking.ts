import { fieldsOf } from '../../../kernel/guards/index.ts';
import type { RendererContext } from './renderer-api.ts';

/** Sends a question to the extension; `heard` is called with each answer to it, as it comes. */
export type Ask = (question: unknown, heard: (answer: unknown) => void) => void;

/** Undefined where nobody answers. */
export function createAsking({ postMessage, onDidReceiveMessage }: RendererContext): Ask | undefined {
  if (postMessage === undefined || onDidReceiveMessage === undefined) return undefined;
  const waiting = new Map<number, (answer: unknown) => void>();
  let asked = 0;
  onDidReceiveMessage((message) => {
    const { ask, answer } = fieldsOf(message);
    if (typeof ask === 'number') waiting.get(ask)?.(answer);
  });
  return (question, heard) => {
    asked += 1;
    waiting.set(asked, heard);
    for (const oldest of waiting.keys()) {
      if (waiting.size <= mostWaiting) break;
      waiting.delete(oldest);
    }
    postMessage({ ask: asked, question });
  };
}

/** Questions whose answers may still come. */
const mostWaiting = 50;
