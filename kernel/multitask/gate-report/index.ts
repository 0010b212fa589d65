export { hasTaskExperts, highestUse } from './alarms.ts';
export { type RoutingLevel, routingLevels, shortNames } from './gate-levels.ts';
export { createGateReport } from './gate-report.ts';
export { type GateStatistics, gateStatistics } from './gate-statistics.ts';
export type { GatedModel, GateReportOptions } from './gated-model.ts';
export type { FoundRows, GateQuestions, WithoutAnswer } from './questions/index.ts';
export type { Alarm, GateLevel, GateReport, GateSummary, Verdict } from './report.ts';
export type { GateReportHost } from './report-host.ts';
