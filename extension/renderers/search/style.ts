/** The search's own rules. All outputs of a notebook share one page, so every name begins with `search`. */
export const searchStyle = `
.multitask .search-chart{margin-top:6px}
.multitask .search-line{fill:none;stroke-linejoin:round}
.multitask .search-reach{fill:none;stroke:transparent;stroke-width:11;pointer-events:stroke}
.multitask .search-reach:focus{outline:none}
.multitask .search-line.search-pointed{stroke:var(--foreground);stroke-width:3.5}
.multitask .search-axis{stroke:var(--faint);stroke-width:1;fill:none;pointer-events:none}
.multitask svg .search-name{font-size:12px;font-weight:600;pointer-events:none}
.multitask svg .search-tick{font-size:11px;pointer-events:none;paint-order:stroke;stroke:var(--background);stroke-width:3px;stroke-linejoin:round}
.multitask .search-legend{margin:2px 0 8px}
.multitask .search-scroll{overflow-x:auto}
.multitask .search-table{border-collapse:collapse;width:100%;font-size:12px;line-height:18px}
.multitask .search-table :is(th,td){text-align:left;font-weight:400;padding:3px 12px 3px 0;white-space:nowrap;border:0;background:transparent}
.multitask .search-table tr{background:transparent}
.multitask .search-table tbody tr{border-top:1px solid var(--grid)}
.multitask .search-table tbody tr:hover{background:var(--wash)}
.multitask .search-table thead th{color:var(--dim)}
.multitask .search-table td:nth-child(2){font-weight:600}
`;
