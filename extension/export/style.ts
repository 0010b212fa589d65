/** How an exported page looks: the reader's own light or dark, and printable. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1f2328; --dim: #656d76; --ground: #ffffff; --code: #f6f8fa; --line: #d8dee4; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --dim: #9aa0a6; --ground: #1f1f1f; --code: #2a2a2a; --line: #3c3c3c; --bad: #ff8a80; }
}
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.55 system-ui, sans-serif; }
main { max-width: 900px; margin: 0 auto; padding: 24px 20px 64px; }
a { color: inherit; }
pre { margin: 0; font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
:not(pre) > code { font: 0.9em ui-monospace, Menlo, Consolas, monospace; background: var(--code); padding: 1px 4px; border-radius: 3px; }
.cell { position: relative; margin: 14px 0; }
.code, .markup pre { background: var(--code); border: 1px solid var(--line); border-radius: 4px; padding: 10px 12px; }
.order { position: absolute; right: 10px; top: 8px; font: 12px ui-monospace, monospace; color: var(--dim); }
.output { margin: 8px 0 0; padding-left: 12px; overflow-x: auto; }
.output > svg, .output > img { max-width: 100%; height: auto; }
.stderr { color: var(--dim); }
.error { color: var(--bad); }
table { border-collapse: collapse; font-size: 14px; margin: 8px 0; }
caption { color: var(--dim); text-align: left; }
th, td { padding: 3px 10px; border-bottom: 1px solid var(--line); text-align: left; font-variant-numeric: tabular-nums; }
@media print { .cell { break-inside: avoid; } }
`;
