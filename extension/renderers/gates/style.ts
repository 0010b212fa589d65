/** The gate report's own rules. All outputs of a notebook share one page, so every name begins with `gates`. */
export const gatesStyle = `
.multitask .gates [hidden]{display:none}
.multitask .gates-head{display:flex;align-items:baseline;gap:0 10px;min-height:24px;position:relative}
.multitask .gates-title{font-weight:600;font-size:14px;white-space:nowrap}
.multitask .gates-facts{color:var(--dim);font-size:12px;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.multitask .gates-facts i{font-style:normal;color:var(--faint);white-space:pre}
.multitask .gates-actions{display:inline-flex;gap:4px;align-items:baseline;white-space:nowrap;flex:none}
.multitask .gates-copy{min-width:78px}
.multitask .gates-menu{display:none}
.multitask .gates-bar-line{display:flex;align-items:center;gap:4px 12px;flex-wrap:wrap;min-height:26px;font-size:12px}
.multitask .gates-bar-line b{font-size:12px}
.multitask .gates-choices{display:inline-flex;gap:4px;flex-wrap:wrap;min-width:0}
.multitask .gates-choices .gates-cut{display:inline-block;max-width:180px;vertical-align:bottom}
.multitask .gates-levels{margin-bottom:2px}
.multitask .gates-alarm-mark{color:var(--warning);font-size:10px}

.multitask .gates-histograms{margin-top:10px;row-gap:5px}
.multitask .gates-explanation{font-size:12px;line-height:18px;margin:0 0 9px;max-width:900px}
.multitask .gates-explanation dl{margin:0;display:grid;grid-template-columns:132px minmax(0,1fr);gap:4px 14px}
.multitask .gates-explanation dt{font-weight:600}
.multitask .gates-explanation dd{margin:0}
.multitask[data-layout=stacked] .gates-explanation dl{grid-template-columns:minmax(0,1fr);gap:0}
.multitask[data-layout=stacked] .gates-explanation dd{margin-bottom:6px}
.multitask .gates-panel-name{align-self:center;min-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.multitask .gates-histogram{position:relative;padding:0 min(8px,9%);min-width:0}
.multitask .gates-histogram svg{width:100%;height:34px;border-bottom:1px solid var(--hairline);overflow:hidden}
.multitask .gates-over{position:absolute;top:0;left:50%;transform:translateX(-50%);font-size:11px;line-height:14px;white-space:nowrap;text-shadow:0 0 2px var(--background),0 0 2px var(--background),0 0 3px var(--background),0 0 3px var(--background)}
.multitask .gates-over.gates-left{left:42%}
.multitask .gates-ends{display:flex;justify-content:space-between;font-size:10px;line-height:13px;color:var(--dim)}
.multitask .gates-note{padding-left:11px}

.multitask button.gates-disclosure{display:flex;width:100%;gap:4px 8px;align-items:baseline;text-align:left;margin:8px 0 0;padding:5px 4px;border:0;
  border-top:1px solid var(--hairline);border-radius:0;min-height:30px;flex-wrap:wrap}
.multitask[data-kind=high-contrast] button.gates-disclosure{border:0;border-top:1px solid var(--hairline)}
.multitask .gates-arrow{width:10px;display:inline-block}
.multitask .gates-body{margin-top:4px}
.multitask .gates-ruled{margin-top:14px;border-top:1px solid var(--hairline);padding-top:9px}
.multitask .gates-section{display:flex;gap:3px 12px;align-items:baseline;flex-wrap:wrap;font-size:12px;line-height:15px}

.multitask .gates-statistics-table{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 12px}
.multitask .gates-statistics-table.gates-many{grid-template-columns:minmax(0,1fr)}
.multitask .gates-many .gates-divergence{max-width:none;margin-top:8px}
.multitask .gates-many .gates-divergence-title{max-width:none}
.multitask .gates-scroll{overflow-x:auto;min-width:0}
.multitask .gates-scroll .gates-table{min-width:640px}
.multitask .gates-table{table-layout:fixed!important}
.multitask col.gates-names{width:115px}
.multitask col.gates-wide{width:16%}
.multitask .gates table{border-collapse:collapse;width:100%;font-size:12px;line-height:16px;margin:0;border:0;table-layout:auto}
.multitask .gates table :is(tr,tr:hover){height:auto;background:transparent}
.multitask .gates table :is(td,th){background:transparent;border:0;padding:0 10px 3px 0;text-align:left;vertical-align:top;height:auto;white-space:nowrap;font-weight:400}
.multitask .gates table thead th{color:var(--dim);font-size:11px;line-height:14px;vertical-align:bottom;border:0}
.multitask .gates table tbody :is(td,th){border-top:1px solid var(--hairline);padding:4px 10px 4px 0}
.multitask .gates table tbody th{font-weight:600;color:var(--foreground);width:1%;max-width:150px}
.multitask .gates table .gates-name{font-size:12px;line-height:18px}
.multitask .gates-plain{display:block;font-size:11px;line-height:13px;color:var(--dim);white-space:normal;font-style:italic}
.multitask .gates-number{font-size:14px}
.multitask .gates-scale{margin-top:2px}
.multitask .gates-hairline{stroke:var(--hairline);fill:none}
.multitask .gates-faint-line{stroke:var(--faint);fill:none}
.multitask .gates-grid-line{stroke:var(--grid);fill:none}
.multitask .gates-dotted{stroke:var(--faint);stroke-dasharray:1 3;fill:none}
.multitask .gates-divergence{display:flex;flex-direction:column;gap:5px;padding-top:1px;line-height:16px;font-size:12px}
.multitask .gates-divergence-title{line-height:14px;max-width:96px;padding-bottom:3px}
.multitask .gates-divergence{max-width:190px}
.multitask .gates-shared{line-height:16px}
.multitask .gates-shared span{display:block}
.multitask .gates-divergence .small b{font-size:12px;color:var(--foreground)}
.multitask .gates table.gates-triangle{width:auto;align-self:flex-start;font-size:11px}
.multitask .gates table.gates-triangle tbody :is(td,th){border:0;padding:1px 8px 1px 0}
.multitask .gates table.gates-triangle .gates-name{font-size:11px;font-weight:400;line-height:15px;max-width:92px}
.multitask .gates table.gates-turned-table tbody th{font-weight:400;white-space:normal;width:auto}
.multitask .gates table.gates-turned-table thead th b{display:inline-block;max-width:100px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;vertical-align:bottom}

.multitask .gates-contribution{row-gap:6px}
.multitask .gates-contribution-cell{position:relative;border-bottom:1px solid var(--hairline);height:58px;min-width:0}
.multitask .gates-contribution-drawing{width:100%}
.multitask .gates-contribution:has(.gates-lost) .gates-contribution-cell{margin-bottom:16px}
.multitask .gates-lost{position:absolute;top:59px;left:8px;white-space:nowrap}

.multitask .gates-segments{row-gap:2px;margin-top:4px}
.multitask .gates-segment-name{font-size:12px;line-height:18px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;padding-right:11px}
.multitask .gates-segment-side b{color:var(--foreground)}
.multitask .gates-segment-side{font-size:12px;line-height:18px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;padding-left:11px}
.multitask .gates-side-title{padding-left:11px}
.multitask .gates-segment-cell{height:18px;line-height:18px;font-size:12px;padding-left:8px;display:flex;align-items:center;min-width:0;overflow:hidden}
.multitask .gates-segments[data-narrow=true] .gates-segment-cell{padding-left:3px;font-size:11px}
.multitask .gates-segment-rail{width:24px;height:3px;margin:0 6px 0 auto;flex:none}
.multitask .gates-segment-bar{display:block;height:3px;background:currentColor}
.multitask .gates-few:not(.gates-segment-cell){color:var(--dim)}
.multitask .gates-few b{font-weight:400;color:inherit}
.multitask .gates-segment-line{grid-column:1/-1;display:flex;justify-content:space-between;gap:12px;margin-top:3px}
.multitask .gates-segment-line>div{line-height:15px;font-size:11px;padding:0}

.multitask .gates-expert.gates-sparse{overflow:visible;padding-left:0}
.multitask .gates-sparse .gates-cut{overflow:visible}
.multitask .gates-last{display:flex;gap:14px 26px;align-items:flex-start;flex-wrap:wrap}
.multitask .gates-epochs{display:flex;align-items:flex-end;gap:14px 26px;flex-wrap:wrap;flex:1;min-width:0}
.multitask .gates-epochs.gates-many{flex-basis:100%;gap:14px 26px}
.multitask .gates-chart-title{display:flex;gap:2px 8px;align-items:baseline;flex-wrap:wrap;font-size:12px;line-height:15px;padding-bottom:4px}
.multitask .gates-chart-title .mark{margin-right:-2px}
.multitask .gates-chart-title b{max-width:100%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.multitask .gates-epoch-chart .gates-chart-title b{max-width:calc(100% - 18px)}
.multitask .gates-hit{fill:none;stroke:transparent;stroke-width:9px}
.multitask .gates-epochs .hot path:last-child{stroke:var(--foreground);stroke-width:2px;stroke-opacity:1}
.multitask .gates-similarity{flex:none}
.multitask .gates-similarity-row{display:flex;gap:1px;height:calc(var(--cell,21px) + 1px);align-items:center}
.multitask .gates-similarity-name{font-size:11px;line-height:12px;width:var(--names,26px);text-align:right;padding-right:5px;flex:none}
.multitask .gates-similarity-number{padding-left:3px}
.multitask .gates-similarity-cell{flex:none;width:var(--cell,21px);height:var(--cell,21px);min-width:0;font-size:10px;font-weight:600;line-height:21px;text-align:center;overflow:hidden}
.multitask .gates-dense{width:200px}
.multitask .gates-dense .gates-similarity-row{height:auto;gap:0}
.multitask .gates-dense .gates-similarity-cell{flex:1 1 0;width:auto;height:auto;aspect-ratio:1}
.multitask .gates-conflict{margin-top:10px;row-gap:2px}
.multitask .gates-conflict[hidden]{display:none}
.multitask .gates-conflict-title{padding-right:11px;min-width:0;font-size:12px;line-height:16px}
.multitask .gates-conflict-title .small{display:block}
.multitask .gates-conflict-cell{min-width:0;overflow:hidden}
.multitask .gates .hot.gates-conflict-cell{outline:1.5px solid var(--foreground);outline-offset:-1.5px}
.multitask .gates-conflict-bar{fill:var(--faint)}
.multitask [data-tone=apart] .gates-conflict-bar{fill:var(--warning)}
.multitask .gates-conflict-rail{stroke:var(--hairline);fill:none}
.multitask .gates-conflict-zero{stroke:var(--faint);fill:none}
.multitask .gates-conflict-cell text{fill:var(--dim)}
.multitask .gates-conflict-cell[data-tone=apart] text{fill:var(--foreground);font-weight:600}
.multitask .gates-conflict-words{padding-left:11px;color:var(--dim)}
.multitask .gates-conflict-words b{color:var(--foreground);font-size:12px}
.multitask .gates-conflict-words code{font-size:11px;padding:0 4px}
.multitask[data-layout=stacked] .gates-conflict-title .small{display:inline}
.multitask[data-layout=stacked] .gates-conflict-words{padding-left:0}
`;
