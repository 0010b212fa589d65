export { type CatalogName, type CatalogOptions, catalog } from './catalog.ts';
export { createModels } from './models.ts';
