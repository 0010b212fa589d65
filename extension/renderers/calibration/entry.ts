import { parseCalibrationPayload } from '../../../kernel/payloads/calibration.ts';
import { type Activate, mount } from '../host/index.ts';
import { calibrationStyle } from './style.ts';
import { calibrationView } from './view.ts';

/** VS Code's entry point for calibrations. */
export const activate: Activate = () =>
  mount({ parse: parseCalibrationPayload, style: calibrationStyle, create: calibrationView });
