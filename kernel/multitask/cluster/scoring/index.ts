export { refuseClusterOptions, remoteScoring, type Scoring } from './refusals.ts';
export { type ProgressBar, type Scores, scoreOn } from './score.ts';
export { predictOptions, type ScoreOptions } from './score-options.ts';
