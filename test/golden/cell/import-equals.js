"use strict";
let fs = require("node:fs");
fs.readFileSync;
// declares: const fs
// free: require
// hides: 
