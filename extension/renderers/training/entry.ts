import { trainingMime } from '../../../kernel/payloads/mime.ts';
import { parseTrainingPayload } from '../../../kernel/payloads/training.ts';
import { type Activate, keepPreferences, mount } from '../host/index.ts';
import { plotlyFigure } from '../plotly/index.ts';
import { mapStyle } from '../weight-map/index.ts';
import { conflictsStyle } from './conflicts/style.ts';
import { liveGatesStyle } from './gates/style.ts';
import { pageRuns } from './page-runs.ts';
import { trainingStyle } from './style.ts';
import { trainingView } from './view.ts';

/** VS Code's entry point for training runs and for Plotly figures: one bundle, because both need Plotly. */
export const activate: Activate = (context) => {
  const shared = { runs: pageRuns(), preferences: keepPreferences(context) };
  const trainings = mount({
    parse: parseTrainingPayload,
    style: mapStyle + trainingStyle + liveGatesStyle + conflictsStyle,
    create: (root, theme, payload) => trainingView(root, theme, payload, shared),
  });
  const figures = mount(plotlyFigure);
  return {
    renderOutputItem(item, element) {
      const [fits, other] = item.mime === trainingMime ? [trainings, figures] : [figures, trainings];
      other.disposeOutputItem(item.id);
      fits.renderOutputItem(item, element);
    },
    disposeOutputItem(id) {
      trainings.disposeOutputItem(id);
      figures.disposeOutputItem(id);
    },
  };
};
