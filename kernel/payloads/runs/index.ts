export { alike, leftOut, type RunColumn, runColumns } from './columns.ts';
export { curveRange, lossCurve, meanCurve, paceOf, qualityCurve, type RunCurve, valueAt } from './curves.ts';
export {
  type ComparedTask,
  comparedSentence,
  comparedTasks,
  differenceNotes,
} from './differences.ts';
export { type FromRunsTable, parseFromRunsTable, parseToRunsTable, type ToRunsTable } from './messages.ts';
export { newestFirst, ordered, type RunOrder } from './order.ts';
export { runRecords } from './record.ts';
export { type RunPlace, type RunRow, runRow } from './run-row.ts';
export {
  countedRuns,
  entryQuality,
  foldSeeds,
  newest,
  type RunEntry,
  rowsOf,
  taskNames,
} from './seeds.ts';
export { differingSettings, settingsOf, settingText } from './settings.ts';
export { qualities } from './task-quality.ts';
export {
  distinctNames,
  entryName,
  entryTone,
  factsOf,
  matches,
  placeWords,
  type RunTone,
  runsWords,
  searchedText,
  verdictDetails,
  verdictWords,
} from './words.ts';
