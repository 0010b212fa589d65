export { type CatalogName, type CatalogOptions, catalog, methodName } from './catalog.ts';
export { modelOptions } from './model-options.ts';
export { createModels } from './models.ts';
