// Batch t of a run: a function of (folder, seed, t) alone, whatever was asked before, so that a resumed run goes on with
// the images it would have seen. Batch t + 1 is made while the caller works on batch t. Methods for two domains have sources of
// the first and references of the second.
import { isTwoDomain, normalArray, randomStream, type Batch, type RunConfig } from '@starlab/experiment';
import { imagesOf, type ImageFolder } from '../folder/image-folder.ts';
import type { DecodedImage } from '../images/decode.ts';
import { toTensorLayout } from '../images/tensor-layout.ts';
import type { Size } from '../resize/pillow.ts';
import { augment, drawAugmentation, mirrored, type Augmentation } from './augmentation.ts';
import { createImageCache, type ImageCache } from './image-cache.ts';
import { resizedImages, type ResizedImages } from './resized-images.ts';
import { drawBalanced, drawFrom, referencePairs, type Draw } from './sampling.ts';

export type BatchConfig = Pick<
  RunConfig,
  'method' | 'imageSize' | 'batchSize' | 'randomCropProbability' | 'latentDimension' | 'seed'
>;

export interface BatchSource {
  /**
   * @param iteration from 0 or 1 on; any order, any number of times
   * @throws UnreadableImageError when a file of the batch cannot be decoded
   */
  batch(iteration: number): Promise<Batch>;
  /** Forgets every decoded image. */
  close(): void;
}

export interface BatchSourceOptions {
  readonly folder: ImageFolder;
  readonly config: BatchConfig;
  /** Limit of the decoded images kept in memory. Default 1 GiB: 1,365 images of 512×512. */
  readonly cacheBytes?: number;
  /** Where whole images at the training size are kept for later epochs and runs; nowhere when left out. */
  readonly resizedFolder?: string;
}

const DEFAULT_CACHE_BYTES = 2 ** 30;

interface Images {
  readonly config: BatchConfig;
  readonly cache: ImageCache;
  readonly resized: ResizedImages | undefined;
}

/** An image as far as its draw needs it: whole at the training size, or decoded, or both. */
interface FoundImage {
  readonly path: string;
  readonly original: Size;
  readonly decoded?: DecodedImage;
  readonly resized?: Uint8Array;
}

async function find(path: string, { config: { imageSize }, cache, resized }: Images): Promise<FoundImage> {
  const kept = cache.peek(path);
  const isOfTrainingSize = kept?.width === imageSize && kept.height === imageSize;
  const known = isOfTrainingSize ? undefined : await resized?.read(path);
  if (known) return { path, original: known.original, resized: known.rgb };
  const decoded = await cache.load(path);
  return { path, original: decoded, decoded };
}

/** `[S, S, 3]` uint8. */
async function augmented(
  found: FoundImage,
  augmentation: Augmentation,
  { config: { imageSize }, cache, resized }: Images,
): Promise<Uint8Array> {
  const { path, original } = found;
  if (found.resized && !augmentation.crop)
    return augmentation.flip ? mirrored(found.resized, imageSize) : found.resized;
  const decoded = found.decoded ?? (await cache.load(path));
  if (augmentation.crop || !resized) return augment(decoded, augmentation, imageSize);
  const whole = augment(decoded, { flip: false }, imageSize);
  const isLarger = Math.max(original.width, original.height) > imageSize;
  if (isLarger) await resized.keep(path, { original, rgb: whole });
  return augmentation.flip ? mirrored(whole, imageSize) : whole;
}

/** The images at `paths`, each with its own augmentation: `[N, 3, S, S]`. */
async function augmentedTensor(
  paths: readonly string[],
  { purpose, iteration }: { purpose: string; iteration: number },
  images: Images,
): Promise<Float32Array> {
  const { seed, imageSize, randomCropProbability } = images.config;
  const found = await Promise.all(paths.map((path) => find(path, images)));
  const stream = randomStream({ seed, purpose: `${purpose}/augmentation`, index: iteration });
  const drawn = found.map((image) => ({
    image,
    augmentation: drawAugmentation(image.original, randomCropProbability, stream),
  }));
  const pixels = await Promise.all(
    drawn.map(({ image, augmentation }) => augmented(image, augmentation, images)),
  );
  return toTensorLayout(pixels, imageSize);
}

export function createBatchSource({
  folder,
  config,
  cacheBytes = DEFAULT_CACHE_BYTES,
  resizedFolder,
}: BatchSourceOptions): BatchSource {
  const { seed, batchSize, latentDimension, imageSize } = config;
  const cache = createImageCache(cacheBytes);
  const resized =
    resizedFolder === undefined ? undefined : resizedImages({ folder: resizedFolder, imageSize });
  const images = folder.domains.map((domain) => imagesOf(folder, 'train', domain));
  const counts = images.map((paths) => paths.length);
  const pairs = folder.domains.map((domain, d) => referencePairs(domain, counts[d] ?? 0, seed));

  const pathOf = ({ domain, image }: Draw): string => images[domain]?.[image] ?? '';
  const paired = ({ domain, image }: Draw): Draw => ({ domain, image: pairs[domain]?.[image] ?? 0 });
  const domainsOf = (draws: readonly Draw[]): Int32Array => Int32Array.from(draws, (draw) => draw.domain);

  const make = async (iteration: number): Promise<Batch> => {
    const draw = (purpose: string, sideOfTwo: 0 | 1): Draw[] => {
      const key = { seed, purpose, index: iteration };
      return isTwoDomain(config.method)
        ? drawFrom(sideOfTwo, counts, batchSize, key)
        : drawBalanced(counts, batchSize, key);
    };
    const tensor = (draws: readonly Draw[], purpose: string): Promise<Float32Array> =>
      augmentedTensor(draws.map(pathOf), { purpose, iteration }, { config, cache, resized });
    const latent = (purpose: string): Float32Array =>
      normalArray({ seed, purpose, index: iteration }, batchSize * latentDimension);

    const sources = draw('batch/source', 0);
    const references = draw('batch/reference', 1);
    const [source, reference, reference2] = await Promise.all([
      tensor(sources, 'batch/source'),
      tensor(references, 'batch/reference'),
      tensor(references.map(paired), 'batch/reference2'),
    ]);
    return {
      source,
      sourceDomain: domainsOf(sources),
      reference,
      reference2,
      targetDomain: domainsOf(references),
      latent: latent('batch/latent'),
      latent2: latent('batch/latent2'),
    };
  };

  let next: { iteration: number; batch: Promise<Batch> } | undefined;
  const prefetch = (iteration: number): void => {
    const batch = make(iteration);
    // A failure is the caller's to see, if it ever asks for that batch; until then it must not end the process.
    batch.catch(() => undefined);
    next = { iteration, batch };
  };

  return {
    async batch(iteration) {
      const batch = await (next?.iteration === iteration ? next.batch : make(iteration));
      prefetch(iteration + 1);
      return batch;
    },
    close() {
      next = undefined;
      cache.clear();
    },
  };
}
