/** Rules of what can be asked and of the answers. */
export const questionsStyle = `
.multitask .gates[data-asks=true] .gates-map [data-expert]{cursor:pointer}
.multitask .gates-bin{position:absolute;top:0;height:34px;cursor:pointer}
.multitask .gates-bin:hover{background:color-mix(in srgb,var(--foreground) 14%,transparent)}
.multitask .gates .gates-bin:focus-visible{outline:2px solid var(--focus);outline-offset:0;z-index:1}
.multitask .gates-bins{position:absolute;top:0;left:min(8px,9%);right:min(8px,9%)}
.multitask[data-layout=stacked] .gates-bins{left:2px;right:2px}
.multitask .gates-histogram-row{display:contents}
.multitask .gates-status{font-size:12px;line-height:18px;margin-top:6px;color:var(--dim)}
.multitask .gates-status.gates-silent{margin:0;height:0}
.multitask .gates-status.gates-refused{color:var(--foreground)}
.multitask .gates-status.gates-refused::before{content:'▲ ';color:var(--warning)}
.multitask .gates-loss-line{display:flex;flex-wrap:wrap;gap:0 14px;align-items:baseline;font-size:12px;line-height:18px;margin-top:4px}
.multitask .gates-loss{white-space:nowrap}
.multitask .gates-rows>div{margin-top:10px}
.multitask .gates-rows-scroll{overflow:auto;max-height:320px;margin-top:4px;border-bottom:1px solid var(--hairline)}
.multitask .gates table.gates-rows-table{width:auto;min-width:100%}
.multitask .gates table.gates-rows-table th{position:sticky;top:0;background:var(--background);z-index:1}
.multitask .gates table.gates-rows-table :is(td,th){max-width:220px;overflow:hidden;text-overflow:ellipsis}
`;
