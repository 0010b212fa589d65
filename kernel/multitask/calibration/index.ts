export {
  type CalibratedModel,
  type CalibrationHost,
  createCalibration,
  type MeasureCalibration,
} from './calibration.ts';
export type { CalibrationOptions } from './calibration-options.ts';
export type { Calibration, CalibrationTask } from './report.ts';
export { calibrationTable } from './table.ts';
