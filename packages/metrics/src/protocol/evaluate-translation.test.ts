import { describe, expect, it } from 'vitest';
import { evaluationSchema, randomStream } from '@starlab/experiment';
import { fromTensorLayout } from '@starlab/data/tensor-layout';
import type { FeatureNetworks } from '../features/feature-networks.ts';
import { featureStatistics } from '../frechet/feature-statistics.ts';
import { frechetDistance } from '../frechet/frechet-distance.ts';
import { kernelDistance } from '../kernel/kernel-distance.ts';
import { seededDraws, type Draws } from './draws.ts';
import { evaluateTranslation } from './evaluate-translation.ts';
import type { EvaluationOptions, EvaluationProgress, TranslationRequest } from './evaluation-options.ts';
import { memoryStatisticsStore } from './real-images.ts';

const SIZE = 2;
const LENGTH = 3 * SIZE * SIZE;
const K = 4;
const BATCH = 3;
const COUNTS = { bear: 5, lynx: 2, wolf: 4 } as const; // lynx: fewer validation images than a batch
const DOMAINS = Object.keys(COUNTS) as (keyof typeof COUNTS)[];

const domains = DOMAINS.map((name) => ({
  name,
  train: Array.from({ length: 7 }, (_, i) => `train/${name}/${i}`),
  validation: Array.from({ length: COUNTS[name] }, (_, i) => `val/${name}/${i}`),
}));

function imageAt(path: string): Uint8Array {
  const stream = randomStream({ seed: 1, purpose: path, index: 0 });
  return Uint8Array.from({ length: LENGTH }, () => stream.integer(256));
}

/** Each output is the source, shifted by the target and moved by a few numbers of its guide. May leave [−1, 1]. */
function translated(request: TranslationRequest): Float32Array {
  const guide = request.mode === 'latent' ? request.latents : request.references.tensor();
  const guideLength = guide.length / request.source.images.length;
  return request.source.tensor().map((value, i) => {
    const row = Math.floor(i / LENGTH);
    return value * 0.6 + 0.1 * request.targetDomain + 0.3 * (guide[row * guideLength + (i % 3)] ?? 0);
  });
}

const squaredGap = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0) / a.length;

/** Features: the image itself; distance: mean squared difference. */
function fakeNetworks(): { networks: FeatureNetworks; seen: { fid: number; lpips: number } } {
  const seen = { fid: 0, lpips: 0 };
  const named = { name: 'pixels', weightsSha256: '0'.repeat(64), resize: 'none' };
  const networks: FeatureNetworks = {
    featureSet: 'demo',
    frechet: {
      ...named,
      dimension: LENGTH,
      features(images) {
        seen.fid += images.length;
        return Promise.resolve(
          Float32Array.from(images.flatMap((image) => Array.from(image, (v) => v / 255))),
        );
      },
    },
    perceptual: {
      ...named,
      meanPairwiseDistance(outputs) {
        const count = (outputs[0]?.length ?? 0) / LENGTH;
        seen.lpips += outputs.length * count;
        return Promise.resolve(Float32Array.from({ length: count }, (_, n) => pairMean(outputs, n)));
      },
    },
    dispose: () => Promise.resolve(),
  };
  return { networks, seen };
}

function pairMean(outputs: readonly Float32Array[], n: number): number {
  const image = (k: number): Float32Array =>
    (outputs[k] as Float32Array).subarray(n * LENGTH, (n + 1) * LENGTH);
  let sum = 0;
  for (let i = 0; i < outputs.length; i++) for (let j = 0; j < i; j++) sum += squaredGap(image(i), image(j));
  return sum / ((outputs.length * (outputs.length - 1)) / 2);
}

function optionsWith(changed: Partial<EvaluationOptions> = {}): EvaluationOptions {
  return {
    domains,
    loadImages: (paths) => Promise.resolve(paths.map(imageAt)),
    translate: (request) => Promise.resolve(translated(request)),
    features: fakeNetworks().networks,
    statistics: memoryStatisticsStore(),
    draws: seededDraws(5),
    modes: ['latent', 'reference'],
    imageSize: SIZE,
    latentDimension: 3,
    outputsPerSource: K,
    batchSize: BATCH,
    step: 1000,
    dataSha256: 'a'.repeat(64),
    ...changed,
  };
}

/** Draws without chance, and a record of what was asked for. */
function plainDraws(): Draws & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    latents({ source, target, output, images, latentDimension }) {
      asked.push(`${source}2${target} ${output} [${images.join()}]`);
      return Float32Array.from({ length: images.length * latentDimension }, (_, i) =>
        Math.sin(asked.length + i),
      );
    },
    referenceOrder({ target, pass, count }) {
      asked.push(`${target} pass ${pass}`);
      return Array.from({ length: count }, (_, i) => i);
    },
  };
}

describe('evaluateTranslation', () => {
  it('gives two metrics in two modes over all ordered pairs, and their plain mean', async () => {
    const evaluations = await evaluateTranslation(optionsWith());
    expect(evaluations.map(({ metric, mode }) => `${metric} ${mode}`)).toEqual([
      'fid latent',
      'lpips latent',
      'fid reference',
      'lpips reference',
    ]);
    for (const evaluation of evaluations) {
      expect(() => evaluationSchema.parse(evaluation)).not.toThrow();
      expect(evaluation.tasks.map(({ source, target }) => `${source}2${target}`)).toEqual([
        'lynx2bear',
        'wolf2bear',
        'bear2lynx',
        'wolf2lynx',
        'bear2wolf',
        'lynx2wolf',
      ]);
      expect(evaluation.mean).toBeCloseTo(
        evaluation.tasks.reduce((sum, { value }) => sum + value, 0) / 6,
        12,
      );
    }
    expect(evaluations[0]?.tasks[0]?.samples).toBe(2 * K);
    expect(evaluations[1]?.tasks[0]?.samples).toBe(2 * 6);
  });

  it('measures what a naive pass over all pairs of outputs measures', async () => {
    const outputs: Float32Array[] = [];
    const evaluations = await evaluateTranslation(
      optionsWith({
        modes: ['latent'],
        draws: plainDraws(),
        translate: (request) => {
          outputs.push(translated(request));
          return Promise.resolve(outputs.at(-1) as Float32Array);
        },
      }),
    );
    // bear2lynx is the third task: lynx2bear has one batch, wolf2bear two; bear comes in batches of 3 and 2.
    const first = outputs.slice(3 * K, 4 * K);
    const second = outputs.slice(4 * K, 5 * K);
    const batchMean = (batch: Float32Array[], size: number): number =>
      Array.from({ length: size }, (_, n) => pairMean(batch, n)).reduce((a, b) => a + b) / size;
    // Distances pass through float32 on their way.
    expect(evaluations[1]?.tasks[2]?.value).toBeCloseTo((batchMean(first, 3) + batchMean(second, 2)) / 2, 6);

    const bytes = [...first, ...second]
      .flatMap((batch) => Array.from(batch))
      .map((x) => {
        const unit = Math.min(1, Math.max(0, (x + 1) / 2));
        return Math.floor(unit * 255 + 0.5) / 255;
      });
    const interleaved = bytes.map((_, i) => {
      const at = i % LENGTH;
      return bytes[i - at + (at % 3) * SIZE * SIZE + Math.floor(at / 3)] ?? Number.NaN;
    });
    const real = domains[1]?.train.flatMap((path) => Array.from(imageAt(path), (v) => v / 255)) ?? [];
    const expected = frechetDistance(featureStatistics(real, LENGTH), featureStatistics(interleaved, LENGTH));
    expect(evaluations[0]?.tasks[2]?.value).toBeCloseTo(expected, 5); // features are float32
  });

  it('shows every output to each feature network exactly once, and every real image once per domain', async () => {
    const { networks, seen } = fakeNetworks();
    let translations = 0;
    await evaluateTranslation(
      optionsWith({
        features: networks,
        translate: (request) => {
          translations += request.source.images.length;
          return Promise.resolve(translated(request));
        },
      }),
    );
    const perMode = (5 + 2 + 4) * 2 * K;
    expect(translations).toBe(2 * perMode);
    const real = 3 * 7 + (5 + 2 + 4);
    expect(seen).toEqual({ fid: 2 * perMode + real, lpips: 2 * perMode });
  });

  it('says what real validation images reach, whatever the mode, and nothing of that for LPIPS', async () => {
    const evaluations = await evaluateTranslation(optionsWith());
    const pixels = (paths: readonly string[]) =>
      featureStatistics(
        paths.flatMap((path) => Array.from(imageAt(path), (v) => v / 255)),
        LENGTH,
      );
    const expected = domains.map(({ name, train, validation }) => ({
      domain: name,
      value: expect.closeTo(frechetDistance(pixels(train), pixels(validation)), 5) as number, // features are float32
      samples: validation.length,
    }));
    expect(evaluations.map(({ realImages }) => realImages)).toEqual([
      ...[expected, undefined, expected, undefined],
    ]);
  });

  it('says nothing of real images where a domain has one validation image alone', async () => {
    const poor = domains.map((domain) =>
      domain.name === 'lynx' ? { ...domain, validation: domain.validation.slice(0, 1) } : domain,
    );
    const [fid] = await evaluateTranslation(optionsWith({ domains: poor }));
    expect(fid?.realImages).toBeUndefined();
    expect(fid?.tasks).toHaveLength(6);
  });

  it('takes real statistics from the store the second time', async () => {
    const statistics = memoryStatisticsStore();
    const first = await evaluateTranslation(optionsWith({ statistics }));
    const { networks, seen } = fakeNetworks();
    const second = await evaluateTranslation(
      optionsWith({ statistics, features: networks, modes: ['latent'] }),
    );
    expect(seen.fid).toBe((5 + 2 + 4) * 2 * K);
    expect(second[0]).toEqual(first[0]);
  });

  it('draws in the order target, source, batch, output, and continues references over sources of a target', async () => {
    const draws = plainDraws();
    const references: number[][] = [];
    const marked = domains.map((domain) => domain.validation).flat();
    await evaluateTranslation(
      optionsWith({
        draws,
        translate: (request) => {
          if (request.mode === 'reference' && request.targetDomain === 2) {
            const tensor = request.references.tensor();
            references.push(
              Array.from({ length: request.source.images.length }, (_, n) => {
                const image = tensor.slice(n * LENGTH, (n + 1) * LENGTH);
                return marked.findIndex(
                  (path) => Math.abs(((image[0] ?? 0) + 1) * 127.5 - (imageAt(path)[0] ?? 0)) < 0.01,
                );
              }),
            );
          }
          return Promise.resolve(translated(request));
        },
      }),
    );
    expect(draws.asked.slice(0, 6)).toEqual([
      'lynx2bear 0 [0,1]',
      'lynx2bear 1 [0,1]',
      'lynx2bear 2 [0,1]',
      'lynx2bear 3 [0,1]',
      'wolf2bear 0 [0,1,2]',
      'wolf2bear 1 [0,1,2]',
    ]);
    // Four wolves in batches of 3: the fourth is dropped from every pass, and 12 batches need 12 passes.
    expect(references).toHaveLength(2 * K + K);
    expect(references[0]).toEqual([7, 8, 9]);
    expect(references.at(-1)).toEqual([7, 8]); // cut to two lynxes
    expect(draws.asked.filter((line) => line.startsWith('wolf pass'))).toHaveLength(12);
  });

  it('reports progress up to the totals, and stops when asked', async () => {
    const reports: EvaluationProgress[] = [];
    await evaluateTranslation(optionsWith({ onProgress: (progress) => reports.push(progress) }));
    const last = (phase: EvaluationProgress['phase']) =>
      reports.filter((report) => report.phase === phase).at(-1);
    expect(last('real images')).toEqual({ phase: 'real images', done: 32, total: 32 });
    expect(last('translations')).toEqual({ phase: 'translations', done: 176, total: 176 });

    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(evaluateTranslation(optionsWith({ signal: controller.signal }))).rejects.toThrow('enough');
  });

  it('names the domain that has too few images', async () => {
    const empty = domains.map((domain) => (domain.name === 'lynx' ? { ...domain, validation: [] } : domain));
    await expect(evaluateTranslation(optionsWith({ domains: empty }))).rejects.toThrow(
      /lynx has 7 training and 0 validation/,
    );
  });

  it('stops at outputs that are not finite, naming the pair', async () => {
    const translate = (request: TranslationRequest) =>
      Promise.resolve(translated(request).fill(request.targetDomain === 1 ? Number.NaN : 0));
    await expect(evaluateTranslation(optionsWith({ translate }))).rejects.toThrow(
      /bear to lynx .* not finite/,
    );
  });

  it('can measure FID alone', async () => {
    const { networks, seen } = fakeNetworks();
    const evaluations = await evaluateTranslation(
      optionsWith({ features: networks, metrics: ['fid'], modes: ['reference'] }),
    );
    expect(evaluations.map(({ metric }) => metric)).toEqual(['fid']);
    expect(seen.lpips).toBe(0);
  });

  it('measures FID and KID by the same features, each output and real image seen once', async () => {
    const { networks, seen } = fakeNetworks();
    const outputs: Float32Array[] = [];
    const [fid, kid] = await evaluateTranslation(
      optionsWith({
        features: networks,
        metrics: ['fid', 'kid'],
        modes: ['latent'],
        translate: (request) => {
          outputs.push(translated(request));
          return Promise.resolve(outputs.at(-1) as Float32Array);
        },
      }),
    );
    expect(seen).toEqual({ fid: (5 + 2 + 4) * 2 * K + 3 * 7 + (5 + 2 + 4), lpips: 0 });
    expect(fid?.fingerprint).not.toEqual(kid?.fingerprint);

    // lynx2bear is the first task: one batch of two sources.
    const [translations, reals] = [
      outputs.slice(0, K).flatMap((batch) => fromTensorLayout(batch, SIZE)),
      (domains[0]?.train ?? []).map(imageAt),
    ].map((images) => ({
      data: Float32Array.from(images.flatMap((image) => Array.from(image, (v) => v / 255))),
      dimension: LENGTH,
    }));
    if (!translations || !reals) throw new Error('no images');
    expect(kid?.tasks[0]).toMatchObject({ value: kernelDistance(reals, translations), samples: 2 * K });
  });

  it('takes the features of real images from the store when only KID lacked them', async () => {
    const statistics = memoryStatisticsStore();
    await evaluateTranslation(optionsWith({ statistics, metrics: ['fid'], modes: ['latent'] }));
    const first = await evaluateTranslation(optionsWith({ statistics, metrics: ['kid'], modes: ['latent'] }));
    const { networks, seen } = fakeNetworks();
    const again = await evaluateTranslation(
      optionsWith({ statistics, features: networks, metrics: ['kid'], modes: ['latent'] }),
    );
    expect(again).toEqual(first);
    expect(seen.fid).toBe((5 + 2 + 4) * 2 * K);
  });

  it('measures FID (pytorch-fid) through its own network, and only where that is at hand', async () => {
    const { networks } = fakeNetworks();
    const halved = {
      ...networks.frechet,
      name: 'halved pixels',
      features: async (images: readonly Uint8Array[], imageSize: number) =>
        (await networks.frechet.features(images, imageSize)).map((value) => value / 2),
    };
    const asked = { metrics: ['fid', 'fid-pytorch'], modes: ['latent'] } as const;
    const [plain, pytorch] = await evaluateTranslation(
      optionsWith({ ...asked, features: { ...networks, pytorchFid: halved } }),
    );
    // Half the features have a quarter of the squared distance.
    expect(pytorch?.mean).toBeCloseTo((plain?.mean ?? 0) / 4, 6);
    expect(pytorch?.fingerprint.network).toBe('halved pixels');
    await expect(evaluateTranslation(optionsWith(asked))).rejects.toThrow(/needs the weights of pytorch-fid/);
  });
});
