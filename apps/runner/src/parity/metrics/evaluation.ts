// The whole evaluation protocol on photographs, with every network filled by the formula: LPIPS and FID of each ordered pair of
// domains, latent- and reference-guided, and some stored pixels. The photographs are not Starlab's to ship.
import { fromTensorLayout, imagesOf, loadImages, openImageFolder, type ImageFolder } from '@starlab/data';
import { modeSchema, resolveConfig, type Evaluation, type Mode } from '@starlab/experiment';
import {
  alexNetShapes,
  evaluateTranslation,
  inceptionV3Shapes,
  memoryStatisticsStore,
  openImageNetNetworks,
  type Draws,
  type TranslationRequest,
} from '@starlab/metrics';
import { starganV2Architecture, starganV2Shapes, type StarganV2Architecture } from '@starlab/models';
import { goldenParameter, sym } from '@starlab/testing/golden';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { workspaceRoot } from '../../home.ts';
import { sharedTranslation } from '../../evaluation/shared-translation.ts';
import { openTranslator, type Translator } from '../../sampling/translator.ts';
import { compareNumber, type Comparison, type Tolerance } from '../comparison.ts';
import { formulaTensors } from '../formula.ts';
import { GoldenFileError, goldenKind, type ReplayOptions } from '../golden-kind.ts';
import { linearTensors, linearWeightsSchema } from './lpips.ts';

// The outputs agree to 1e-4; LPIPS and FID are smooth functions of them, but for a pixel that rounds the other way.
const LPIPS = { kind: 'relative', tolerance: 1e-4 } satisfies Tolerance;
const FID = { kind: 'relative', tolerance: 1e-4 } satisfies Tolerance;
const PIXEL = { kind: 'absolute', tolerance: 1 } satisfies Tolerance;

const values = z.record(z.string(), z.number());
const modeFigures = z.object({
  lpips: values,
  fidScipySqrtm: values,
  fidEigenForm: values,
  pixels: z.record(z.string(), z.record(z.string(), z.array(z.int()).length(3))),
});
const fileNames = z.record(z.string(), z.array(z.string()));

const schema = z.object({
  config: z.object({
    imgSize: z.int(),
    baseDim: z.int(),
    maxDim: z.int(),
    hiddenDim: z.int(),
    styleDim: z.int(),
    latentDim: z.int(),
    numDomains: z.int(),
    wHpf: z.literal(0),
    valBatchSize: z.int().min(1),
    outputsPerDomain: z.int().min(2),
  }),
  modes: z.object({ latent: modeFigures, reference: modeFigures }),
  latentDraws: z.array(z.tuple([z.string(), z.array(z.int())])),
  files: z.object({ train: fileNames, val: fileNames }),
});
type Document = z.output<typeof schema>;

function architectureFor({ config: given }: Document): StarganV2Architecture {
  const config = resolveConfig({
    imageSize: given.imgSize,
    baseWidth: given.baseDim,
    maxWidth: given.maxDim,
    hiddenDimension: given.hiddenDim,
    styleDimension: given.styleDim,
    latentDimension: given.latentDim,
    highPassWeight: given.wHpf,
  });
  return starganV2Architecture(config, given.numDomains);
}

/** Where the figures' photographs lie: as `--data` says, or beside the golden files in `../photos/afhq`. */
async function photographs({ files }: Document, { data, folder }: ReplayOptions): Promise<ImageFolder> {
  const root = data ?? join(folder, '..', 'photos', 'afhq');
  const remedy = `These figures belong to AFHQ's photographs, which Starlab does not ship: give their folder with --data.`;
  if (!existsSync(root))
    throw new GoldenFileError(`There is no folder ${root} with the photographs.`, { remedy });
  const found = await openImageFolder(root);
  for (const split of ['train', 'val'] as const)
    for (const [domain, names] of Object.entries(files[split])) {
      const there = imagesOf(found, split, domain).map((path) => basename(path));
      if (String(there) === String(names)) continue;
      const missing = names.find((name) => !there.includes(name));
      const fault = missing ? `has no ${missing}` : `has ${there.length} pictures, not ${names.length}`;
      throw new GoldenFileError(`${join(root, split, domain)} ${fault}.`, { remedy });
    }
  return found;
}

/** The recorded latents one after another; pictures in sorted order. */
function recordedDraws({ latentDraws }: Document): Draws {
  let next = 0;
  return {
    latents({ images, latentDimension }) {
      const [name, shape] = latentDraws[next++] ?? ['', []];
      if (String(shape) !== String([images.length, latentDimension]))
        throw new GoldenFileError(
          `Draw ${next - 1} has shape [${shape}], where [${images.length}, ${latentDimension}] is asked for.`,
          { remedy: 'Compare the file with its original.' },
        );
      return sym(name, shape, Math.sqrt(3));
    },
    referenceOrder: ({ count }) => Array.from({ length: count }, (_, i) => i),
  };
}

/** The centre pixels of everything that was translated, in order: by mode, then image after image. */
type CentrePixels = Record<Mode, number[][]>;

function recordingTranslate(
  translator: Translator,
  imageSize: number,
  { seen }: { seen: CentrePixels },
): (request: TranslationRequest) => Promise<Float32Array> {
  const centre = 3 * (imageSize * (imageSize / 2) + imageSize / 2);
  const translate = sharedTranslation({ translator });
  return async (request) => {
    const outputs = await translate(request);
    for (const picture of fromTensorLayout(outputs, imageSize))
      seen[request.mode].push([...picture.subarray(centre, centre + 3)]);
    return outputs;
  };
}

const linearWeightsFile = join(workspaceRoot, 'packages/metrics/golden/lpips.json');

/** AlexNet and Inception-v3 by the formula, LPIPS's linear weights as published. */
function featureNetworks({ device }: ReplayOptions) {
  const { linWeights } = linearWeightsSchema.parse(JSON.parse(readFileSync(linearWeightsFile, 'utf8')));
  return openImageNetNetworks({
    compiler: device,
    weights: {
      inception: formulaTensors('inception_v3', inceptionV3Shapes),
      alexNet: formulaTensors('alexnet', alexNetShapes),
      lpips: linearTensors(linWeights),
    },
  });
}

function translatorWeights(architecture: StarganV2Architecture): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(starganV2Shapes(architecture)).flatMap(([network, shapes]) =>
      Object.entries(shapes).map(([name, shape]) => [
        `${network}/${name}`,
        goldenParameter(`${network}.${name}`, shape),
      ]),
    ),
  );
}

function figureComparisons({ modes }: Document, evaluations: readonly Evaluation[]): Comparison[] {
  const compared: Comparison[] = [];
  for (const { metric, mode, tasks, mean } of evaluations) {
    const ours: Record<string, number> = { mean };
    for (const { source, target, value } of tasks) ours[`${source}2${target}`] = value;
    const { lpips, fidEigenForm, fidScipySqrtm } = modes[mode];
    const held =
      metric === 'lpips'
        ? [['LPIPS', lpips, LPIPS] as const]
        : [['FID', fidEigenForm, FID] as const, ['FID, scipy’s matrix root', fidScipySqrtm, FID] as const];
    for (const [group, theirs, tolerance] of held)
      for (const [name, value] of Object.entries(theirs))
        compared.push(compareNumber({ group, name }, ours[name.split('/')[1] ?? ''], value, tolerance));
  }
  return compared;
}

/** Place of every stored translation among those of its mode: `cat2dog/0001_01.png` and so on, by the reference's names. */
function storedPlaces({ files, config }: Document, domains: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  let place = 0;
  for (const target of domains)
    for (const source of domains) {
      if (source === target) continue;
      const count = files.val[source]?.length ?? 0;
      for (let first = 0; first < count; first += config.valBatchSize)
        for (let output = 1; output <= config.outputsPerDomain; output++)
          for (let image = first; image < Math.min(first + config.valBatchSize, count); image++) {
            const name = `${String(image + 1).padStart(4, '0')}_${String(output).padStart(2, '0')}.png`;
            places.set(`${source}2${target}/${name}`, place++);
          }
    }
  return places;
}

function pixelComparisons(document: Document, seen: CentrePixels, domains: readonly string[]): Comparison[] {
  const places = storedPlaces(document, domains);
  return modeSchema.options.flatMap((mode) =>
    Object.entries(document.modes[mode].pixels).flatMap(([task, pixels]) =>
      Object.entries(pixels).flatMap(([name, theirs]) => {
        const ours = seen[mode][places.get(`${task}/${name}`) ?? -1];
        return theirs.map((value, channel) =>
          compareNumber(
            { group: 'centre pixels', name: `${mode} ${task}/${name} ${'RGB'[channel]}` },
            ours?.[channel],
            value,
            PIXEL,
          ),
        );
      }),
    ),
  );
}

async function replay(document: Document, options: ReplayOptions): Promise<Comparison[]> {
  const folder = await photographs(document, options);
  const architecture = architectureFor(document);
  const { imageSize, latentDimension } = architecture;
  const batchSize = document.config.valBatchSize;
  const weights = translatorWeights(architecture);
  const translator = await openTranslator(options.device, {
    architecture,
    batchSize,
    latentDimension,
    weights,
    fixedWeights: true,
  });
  const features = featureNetworks(options);
  const seen: CentrePixels = { latent: [], reference: [] };
  const evaluations = await evaluateTranslation({
    domains: folder.domains.map((name) => ({
      name,
      train: imagesOf(folder, 'train', name),
      validation: imagesOf(folder, 'val', name),
    })),
    loadImages: (paths) => loadImages(paths, { imageSize }),
    translate: recordingTranslate(translator, imageSize, { seen }),
    features,
    statistics: memoryStatisticsStore(),
    draws: recordedDraws(document),
    modes: modeSchema.options,
    metrics: ['fid', 'lpips'],
    imageSize,
    latentDimension,
    outputsPerSource: document.config.outputsPerDomain,
    batchSize,
    step: 0,
    dataSha256: '0'.repeat(64),
    onProgress: ({ done, total }) => options.onProgress?.(done, total),
  });
  await translator.dispose();
  await features.dispose();
  return [...figureComparisons(document, evaluations), ...pixelComparisons(document, seen, folder.domains)];
}

export const evaluation = goldenKind({
  name: 'evaluation',
  holds: 'the whole evaluation protocol on photographs',
  unit: 'images',
  marks: ['modes.latent.lpips', 'latentDraws', 'files.val'],
  schema,
  replay,
});
