/** The calibration's own rules. All outputs of a notebook share one page, so every name begins with `calibration`. */
export const calibrationStyle = `
.multitask .calibration-panels{display:grid;grid-template-columns:repeat(var(--columns),minmax(0,1fr));gap:14px 24px;margin-top:8px}
.multitask .calibration-panel{min-width:0;display:flex;flex-direction:column}
.multitask .calibration-name{font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.multitask .calibration-words{margin:2px 0 4px;overflow-wrap:anywhere}
.multitask .calibration-words p{margin:0}
.multitask .calibration-chart{margin-top:auto}
.multitask .calibration-chart text{font-size:11px}
.multitask .calibration-grid{stroke:var(--grid)}
.multitask .calibration-axis{stroke:var(--hairline)}
.multitask .calibration-diagonal{stroke:var(--faint);stroke-dasharray:4 3}
.multitask .calibration-reach{fill:transparent;stroke:transparent}
.multitask .calibration-reach:focus-visible{stroke:var(--focus);stroke-width:2;outline:none}
.multitask .calibration-halo{paint-order:stroke;stroke:var(--background);stroke-width:3px;stroke-linejoin:round}
.multitask .calibration-legend{margin-top:8px}
`;
