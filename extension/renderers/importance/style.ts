import { nameWidth, numberWidth, taskWidth } from './view.ts';

/** The importance's own rules. All outputs of a notebook share one page, so every name begins with `importance`. */
export const importanceStyle = `
.multitask .importance-table{margin-top:8px}
.multitask .importance-row{display:grid;grid-template-columns:${nameWidth}px repeat(var(--columns),minmax(0,1fr));align-items:center;
  border-top:1px solid var(--grid);min-height:24px}
.multitask .importance-header{border-top:0;align-items:end;padding-bottom:3px}
.multitask .importance-header>span:first-child{color:var(--dim);font-size:12px}
.multitask .importance-task{min-width:0;padding-right:16px}
.multitask .importance-name{display:block;font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.multitask .importance-measure{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.multitask .importance-feature{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;padding-right:10px;min-width:0}
.multitask .importance-cell{position:relative;display:flex;align-items:center;min-width:0;min-height:24px}
.multitask .importance-cell:focus-visible{outline:2px solid var(--focus);outline-offset:-1px}
.multitask .importance-number{width:${numberWidth}px;text-align:right;white-space:nowrap;flex:none}
.multitask .importance-own{display:none}
.multitask .importance-legend{margin-top:8px}
.multitask .importance-stacked .importance-row{display:block;padding:3px 0}
.multitask .importance-stacked .importance-header{display:none}
.multitask .importance-stacked .importance-feature{display:block;font-weight:600}
.multitask .importance-stacked .importance-own{display:block;flex:none;width:${taskWidth}px;overflow:hidden;text-overflow:ellipsis;
  white-space:nowrap;padding-right:8px;font-size:12px}
`;
