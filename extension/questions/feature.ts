import * as vscode from 'vscode';
import { fieldsOf } from '../../kernel/guards/index.ts';
import type { Feature } from '../feature.ts';
import { askKernel } from './ask-kernel.ts';
import { askers } from './askings.ts';

/** What a person asks of an output goes to the notebook's kernel, and the answer back to the output. */
export const outputQuestions: Feature = ({ kernels, log }) => {
  const listening = askers.map(({ renderer, read }) => {
    const messaging = vscode.notebooks.createRendererMessaging(renderer);
    return messaging.onDidReceiveMessage(({ editor, message }) => {
      const { ask, question } = fieldsOf(message);
      const parsed = read(question);
      if (!parsed.ok) return log.warn(`An output asked what is no question: ${parsed.reason}`);
      const say = (answer: object) => void messaging.postMessage({ ask, answer }, editor);
      const asked = askKernel(kernels.find(editor.notebook), kernels.onDidChange, parsed.value, say);
      asked.then(say, (error: Error) => say({ state: 'refused', words: error.message }));
    });
  });
  return vscode.Disposable.from(...listening);
};
