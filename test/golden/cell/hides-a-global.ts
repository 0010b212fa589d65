const process = { pid: 1 }, { URL: address, fetch = get } = options;
class Event {}
process.pid + typeof fetch;
({ process, Event });
