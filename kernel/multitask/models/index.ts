export { type CatalogName, type CatalogOptions, catalog, methodName } from './catalog.ts';
export { createModels } from './models.ts';
