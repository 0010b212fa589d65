import * as vscode from 'vscode';
import { fieldsOf } from '../../kernel/guards/index.ts';
import { type GateAnswer, gatesRenderer, parseGateQuestion } from '../../kernel/payloads/gate-questions.ts';
import type { Feature } from '../feature.ts';
import { askKernel } from './ask-kernel.ts';

/** What a person asks of a gate report in a notebook goes to the notebook's kernel; the answer changes the output. */
export const gateQuestions: Feature = ({ kernels, log }) => {
  const messaging = vscode.notebooks.createRendererMessaging(gatesRenderer);
  return messaging.onDidReceiveMessage(({ editor, message }) => {
    const { ask, question } = fieldsOf(message);
    const parsed = parseGateQuestion(question);
    if (!parsed.ok) return log.warn(`A gate report asked what is no question: ${parsed.reason}`);
    const say = (answer: GateAnswer) => void messaging.postMessage({ ask, answer }, editor);
    const asked = askKernel(kernels.find(editor.notebook), kernels.onDidChange, parsed.value, say);
    asked.then(say, (error: Error) => say({ state: 'refused', words: error.message }));
  });
};
