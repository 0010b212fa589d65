import fs = require('node:fs');
fs.readFileSync
