import { parseTrainingPayload } from '../../kernel/payloads/training.ts';
import { mount } from './mount.ts';
import { pageRuns } from './page-runs.ts';
import type { Activate } from './renderer-api.ts';
import { trainingStyle } from './training-style.ts';
import { trainingView } from './training-view.ts';

/** VS Code's entry point for `application/vnd.multitask-notebook.training.v1+json`. */
export const activate: Activate = () => {
  const runs = pageRuns();
  return mount({
    parse: parseTrainingPayload,
    style: trainingStyle,
    create: (root, theme, payload) => trainingView(root, theme, payload, runs),
  });
};
