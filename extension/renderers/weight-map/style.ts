/** Rules of the map of mean weights. Every name begins with `gates`: all outputs of a notebook share one page. */
export const mapStyle = `
.multitask .gates-cut{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;min-width:0}
.multitask .gates-whole-line{grid-column:1/-1}
.multitask .gates-order{display:inline-flex;gap:4px;align-items:center;font-size:12px}
.multitask :is(.gates-map,.gates-panel){display:grid;column-gap:3px;align-items:start}
.multitask .gates-map{row-gap:7px}
.multitask .gates-map:is([data-density=value],[data-density=track]){row-gap:3px}
.multitask .gates-map[data-density=bars]{column-gap:1px}
.multitask .gates-row{position:relative;display:grid;grid-template-columns:subgrid;grid-column:1/-1;align-items:start}
.multitask .gates-name{display:flex;align-items:center;font-weight:600;font-size:14px;line-height:18px;min-width:0}
.multitask .gates-name .gates-cut{flex:0 1 auto}
.multitask .gates-row-name{padding:5px 11px 0 0;min-width:0}
.multitask .gates-map:is([data-density=value],[data-density=track]) .gates-row-name{padding-top:4px}
.multitask .gates-corner{align-self:end}
.multitask .gates-owner{border-bottom:1px solid var(--hairline);overflow:hidden;text-overflow:ellipsis;white-space:nowrap;padding-left:4px}
.multitask .gates-map[data-density=full]>.gates-row:has(.gates-expert,.gates-owner){margin-bottom:-4px}
.multitask .gates-expert{display:flex;align-items:baseline;gap:5px;font-size:12px;line-height:15px;font-weight:600;padding-left:8px;min-width:0;white-space:nowrap;align-self:end}
.multitask .gates-map:not([data-density=full]) .gates-expert{padding-left:3px}
.multitask .gates-unused{font-weight:400;color:var(--dim)}
.multitask .gates-cell{position:relative;height:58px;padding:4px 8px;min-width:0;overflow:hidden;cursor:default}
.multitask .gates-map[data-density=track] .gates-cell{height:42px;padding:4px 5px}
.multitask .gates-map[data-density=value] .gates-cell{height:26px;padding:4px 3px}
.multitask .gates-mean{display:block;font-size:16px;line-height:20px}
.multitask .gates-map:is([data-density=value],[data-density=track]) .gates-mean{font-size:13px;line-height:18px}
.multitask .gates-map[data-narrow=true] .gates-mean{font-size:11px}
.multitask .gates-large{font-weight:600}
.multitask .gates-sd{display:block;font-size:11px;line-height:14px;color:var(--second);white-space:nowrap}
.multitask .gates-track{position:absolute;left:8px;right:8px;bottom:6px;height:10px;color:inherit}
.multitask .gates-map[data-density=track] .gates-track{left:5px;right:5px}
.multitask .gates-track>span{position:absolute;background:currentColor}
.multitask .gates-rail{left:0;right:0;top:4.5px;height:1px;opacity:.28}
.multitask .gates-range{top:4px;height:1.5px}
.multitask .gates-tick{top:0;height:10px;width:3px;margin-left:-1.5px}
.multitask .gates-unconnected{color:var(--faint);text-align:center;border:1px solid var(--hairline);background:transparent}
.multitask .gates-cell.gates-unconnected{line-height:48px;padding:0}
.multitask .gates-map[data-density=track] .gates-unconnected{line-height:40px}
.multitask .gates-map[data-density=value] .gates-unconnected{line-height:24px}
.multitask[data-kind=high-contrast] :is(.gates-cell,.gates-segment-cell,.gates-similarity-cell){outline:1px solid var(--hairline);outline-offset:-1px}
.multitask .gates .hot:is(.gates-cell,.gates-segment-cell,.gates-histogram,.gates-contribution-cell){outline:1.5px solid var(--foreground);outline-offset:-1.5px}
.multitask .gates .hot.gates-expert{color:var(--foreground)}
.multitask .gates .gates-cell:focus-visible{outline:2px solid var(--focus);outline-offset:0;z-index:1}
.multitask .gates-bar-cell{display:flex;align-items:end;padding:14px 0 0!important;border-bottom:1px solid var(--hairline)}
.multitask .gates-bar{display:block;width:100%}
.multitask[data-kind=high-contrast] .gates-bar-cell{outline:0}
.multitask .gates-tick-name{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;grid-row:1;border-left:1px solid var(--hairline);padding-left:2px;margin-top:-5px}
.multitask .gates-leaders{position:absolute;top:1px;right:237px;display:flex;gap:12px;pointer-events:none}
.multitask .gates-statistics{display:grid;grid-template-columns:82px 60px 1fr;gap:0 6px;padding-left:11px;align-self:end}
.multitask .gates-row>.gates-statistics{align-self:start}
.multitask .gates-row>.gates-statistics.small{align-self:end}
.multitask .gates-row>.gates-statistics.small>span{white-space:nowrap}
.multitask .gates-statistic{white-space:nowrap;padding-top:3px}
.multitask .gates-statistic b{display:block;font-size:16px;line-height:20px}
.multitask .gates-statistic .small{display:block;line-height:14px}
.multitask .gates-map:is([data-density=value],[data-density=track]) .gates-statistic b{font-size:13px}

.multitask .gates-map[data-turned=true]{column-gap:10px;row-gap:3px}
.multitask .gates-map[data-turned=true] .gates-cell{display:grid;grid-template-columns:38px minmax(0,1fr) auto;gap:0 6px;align-items:center;height:21px;padding:0 5px 0 7px}
.multitask .gates-map[data-turned=true] .gates-unconnected{display:block;line-height:19px}
.multitask .gates-map[data-turned=true] .gates-mean{font-size:13px;line-height:21px}
.multitask .gates-map[data-turned=true] .gates-track{position:relative;left:auto;right:auto;bottom:auto;height:10px;grid-column:2}
.multitask .gates-map[data-turned=true] .gates-sd{grid-column:3;grid-row:1;line-height:21px}
.multitask .gates-turned-head{display:flex;align-items:center;gap:0;font-size:12px;min-width:0}
.multitask .gates-turned-head .small{white-space:nowrap;padding-left:6px}
.multitask .gates-turned-expert{font-size:12px;line-height:21px;font-weight:600;max-width:88px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.multitask .gates-turned-expert.gates-unused{font-weight:400}
.multitask[data-layout=stacked] .gates-leaders{right:0}
.multitask[data-layout=stacked] .gates-map:not([data-turned=true]) .gates-name{font-size:12px}
.multitask[data-layout=stacked] .gates-expert{padding-left:3px}
`;
