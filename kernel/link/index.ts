export { codeFrame } from './code-frame.ts';
export { createCollector } from './collector.ts';
export { agentFd, outputFd } from './descriptors.ts';
export { encodeFrame, frameDecoder, header, longestRecord, writeHeader } from './frames.ts';
export { parseFromAgent, parseFromUser, parseToUser } from './guards.ts';
export { startOfHalf, withoutHalves, writeJson } from './json.ts';
export { debugLog, type LibraryName, libraryNames, runtime, uncaughtTitles } from './names.ts';
export type { PercentCommand } from './percent.ts';
export { endGroupOf, endProcessGroup } from './process-group.ts';
export type {
  Answer,
  Bundle,
  Cell,
  CellError,
  CommMessage,
  ExpressionValue,
  Fields,
  FromAgent,
  FromUser,
  LiveVariable,
  Member,
  Outcome,
  Question,
  ToUser,
} from './protocol.ts';
export {
  type CellMap,
  compiledPosition,
  type Inserted,
  originalPosition,
  type Position,
  runningLines,
  sourceLines,
  withoutInserted,
} from './source-map.ts';
