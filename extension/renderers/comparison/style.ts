import { columns } from './task.ts';

/** The comparison's own rules. All outputs of a notebook share one page, so every name begins with `comparison`. */
export const comparisonStyle = `
.multitask .comparison-task{margin-top:10px}
.multitask .comparison-name{display:flex;align-items:center;font-weight:600;font-size:14px;line-height:20px;min-width:0;overflow-wrap:anywhere}
.multitask :is(.comparison-row,.comparison-axis){display:grid;align-items:center;column-gap:${columns.gap}px;
  grid-template-columns:${columns.name}px ${columns.value}px minmax(0,1fr) ${columns.verdict}px}
.multitask .comparison-row{border-top:1px solid var(--grid);min-height:31px}
.multitask .comparison-plot:focus-visible{outline:2px solid var(--focus);outline-offset:-1px}
.multitask .comparison-candidate{font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;min-width:0}
.multitask .comparison-value{text-align:right;white-space:nowrap}
.multitask .comparison-judgement{text-align:right;white-space:nowrap;color:var(--dim)}
.multitask .comparison-row:is([data-judgement=better],[data-judgement=worse]) .comparison-judgement{color:var(--foreground);font-weight:600}
.multitask .comparison-zero{stroke:var(--faint);stroke-width:1;fill:none}
.multitask .comparison-mean{stroke:var(--background);stroke-width:1}
.multitask .comparison-axis{display:grid}
.multitask .comparison-axis>span:nth-child(1){grid-column:3;grid-row:1;justify-self:start}
.multitask .comparison-axis>span:nth-child(2){grid-column:3;grid-row:1;justify-self:center}
.multitask .comparison-axis>span:nth-child(3){grid-column:3;grid-row:1;justify-self:end}
.multitask .comparison-legend{margin-top:8px}
.multitask[data-layout=stacked] .comparison-row{grid-template-columns:minmax(0,1fr) auto auto;padding-top:3px}
.multitask[data-layout=stacked] .comparison-plot{grid-column:1/-1;grid-row:2}
.multitask[data-layout=stacked] .comparison-axis{grid-template-columns:0 0 minmax(0,1fr);column-gap:0}
`;
