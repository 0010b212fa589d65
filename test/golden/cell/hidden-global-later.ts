// earlier: const process = 1, crypto = require('crypto')
process.exit;
function f(process: number) { return process; }
new URL(crypto)
