export { type CatalogName, type CatalogOptions, catalog, isFunnel, methodName } from './catalog.ts';
export { modelOptions } from './model-options.ts';
export { createModels } from './models.ts';
