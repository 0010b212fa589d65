import { comparisonStyle } from '../comparison/style.ts';
import { rowHeight } from './grid.ts';

/** The table and the plot of runs: a page of its own, so that names need not be apart from those of other views. */
export const runsStyle = `${comparisonStyle}
body{margin:0;padding:0}
.multitask.runs{display:flex;flex-direction:column;gap:8px;height:100vh;padding:10px 16px 12px}
.multitask.runs-with-plot{height:auto;min-height:100vh}
.multitask h1{margin:0;font-size:14px;line-height:24px}
.multitask .runs-toolbar{flex:none}
.multitask .runs-search{font:inherit;font-size:12px;line-height:16px;width:260px;min-width:90px;flex:0 1 260px;min-height:24px;padding:2px 6px;
  color:var(--foreground);background:var(--background);border:1px solid var(--faint);border-radius:3px}
.multitask .runs-search::placeholder{color:var(--dim);opacity:1}
.multitask .runs-note{margin-top:4px}
.multitask .runs-scroll{flex:1 1 auto;min-height:0;overflow:auto;border-top:1px solid var(--hairline);border-bottom:1px solid var(--hairline)}
.multitask.runs-with-plot .runs-scroll{flex:none;max-height:42vh}
.multitask .runs-grid{position:relative}
.multitask .runs-head{position:sticky;top:0;z-index:2;background:var(--background);border-bottom:1px solid var(--hairline)}
.multitask .runs-body{position:relative}
.multitask .runs-row{display:grid;grid-template-columns:var(--columns);height:${rowHeight}px;align-items:center;white-space:nowrap}
.multitask .runs-body .runs-row{position:absolute;left:0;right:0;border-bottom:1px solid var(--grid);cursor:default}
.multitask .runs-body .runs-row:hover{background:var(--wash)}
.multitask .runs-row[aria-selected=true]{background:color-mix(in srgb,var(--foreground) 6%,var(--background))}
.multitask .runs-row[aria-level="2"]{color:var(--dim)}
.multitask .runs-body .runs-row:focus-visible{outline:2px solid var(--focus);outline-offset:-2px}
.multitask[data-kind=high-contrast] .runs-row[aria-selected=true]{background:var(--background);outline:1px dashed var(--border);outline-offset:-1px}
.multitask .runs-cell{display:flex;align-items:center;min-width:0;padding:0 10px;font-size:12px}
.multitask .runs-cell.right{justify-content:flex-end}
.multitask .runs-head-row .runs-cell{padding:0 4px}
.multitask .runs-head-row button{font-weight:600;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.multitask .runs-arrow{display:inline-block;width:12px;text-align:center}
.multitask .runs-arrow:empty{display:none}
.multitask .runs-text{overflow:hidden;text-overflow:ellipsis}
.multitask .runs-cell.right .runs-text{flex:none}
.multitask .runs-row[aria-selected=true] .runs-more{color:var(--foreground)}
.multitask .runs-more{color:var(--dim);font-size:11px;white-space:pre}
.multitask .runs-link{cursor:pointer;text-decoration:underline;text-decoration-color:var(--faint);text-underline-offset:2px}
.multitask .runs-checkbox{flex:none;cursor:pointer}
.multitask .runs-box{fill:var(--background);stroke:var(--faint)}
.multitask .runs-check{fill:none;stroke:var(--foreground);stroke-width:2}
.multitask .runs-twisty{flex:none;width:20px;text-align:center;cursor:pointer}
.multitask .runs-indent{flex:none;width:14px}
.multitask .runs-curve-line{fill:none;stroke:var(--dim);stroke-width:1.2}
.multitask .runs-curve-end{fill:var(--foreground)}
.multitask .runs-plot{padding-top:4px}
.multitask .runs-plot[hidden]{display:none}
.multitask .runs-legend{list-style:none;margin:6px 0 4px;padding:0}
.multitask .runs-legend li{display:flex;align-items:center;gap:0 8px;min-height:26px;min-width:0}
.multitask .runs-legend .mark{margin:0 -2px 0 6px}
.multitask .runs-legend-name{flex:none;max-width:60%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.multitask .runs-legend-verdict{min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-size:12px}
.multitask .runs-remove{flex:none;min-width:24px;color:var(--dim)}
.multitask .runs-task{margin:10px 0 4px;font-size:14px;font-weight:600;line-height:20px;overflow-wrap:anywhere}
.multitask .runs-charts{display:flex;gap:16px}
.multitask .runs-caption{margin-bottom:2px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.multitask .runs-grid-line{stroke:var(--grid);fill:none}
.multitask .runs-axis-line{stroke:var(--hairline);fill:none}
.multitask .runs-line{fill:none;stroke-linejoin:round}
.multitask .runs-whisker{fill:none;stroke-width:1.25}
.multitask .runs-mark{stroke:var(--background);stroke-width:1;paint-order:stroke}
.multitask .runs-cursor{stroke:var(--faint);fill:none;pointer-events:none}
.multitask .comparison-task{margin-top:4px}
.multitask .comparison-name{font-size:12px;font-weight:400;color:var(--dim)}
.multitask .comparison-task[hidden]{display:none}
.multitask[data-layout=stacked] .report-head{gap:4px 8px}
.multitask[data-layout=stacked] .runs-charts{flex-direction:column;gap:6px}
.multitask[data-layout=stacked] .runs-search{flex:1 1 140px}
.multitask[data-layout=stacked] .runs-toolbar .fill{display:none}
.multitask[data-layout=stacked] .runs-legend li{flex-wrap:wrap}
.multitask[data-layout=stacked] .runs-legend-name{max-width:70%}
`;
