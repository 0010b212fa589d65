"use strict";
let __process = { pid: 1 }, { URL: address, fetch: __fetch = get } = options;
let __Event = class Event {
};
__process.pid + typeof __fetch;
({ process: __process, Event: __Event });
// declares: const process as __process, const address, const fetch as __fetch, class Event as __Event
// free: get, options
// hides: process, fetch, Event
