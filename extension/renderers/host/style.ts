/** What all reports share. Colours are the custom properties of `applyTheme`; everything is below `.multitask`. */
export const baseStyle = `
.multitask{font:13px/18px var(--font);font-variant-numeric:tabular-nums lining-nums;color:var(--foreground);
  padding:12px 16px 14px;box-sizing:border-box;position:relative;text-align:left}
.multitask *,.multitask ::before,.multitask ::after{box-sizing:border-box}
.multitask[data-kind=dark],.multitask[data-kind=high-contrast]{color-scheme:dark}
.multitask[data-kind=light]{color-scheme:light}
.multitask b,.multitask .strong{font-weight:600}
.multitask .dim{color:var(--dim)}
.multitask .small{font-size:11px;line-height:15px}
.multitask .fill{flex:1}
.multitask svg{display:block;overflow:visible}
.multitask svg text{font-family:var(--font);font-variant-numeric:tabular-nums lining-nums;fill:var(--foreground)}
.multitask svg .dim{fill:var(--dim)}
.multitask svg .faint{fill:var(--faint)}
.multitask svg.mark,.multitask svg.key{display:inline-block;flex:none;vertical-align:-1px}
.multitask svg.mark{width:10px;height:10px;margin-right:6px}
.multitask button,.multitask select{font:inherit;font-size:12px;line-height:16px;color:var(--foreground);
  background:transparent;border:1px solid transparent;border-radius:3px;padding:2px 6px;min-height:24px;cursor:pointer;margin:0}
.multitask select{border-color:var(--hairline);background:var(--background);padding-right:4px;max-width:220px}
.multitask button:hover:not(:disabled),.multitask select:hover:not(:disabled){background:color-mix(in srgb,var(--foreground) 9%,var(--background))}
.multitask button:disabled,.multitask select:disabled{color:var(--faint);cursor:default}
.multitask button[aria-pressed=true]{border-color:var(--hairline)}
.multitask button[aria-pressed=false]{color:var(--dim)}
.multitask button[aria-pressed=false] .mark{opacity:.35}
.multitask :focus-visible{outline:1px solid var(--focus);outline-offset:1px}
.multitask[data-kind=high-contrast] :is(button,select){border-color:var(--border)}
.multitask[data-kind=high-contrast] button[aria-pressed=true]{background:var(--foreground);color:var(--background)}
.multitask code{font-family:var(--code-font);font-size:12px;white-space:nowrap;padding:1px 5px;border-radius:3px;
  color:var(--foreground);background:color-mix(in srgb,var(--foreground) 10%,var(--background))}
.multitask[data-kind=high-contrast] code{background:var(--background);outline:1px solid var(--border)}
.multitask .for-readers{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.multitask-tip{position:fixed;z-index:9;max-width:300px;font-size:12px;line-height:16px;padding:6px 9px;border:1px solid var(--hairline);
  border-radius:3px;background:var(--background);color:var(--foreground);pointer-events:none;white-space:pre-line;overflow-wrap:anywhere}
.multitask .report-head{display:flex;align-items:baseline;gap:0 10px;min-height:24px}
.multitask .report-title{font-weight:600;font-size:14px;white-space:nowrap}
.multitask .report-facts{color:var(--dim);font-size:12px;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.multitask .report-actions{display:inline-flex;gap:4px;align-items:baseline;white-space:nowrap;flex:none}
.multitask .report-copy{min-width:78px}
.multitask .report-verdict{margin:7px 0 6px;padding:7px 12px 7px 10px;border-left:3px solid var(--faint);background:var(--wash);
  line-height:19px;overflow-wrap:anywhere}
.multitask[data-kind=high-contrast] .report-verdict{outline:1px solid var(--hairline)}
.multitask .report-progress{display:flex;align-items:center;gap:0 10px;min-height:18px;white-space:nowrap;overflow:hidden}
.multitask .report-track{flex:none;width:120px;height:4px;background:var(--hairline)}
.multitask[data-kind=high-contrast] .report-track{background:var(--grid)}
.multitask .report-track.report-still{display:none}
.multitask .report-track>span{display:block;height:4px;background:var(--running)}
.multitask .report-running{min-width:0;overflow:hidden;text-overflow:ellipsis}
.multitask[data-layout=stacked] .report-progress{flex-wrap:wrap;min-height:33px}
.multitask[data-layout=stacked] .report-progress>:last-child{flex-basis:100%;min-height:15px}
.multitask[data-layout=stacked] .report-head{flex-wrap:wrap}
.multitask .verdict{display:grid;grid-template-columns:16px minmax(0,1fr);gap:0 10px;margin:7px 0 9px;padding:7px 12px 7px 10px;
  border-left:3px solid var(--faint);background:var(--wash);min-height:54px}
.multitask .verdict[data-tone=good]{border-left-color:var(--success)}
.multitask .verdict[data-tone=warning]{border-left-color:var(--warning)}
.multitask .verdict[data-tone=error]{border-left-color:var(--error)}
/* A run keeps the height of what will be said of it. */
.multitask .gates>.verdict[data-tone=idle]{min-height:34px}
.multitask .verdict[data-tone=idle] p{color:var(--dim)}
.multitask[data-kind=high-contrast] .verdict{outline:1px solid var(--hairline)}
.multitask .verdict .verdict-icon{margin-top:3px}
.multitask .verdict p{margin:0;line-height:19px;overflow-wrap:anywhere}
.multitask .verdict p.verdict-detail{font-size:12px;line-height:18px;color:var(--dim)}
.multitask .verdict:is([data-tone=warning],[data-tone=error]) p.verdict-detail{color:var(--foreground)}
.multitask .verdict-remark{display:flex;gap:4px 12px;align-items:center}
.multitask .verdict-words{flex:1;min-width:0}
.multitask .verdict-rest>.verdict-remark{margin-top:6px;padding-top:6px;border-top:1px solid var(--hairline)}
.multitask button.verdict-fix{border-color:var(--faint);white-space:nowrap;min-width:86px}
.multitask button.verdict-more{color:var(--dim);padding:0 4px;min-height:20px;text-decoration:underline dotted;text-underline-offset:3px}
.multitask .verdict[hidden],.multitask .verdict [hidden]{display:none}
.multitask[data-layout=stacked] .verdict{padding:7px 10px 7px 8px;gap:0 8px;margin:6px 0 8px}
.multitask[data-layout=stacked] .verdict p{font-size:12px;line-height:17px}
.multitask[data-layout=stacked] .verdict p.verdict-detail{line-height:16px}
.multitask[data-layout=stacked] .verdict-remark{flex-direction:column;align-items:flex-start}
`;
