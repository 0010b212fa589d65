/** Rules of the stacked layout: one column, experts down, what can wait behind More. */
export const gatesNarrowStyle = `
.multitask[data-layout=stacked] .gates-menu{display:block;font-size:16px;min-width:28px;margin:-4px -6px -4px 0}
.multitask[data-layout=stacked] .gates-head{flex-wrap:wrap}
.multitask[data-layout=stacked] .gates-facts{flex:1 1 0}
.multitask[data-layout=stacked] .gates-head .fill{flex:0}
.multitask[data-layout=stacked] .gates-actions{flex-basis:100%}
.multitask[data-layout=stacked] .gates-actions:not(.open){display:none}
.multitask[data-layout=stacked] .gates-disclosure{margin-top:6px}
.multitask[data-layout=stacked] .gates-disclosure .dim{flex-basis:100%;padding-left:22px}
.multitask[data-layout=stacked] .gates-note{padding-left:0}
.multitask[data-layout=stacked] .gates-statistics-table{grid-template-columns:minmax(0,1fr);gap:8px}
.multitask[data-layout=stacked] .gates-divergence{flex-flow:row wrap;gap:2px 12px;align-items:baseline}
.multitask[data-layout=stacked] .gates-divergence{max-width:none}
.multitask[data-layout=stacked] .gates-divergence-title{max-width:none;padding:0}
.multitask[data-layout=stacked] .gates-shared span{display:inline}
.multitask[data-layout=stacked] .gates-scale{width:72px;overflow:hidden}
.multitask[data-layout=stacked] .gates-histogram{padding:0 2px}
.multitask[data-layout=stacked] .gates-histograms{margin-top:4px}
.multitask[data-layout=stacked] .gates-panel-name{font-size:12px;font-weight:600}
.multitask[data-layout=stacked] .gates-panel .gates-name{font-size:12px}
.multitask[data-layout=stacked] .gates-segment-cell{padding-left:3px;font-size:11px}
.multitask[data-layout=stacked] .gates-last{flex-direction:column}
.multitask[data-layout=stacked] .gates-epochs{flex-direction:column}
`;
