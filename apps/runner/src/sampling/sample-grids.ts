// The three sample grids of the official code: latent-guided, reference-guided, and cycle consistency. Networks that no
// reference can guide have the first only.
import { normalArray, type RunConfig } from '@starlab/experiment';
import { composeGrid, fromTensorLayout } from '@starlab/data';
import type { SampleGrid, SampleInputs } from '../threads/messages.ts';
import type { ReferenceGuide, Translator } from './translator.ts';

/** Latents per target domain in the latent-guided grid: enough to see diversity at a glance. */
const LATENTS_PER_DOMAIN = 3;

export interface SampleGridOptions {
  readonly translator: Translator;
  readonly samples: SampleInputs;
  readonly config: Pick<RunConfig, 'imageSize' | 'latentDimension'>;
  readonly domainCount: number;
  /** Draws the latents; the same seed gives the same grid rows in every run. */
  readonly seed: number;
}

/** Undefined: an empty cell. */
type Tile = Uint8Array | undefined;

/** One vector for every column. */
function repeated(row: Float32Array, times: number): Float32Array {
  const out = new Float32Array(row.length * times);
  for (let i = 0; i < times; i++) out.set(row, i * row.length);
  return out;
}

const filled = (count: number, value: number): Int32Array => new Int32Array(count).fill(value);

/** Rows: the sources, then for each target domain a few rows that share one latent each. */
async function latentGrid(options: SampleGridOptions): Promise<{ tiles: Tile[]; columns: number }> {
  const { translator, samples, domainCount, seed } = options;
  const { imageSize, latentDimension } = options.config;
  const { count, images, domains } = samples;
  const tiles: Tile[] = fromTensorLayout(images, imageSize);
  const encoded = await translator.encode(images, domains);
  const perDomain = translator.guides.latent === 'none' ? 1 : LATENTS_PER_DOMAIN;
  for (let domain = 0; domain < domainCount; domain++) {
    for (let k = 0; k < perDomain; k++) {
      const index = domain * LATENTS_PER_DOMAIN + k;
      const latent = normalArray({ seed, purpose: 'sample-grid/latent', index }, latentDimension);
      const styles = await translator.styles({
        mode: 'latent',
        domains: filled(1, domain),
        latents: latent,
      });
      const out = await translator.decode(encoded, repeated(styles, count));
      tiles.push(...fromTensorLayout(out, imageSize));
    }
  }
  return { tiles, columns: count };
}

/** First row: an empty corner and the sources; then each reference followed by every source in its style. */
async function referenceGrid(options: SampleGridOptions): Promise<{ tiles: Tile[]; columns: number }> {
  const { translator, samples, config } = options;
  const { imageSize } = config;
  const { count, images, domains } = samples;
  const originals = fromTensorLayout(images, imageSize);
  const encoded = await translator.encode(images, domains);
  const styles = await translator.styles({ mode: 'reference', domains, references: images });
  const { styleSize } = translator;
  const tiles: Tile[] = [undefined, ...originals];
  for (let row = 0; row < count; row++) {
    const style = styles.subarray(row * styleSize, (row + 1) * styleSize);
    const out = await translator.decode(encoded, repeated(style, count));
    tiles.push(...originals.slice(row, row + 1), ...fromTensorLayout(out, imageSize));
  }
  return { tiles, columns: count + 1 };
}

/** `values` moved up by `shift` rows, cyclically, so that every source meets a reference of another domain. */
function rotated<T extends Float32Array | Int32Array>(values: T, shift: number): T {
  const out = values.slice() as T;
  out.set(values.subarray(shift), 0);
  out.set(values.subarray(0, shift), values.length - shift);
  return out;
}

/** Four rows: source, reference, translation, and the translation brought back in the source's own style. */
async function cycleGrid(options: SampleGridOptions): Promise<{ tiles: Tile[]; columns: number }> {
  const { translator, samples, config, domainCount } = options;
  const { imageSize } = config;
  const { count, images, domains } = samples;
  const pixels = images.length / count;
  const perDomain = Math.floor(count / domainCount);
  const references = rotated(images, perDomain * pixels);
  const translate = async (
    sources: readonly [Float32Array, Int32Array],
    guide: Omit<ReferenceGuide, 'mode'>,
  ): Promise<Float32Array> =>
    translator.decode(
      await translator.encode(...sources),
      await translator.styles({ mode: 'reference', ...guide }),
    );
  const targets = rotated(domains, perDomain);
  const fakes = await translate([images, domains], { domains: targets, references });
  const reconstructed = await translate([fakes, targets], { domains, references: images });
  const tiles = [images, references, fakes, reconstructed].flatMap((row) => fromTensorLayout(row, imageSize));
  return { tiles, columns: count };
}

const grids = { latent: latentGrid, reference: referenceGrid, cycle: cycleGrid };

/** Draws the grids that the networks can make, after `step` finished iterations. */
export async function drawSampleGrids(options: SampleGridOptions, step: number): Promise<SampleGrid[]> {
  const drawn: SampleGrid[] = [];
  const keys = options.translator.guides.reference
    ? (['latent', 'reference', 'cycle'] as const)
    : (['latent'] as const);
  for (const key of keys) {
    const { tiles, columns } = await grids[key](options);
    const { rgb, width, height } = composeGrid({ images: tiles, columns });
    drawn.push({ key, step, rgb, width, height });
  }
  return drawn;
}
