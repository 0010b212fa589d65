export { makeStorage, openStorage } from './open-storage.ts';
export type { Storage } from './storage.ts';
