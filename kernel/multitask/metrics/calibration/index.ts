export {
  type CalibrationBin,
  calibration,
  calibrationCurve,
  calibrationErrorOf,
  expectedCalibrationError,
} from './calibration.ts';
export { type Curve, type CurveBin, type Estimated, type Histogram, measureCurve } from './curve.ts';
