export { addressOf } from './address.ts';
export { fetchTables } from './fetch-tables.ts';
export { type ObjectStore, openObjectStore } from './object-store.ts';
