/** Strips of cosines and the weights of the tasks, below the charts and in their columns. */
export const conflictsStyle = `
.multitask .conflicts{margin-top:8px}
.multitask .conflicts[hidden],.multitask .conflicts [hidden],.multitask .task-weights[hidden]{display:none}
.multitask .conflicts .gates-arrow{width:10px;flex:none}
.multitask .conflict-legend{display:flex;align-items:baseline;gap:2px 12px;flex-wrap:wrap}
.multitask .conflict-legend .key{margin-right:4px}
.multitask .conflict-legend>:is(span+span,select){margin-left:-8px}
.multitask .conflict-legend>span:has(.key){margin-left:0}
.multitask .conflict-legend select{font-size:11px}
.multitask .conflict-row{display:grid;grid-template-columns:136px minmax(0,1fr) 268px;gap:0 16px;align-items:center;min-height:30px}
.multitask .conflict-grid .conflict-row:first-child .conflict-strip{border-top:0}
.multitask .conflict-part{font-size:12px;font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.multitask .conflict-strip{position:relative;min-width:0;padding:1px 0}
.multitask .conflict-cursor{position:absolute;left:0;top:0;bottom:0;width:1px;background:var(--faint);pointer-events:none}
.multitask .conflict-plain{fill:var(--faint)}
.multitask .conflict-apart{fill:var(--warning)}
.multitask .conflict-zero{stroke:var(--hairline);fill:none}
.multitask .conflict-divider{stroke:var(--hairline);fill:none}
.multitask[data-kind=high-contrast] :is(.conflict-zero,.conflict-divider){stroke:var(--grid)}
.multitask svg text.conflict-tick{font-size:11px;fill:var(--dim)}
.multitask svg text.conflict-tick.faint{fill:var(--faint)}
.multitask .conflict-end{font-size:12px;line-height:16px;display:grid;grid-template-columns:76px 66px auto;gap:0 8px;align-items:baseline;white-space:nowrap;min-width:0}
.multitask .conflict-end b{font-weight:400}
.multitask .conflict-end[data-said=apart] :is(b,.conflict-words){font-weight:600}
.multitask .conflict-axis{align-self:start}
.multitask .conflict-row:has(.conflict-axis){min-height:18px}
.multitask .conflict-foot{display:flex;align-items:baseline;gap:4px 12px;flex-wrap:wrap;margin-left:146px}
.multitask[data-layout=stacked] .conflict-foot{margin-left:0}
.multitask[data-layout=stacked] .conflict-row{grid-template-columns:minmax(0,1fr) auto;gap:0 12px;padding-top:3px}
.multitask[data-layout=stacked] .conflict-row>:is(.conflict-strip,.conflict-axis){grid-row:2;grid-column:1/-1}
.multitask[data-layout=stacked] .conflict-end{display:flex}
.multitask[data-layout=stacked] .conflict-words:empty{display:none}
.multitask[data-layout=stacked] .conflict-tools{display:flex;flex-wrap:wrap;padding:0}
.multitask .task-weights{margin-top:8px;border-top:1px solid var(--hairline);padding-top:8px}
.multitask .task-weights .conflict-row{align-items:start}
.multitask .task-weights .conflict-strip path{fill:none;stroke-width:1.75;stroke-linejoin:round}
.multitask .task-weights .conflict-strip path.conflict-zero{stroke-width:1}
.multitask[data-layout=stacked] .task-weights .conflict-row{grid-template-columns:minmax(0,1fr)}
.multitask[data-layout=stacked] .task-weights .conflict-row>.conflict-strip{grid-row:auto}
.multitask .weight-end{font-size:12px;line-height:16px;display:flex;flex-wrap:wrap;gap:0 14px;min-width:0}
.multitask .weight-end>span{display:flex;align-items:baseline;white-space:pre;min-width:0;max-width:100%}
.multitask .weight-task{overflow:hidden;text-overflow:ellipsis;min-width:0}
.multitask .weight-name{font-size:12px;font-weight:600}
.multitask .weight-name .dim{font-weight:400;display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
`;
