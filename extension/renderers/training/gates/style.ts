/** The map of gates below the charts. */
export const liveGatesStyle = `
.multitask .gates-live{margin-top:8px}
.multitask .gates-live[hidden],.multitask .gates-live [hidden]{display:none}
.multitask button.gates-fold{display:flex;width:100%;gap:4px 8px;align-items:baseline;text-align:left;padding:5px 4px;border:0;
  border-top:1px solid var(--hairline);border-radius:0;min-height:30px;min-width:0}
.multitask[data-kind=high-contrast] button.gates-fold{border:0;border-top:1px solid var(--hairline)}
.multitask .gates-live .gates-arrow{width:10px;flex:none}
.multitask .gates-tools{display:flex;align-items:center;gap:4px 12px;flex-wrap:wrap;min-height:26px;font-size:12px;margin-bottom:4px}
.multitask .gates-tools label{display:inline-flex;align-items:center;gap:6px;color:var(--dim);min-height:24px}
.multitask .gates-tools input[type=range]{width:160px}
.multitask[data-layout=stacked] .gates-tools input[type=range]{width:120px}
.multitask .gates-when{white-space:nowrap;color:var(--foreground);min-width:96px}
.multitask .gates-live-levels{display:inline-flex;gap:4px}
.multitask .gates-leader{font-size:12px;line-height:18px;padding:4px 0 0 11px;align-self:start}
.multitask .gates-live-note{margin-top:4px}
`;
