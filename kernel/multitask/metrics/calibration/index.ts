export { calibration, calibrationCurve, calibrationErrorOf, expectedCalibrationError } from './calibration.ts';
export { type Curve, measureCurve } from './curve.ts';
