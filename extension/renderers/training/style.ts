/** The training report's own rules, below those of `baseStyle`. */
export const trainingStyle = `
.multitask .head{display:flex;align-items:baseline;gap:0 10px;min-height:22px;flex-wrap:wrap;position:relative}
.multitask .state{display:inline-flex;align-items:baseline;gap:6px;font-weight:600;font-size:12px}
.multitask .head .name{font-weight:600;font-size:14px;overflow-wrap:anywhere}
.multitask .head>.dim{font-size:12px}
.multitask .facts{color:var(--dim);font-size:12px}
.multitask .facts span{overflow-wrap:anywhere}
.multitask .facts i{font-style:normal;color:var(--faint);padding:0 3px}
.multitask .progress{margin-top:8px}
.multitask .bar{display:flex;gap:2px;height:6px}
.multitask .piece{flex:1;position:relative;overflow:hidden;border-radius:1px;background:var(--hairline)}
.multitask .done{position:absolute;inset:0 auto 0 0;background:color-mix(in srgb,var(--foreground) 45%,var(--background))}
.multitask .bar[data-state=running] .done{background:var(--running)}
.multitask .bar[data-state=interrupted] .done{background:var(--warning)}
.multitask .bar[data-state=failed] .done{background:var(--error)}
.multitask[data-kind=high-contrast] .piece{background:var(--background);outline:1px solid var(--hairline);outline-offset:-1px}
.multitask .words{display:flex;gap:2px 18px;margin-top:5px;font-size:12px;line-height:16px;min-height:16px;flex-wrap:wrap;justify-content:space-between}
.multitask .words>span{display:flex;gap:2px 18px;flex-wrap:wrap}
.multitask .words .right{white-space:nowrap}
.multitask .words .right .phrase{text-align:right}
.multitask .words .right .phrase:last-child:not(:first-child){min-width:70px}
.multitask .phrase{white-space:pre-wrap;overflow-wrap:anywhere}
.multitask .phrase .strong{font-weight:600}
.multitask .controls{display:flex;align-items:center;gap:4px;margin:8px 0 6px -2px;flex-wrap:wrap;min-height:26px}
.multitask .controls .tasks{display:inline-flex;gap:4px;flex-wrap:wrap}
.multitask .controls .task-name{display:inline-block;max-width:200px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;vertical-align:bottom}
.multitask .separator{width:1px;height:16px;background:var(--hairline);margin:0 6px}
.multitask .separator[hidden]{display:none}
.multitask .controls label{display:inline-flex;align-items:center;gap:6px;font-size:12px;color:var(--dim);min-height:24px}
.multitask .amount{min-width:24px}
.multitask .more{display:inline-flex;align-items:center;gap:4px;flex-wrap:wrap}
.multitask .copy{min-width:78px}
.multitask .compared{display:inline-flex;gap:4px;flex-wrap:wrap}
.multitask .more select{max-width:190px}
.multitask input[type=range]{appearance:none;-webkit-appearance:none;width:84px;height:24px;background:transparent;margin:0;cursor:pointer}
.multitask input[type=range]::-webkit-slider-runnable-track{height:2px;background:var(--faint)}
.multitask input[type=range]::-webkit-slider-thumb{-webkit-appearance:none;width:10px;height:14px;margin-top:-6px;border-radius:2px;background:var(--foreground)}
.multitask .charts{display:grid;grid-template-columns:136px minmax(0,1fr) 268px;gap:10px 16px}
.multitask .legend{font-size:11px;line-height:15px;color:var(--dim);display:flex;gap:2px 12px;align-items:baseline;flex-wrap:wrap;align-self:end}
.multitask .legend>span{white-space:nowrap}
.multitask .legend b{color:var(--foreground);font-size:12px}
.multitask .legend .others{display:flex;flex-wrap:wrap;gap:2px 12px;white-space:normal}
.multitask .legend .other{overflow-wrap:anywhere}
.multitask .legend .axis-unit{font-size:11px;margin:-5px 0 -4px -4px;padding:2px 0;color:var(--dim);border-color:transparent;background:transparent;max-width:90px}
.multitask .legend .key{margin-right:4px}
.multitask .key .thin-line{fill:none;stroke:var(--dim);stroke-width:.8}
.multitask .key .thick-line{fill:none;stroke:var(--foreground);stroke-width:2}
.multitask .key .ghost-line{fill:none;stroke:var(--ghost);stroke-width:1.5}
.multitask .key .solid{fill:var(--foreground)}
.multitask .row{display:contents}
.multitask .chart{position:relative;min-width:0}
.multitask .chart [hidden],.multitask .legend [hidden]{display:none}
.multitask .cursor{position:absolute;left:0;top:6px;width:1px;background:var(--faint);pointer-events:none}
.multitask .plot .textpoint text,.multitask .plot .annotation-text{paint-order:stroke;stroke:var(--background);stroke-width:3px;stroke-linejoin:round}
.multitask .plot .main-svg{overflow:visible!important}
.multitask .label{padding-top:2px;min-width:0}
.multitask .task-heading{font-weight:600;font-size:14px;line-height:20px;display:flex;align-items:baseline;min-width:0}
.multitask .task-heading .task-name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.multitask .description{font-size:11px;line-height:15px;min-height:15px;max-height:30px;overflow:hidden;color:var(--dim);margin:0 0 8px 16px}
.multitask .label dl{margin:0 0 0 16px;display:grid;grid-template-columns:54px auto;font-size:12px;line-height:17px}
.multitask .label dt{color:var(--dim)}
.multitask .label dd{margin:0;font-weight:600}
.multitask .label dd.ghost{font-weight:400;color:var(--dim)}
.multitask .label.low .description{display:none}
.multitask .quality-title,.multitask .quality-title[hidden]{display:none!important}
.multitask .sparkline{display:flex;align-items:center;gap:8px;height:36px}
.multitask .sparkline .end{font-size:12px;font-weight:600}
.multitask table{border-collapse:collapse;table-layout:fixed;width:100%;font-size:12px;line-height:16px;margin:12px 0 0;border:0}
.multitask tr,.multitask td,.multitask th{background:transparent;border:0;vertical-align:baseline}
.multitask thead tr{height:20px}
.multitask tbody tr{height:25px}
.multitask tbody tr:is(.other,.difference){height:21px}
.multitask thead th{font-weight:400;color:var(--dim);text-align:right;padding:2px 8px;font-size:11px;line-height:15px;white-space:nowrap}
.multitask thead th.group{color:var(--foreground);font-weight:600;font-size:12px;border-bottom:1px solid var(--hairline)}
.multitask thead th.group .epoch{font-weight:400;font-size:11px;color:var(--dim)}
.multitask tbody td{text-align:right;padding:3px 8px;white-space:nowrap;border-top:1px solid var(--hairline)}
.multitask tbody th{text-align:left;font-weight:600;padding:3px 8px 3px 0;border-top:1px solid var(--hairline);white-space:nowrap}
.multitask tbody th .name{display:inline-block;max-width:calc(100% - 18px);overflow:hidden;text-overflow:ellipsis;vertical-align:bottom}
.multitask tr:is(.other,.difference) :is(td,th){border-top:0;color:var(--dim);padding-top:0;font-weight:400}
.multitask tr:is(.other,.difference) th{padding-left:16px}
.multitask table .first{padding-left:26px}
.multitask td.pending{color:var(--dim);font-size:11px;line-height:16px}
.multitask td .error{color:var(--dim);font-size:11px;white-space:pre}
.multitask td .alarm{color:var(--warning);font-size:10px;margin-right:3px}
.multitask td .clear{color:var(--foreground);font-weight:600}
.multitask tr.task td.judged .value{font-weight:600}
.multitask .note{font-size:11px;line-height:15px;color:var(--dim);margin-top:6px;border-top:1px solid var(--hairline);padding-top:6px}
.multitask .last-try{font-size:12px;line-height:20px;color:var(--dim);margin-top:8px;overflow-wrap:anywhere}
.multitask .last-try[hidden]{display:none}
.multitask .last-try b{color:var(--foreground)}
.multitask .last-try code{display:inline-block;max-width:100%;box-sizing:border-box;line-height:16px;white-space:normal}
.multitask .last-try>span+span{margin-left:6px}
.multitask .splits,.multitask .menu{display:none}
.multitask[data-layout=stacked] :is(.wide-only,.phrase .unit,.words:not([data-state=running]) .right){display:none}
.multitask[data-layout=stacked] .words{gap:2px 12px}
.multitask[data-layout=stacked] .words>span{gap:2px 12px}
.multitask[data-layout=stacked] .words .right .phrase:last-child:not(:first-child){min-width:0}
.multitask[data-layout=stacked] .facts{flex-basis:100%;order:9}
.multitask[data-layout=stacked] .menu{display:block;position:absolute;right:-4px;top:-2px;font-size:16px;min-width:28px}
.multitask[data-layout=stacked] .more:not(.open){display:none}
.multitask[data-layout=stacked] .more{flex-basis:100%}
.multitask[data-layout=stacked] .more .separator,.multitask[data-layout=stacked] .controls>.separator{margin:0 2px}
.multitask[data-layout=stacked] input[type=range]{width:60px}
.multitask[data-layout=stacked] .charts{grid-template-columns:minmax(0,1fr);gap:6px}
.multitask[data-layout=stacked] .charts>.corner,.multitask[data-layout=stacked] .charts>.quality-legend{display:none}
.multitask[data-layout=stacked] .quality-title:not([hidden]){display:flex!important;margin-left:40px}
.multitask[data-layout=stacked] .label{display:flex;align-items:baseline;gap:2px 14px;padding:6px 0 0;border-top:1px solid var(--hairline);flex-wrap:wrap}
.multitask[data-layout=stacked] .description{display:none}
.multitask[data-layout=stacked] .label dl{margin:0;display:flex;gap:0 5px;flex-wrap:wrap}
.multitask[data-layout=stacked] .label dd{margin-right:7px}
.multitask[data-layout=stacked] .splits{display:inline-flex;margin-top:10px}
.multitask[data-layout=stacked] .splits[hidden]{display:none}
.multitask .splits button{border-radius:0;border-color:var(--hairline);margin-left:-1px}
.multitask .splits button[aria-pressed=true]{background:color-mix(in srgb,var(--foreground) 12%,var(--background))}
.multitask[data-kind=high-contrast] .splits button[aria-pressed=true]{background:var(--foreground)}
.multitask[data-layout=stacked] table{margin-top:6px}
.multitask[data-layout=stacked] table :is(td,th):not(:first-child){padding-left:3px;padding-right:3px}
.multitask[data-layout=stacked] table .first{padding-left:12px}
.multitask[data-layout=stacked] thead th:not(.group){white-space:normal;vertical-align:bottom}
.multitask[data-layout=stacked] tr:is(.other,.difference) th{padding-left:16px}
`;
