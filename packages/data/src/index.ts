// Folders of images -> seeded batches, and the demo data set. Pillow's resize alone is `@starlab/data/resize`.
export type { Progress } from './concurrent.ts';
export { imagesOf, openImageFolder, SPLITS, type ImageFolder, type Split } from './folder/image-folder.ts';
export { domainsOfRun, restrictedTo } from './folder/domains-of-run.ts';
export {
  checkImageFolder,
  type DomainReport,
  type FolderFinding,
  type FolderReport,
} from './folder/check-image-folder.ts';
export { contentHash } from './folder/content-hash.ts';
export {
  createBatchSource,
  type BatchConfig,
  type BatchSource,
  type BatchSourceOptions,
} from './batches/batch-source.ts';
export { loadImages } from './images/load-images.ts';
export { UnreadableImageError } from './images/unreadable-image-error.ts';
export { fromTensorLayout, toTensorLayout } from './images/tensor-layout.ts';
export { composeGrid, encodePng, type Grid, type GridOptions } from './images/grid.ts';
export { renderDemoData, type DemoDataOptions } from './demo/render-demo-data.ts';
export {
  DEMO_DOMAINS,
  demoAttributesFileSchema,
  demoAttributesSchema,
  type DemoAttributes,
} from './demo/attributes.ts';
