import { headHeight, headHeights, namesHeight, rowHeight } from './widths.ts';

/** Rules of the table. All outputs of a notebook share one page, so every name begins with `table`. */
export const tableStyle = `
.multitask .table-toolbar .report-actions{gap:6px}
.multitask .table-find,.multitask .table-filter{font:inherit;font-size:12px;line-height:16px;min-height:22px;padding:1px 5px;color:var(--foreground);
  background:var(--background);border:1px solid var(--hairline);border-radius:2px}
.multitask .table-find{width:130px;min-height:24px}
.multitask :is(.table-find,.table-filter)::placeholder{color:var(--dim);opacity:1}
.multitask .table-find.table-not-found{border-color:var(--warning)}
.multitask .table-stretches{display:inline-flex;align-items:baseline;gap:2px;font-size:12px}
.multitask .table-toolbar [hidden]{display:none}
.multitask .table-said{margin:4px 0 2px;max-height:180px;overflow:auto;font:11px/16px var(--code-font);white-space:pre}
.multitask .table-said[hidden]{display:none}
.multitask .table-state{display:flex;align-items:center;gap:8px;min-height:24px;font-size:12px;color:var(--dim)}
.multitask .table-status{min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.multitask .table-again[hidden]{display:none}
.multitask .table-scroll{overflow:auto;max-height:min(456px,80vh);border:1px solid var(--hairline);contain:layout paint}
.multitask .table-grid{position:relative;min-width:100%;font-size:12px}
.multitask .table-grid:focus-visible{outline:none}
.multitask .table-scroll:has(.table-grid:focus-visible){outline:1px solid var(--focus);outline-offset:-1px}
.multitask .table-head{position:sticky;top:0;z-index:2;height:${headHeight}px;background:var(--background);border-bottom:1px solid var(--hairline)}
.multitask .table-names{position:relative;height:${namesHeight}px}
.multitask .table-filters{position:relative;height:${headHeights.filter}px}
.multitask :is(.table-corner,.table-lead,.table-row-name){position:sticky;left:0;z-index:1;width:var(--left);background:var(--background);
  border-right:1px solid var(--hairline)}
.multitask :is(.table-corner,.table-lead){height:100%}
.multitask .table-head-cell{position:absolute;top:0;height:${namesHeight}px;padding:0 8px;cursor:pointer;overflow:hidden;border-right:1px solid var(--grid)}
.multitask .table-head-cell:hover{background:var(--wash)}
.multitask .table-name{display:flex;align-items:center;height:${headHeights.name}px;font-weight:600;white-space:nowrap}
.multitask .table-label{min-width:0;overflow:hidden;text-overflow:ellipsis}
.multitask .table-arrow{flex:none;width:14px;text-align:center}
.multitask .table-summary,.multitask .table-chart{display:block;height:${headHeights.chart + headHeights.ends}px}
.multitask .table-ends{display:flex;justify-content:space-between;gap:6px;height:${headHeights.ends}px;font-size:10px;line-height:${headHeights.ends}px;color:var(--dim);white-space:nowrap}
.multitask .table-ends>span{min-width:0;overflow:hidden;text-overflow:ellipsis}
.multitask .table-words{display:block;height:${headHeights.words}px;font-size:11px;line-height:${headHeights.words / 2}px;color:var(--dim);white-space:nowrap}
.multitask .table-words>span{display:block;height:${headHeights.words / 2}px;overflow:hidden;text-overflow:ellipsis}
.multitask .table-bar{fill:color-mix(in srgb,var(--blue) 75%,var(--background))}
.multitask[data-kind=high-contrast] .table-bar{fill:var(--foreground)}
.multitask .table-part .table-bar{fill:var(--faint)}
.multitask .table-base{fill:var(--hairline)}
.multitask .table-filter-cell{position:absolute;top:0;height:${headHeights.filter}px;padding:1px 4px;border-right:1px solid var(--grid)}
.multitask .table-filter{width:100%}
.multitask .table-body{position:relative}
.multitask .table-row{position:absolute;top:0;left:0;width:100%;height:${rowHeight}px;border-bottom:1px solid var(--grid)}
.multitask .table-row-name{height:${rowHeight - 1}px;line-height:${rowHeight - 1}px;padding:0 8px;text-align:right;color:var(--dim);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.multitask .table-cell{position:absolute;top:0;contain:strict;height:${rowHeight - 1}px;line-height:${rowHeight - 1}px;padding:0 8px;overflow:hidden;text-overflow:ellipsis;white-space:pre;cursor:cell}
.multitask .table-number{text-align:right}
.multitask :is(.table-missing,.table-waits){color:var(--dim);font-style:italic}
.multitask .table-object{font-family:var(--code-font);font-size:11px}
.multitask .table-cell[aria-selected=true]{background:color-mix(in srgb,var(--focus) 22%,var(--background))}
.multitask[data-kind=high-contrast] .table-cell[aria-selected=true]{background:var(--background);outline:1px dashed var(--border);outline-offset:-1px}
.multitask .table-grid:focus .table-active{outline:2px solid var(--focus);outline-offset:-2px}
.multitask .table-value{min-height:20px;max-height:96px;overflow:auto;margin-top:4px;font-size:12px;line-height:18px;white-space:pre-wrap;overflow-wrap:anywhere}
.multitask .table-whole{unicode-bidi:isolate}
`;
