// Batch t of a run: a function of (folder, seed, t) alone, whatever was asked before, so that a resumed run goes on with
// the images it would have seen. Batch t + 1 is made while the caller works on batch t. Methods for two domains have sources of
// the first and references of the second.
import { isTwoDomain, normalArray, randomStream, type Batch, type RunConfig } from '@starlab/experiment';
import { imagesOf, type ImageFolder } from '../folder/image-folder.ts';
import { drawAugmentation } from './augmentation.ts';
import { drawBalanced, drawFrom, referencePairs, type Draw } from './sampling.ts';
import { trainingImages, type TrainingImages } from './training-images.ts';

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
  /** Lets a later batch be written over this one: fresh memory costs the kernel more than all that is written into it. */
  giveBack(batch: Pick<Batch, 'source' | 'reference' | 'reference2'>): void;
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

/** Of the batch that is used, the one that waits for it, and the one that is made: three tensors each. */
const MOST_SPARE = 9;

interface Images {
  readonly config: BatchConfig;
  readonly from: TrainingImages;
  /** Tensors that were given back. */
  readonly spare: Float32Array[];
}

/** The images at `paths`, each with its own augmentation: `[N, 3, S, S]`. */
async function augmentedTensor(
  paths: readonly string[],
  { purpose, iteration }: { purpose: string; iteration: number },
  { config: { seed, imageSize, randomCropProbability }, from, spare }: Images,
): Promise<Float32Array> {
  const found = await Promise.all(paths.map((path) => from.find(path)));
  const stream = randomStream({ seed, purpose: `${purpose}/augmentation`, index: iteration });
  const augmentations = found.map(({ original }) =>
    drawAugmentation(original, randomCropProbability, stream),
  );
  const length = 3 * imageSize * imageSize;
  const tensor = spare.pop() ?? new Float32Array(paths.length * length);
  await Promise.all(
    found.map((image, n) =>
      from.write(image, augmentations[n] ?? { flip: false }, { tensor, offset: n * length }),
    ),
  );
  return tensor;
}

export function createBatchSource({
  folder,
  config,
  cacheBytes = DEFAULT_CACHE_BYTES,
  resizedFolder,
}: BatchSourceOptions): BatchSource {
  const { seed, batchSize, latentDimension, imageSize } = config;
  const from = trainingImages({
    imageSize,
    cacheBytes,
    ...(resizedFolder === undefined ? {} : { resizedFolder }),
  });
  const spare: Float32Array[] = [];
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
      augmentedTensor(draws.map(pathOf), { purpose, iteration }, { config, from, spare });
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
    giveBack({ source, reference, reference2 }) {
      const length = batchSize * 3 * imageSize * imageSize;
      for (const tensor of [source, reference, reference2])
        if (tensor.length === length && spare.length < MOST_SPARE) spare.push(tensor);
    },
    close() {
      next = undefined;
      spare.length = 0;
      from.clear();
    },
  };
}
