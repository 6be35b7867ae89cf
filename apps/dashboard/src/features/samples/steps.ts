// Samples as the slider sees them: per kind, in the order of training.
import type { SampleKey } from '@starlab/experiment';
import type { StoredSample } from '@starlab/tracking';

export const sampleTitles = {
  latent: 'Latent-guided',
  reference: 'Reference-guided',
  cycle: 'Cycle consistency',
  image: 'Images',
} as const satisfies Record<SampleKey, string>;

const order = Object.keys(sampleTitles) as SampleKey[];

/** The kinds of which there are samples, each with its samples by step. */
export function samplesByKey(
  samples: readonly StoredSample[],
): { key: SampleKey; samples: StoredSample[] }[] {
  return order
    .map((key) => ({
      key,
      samples: samples.filter((sample) => sample.key === key).sort((a, b) => a.step - b.step),
    }))
    .filter((kind) => kind.samples.length > 0);
}

/** The latest sample not after `step`, or the first one; undefined `step` means the latest. */
export function sampleIndexAt(samples: readonly StoredSample[], step: number | undefined): number {
  if (step === undefined) return samples.length - 1;
  return Math.max(
    0,
    samples.findLastIndex((sample) => sample.step <= step),
  );
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The largest whole number of screen pixels a picture's pixel may take, so that none is wider than another. */
export function wholeScale(image: Size, available: Size): number {
  return Math.max(1, Math.floor(Math.min(available.width / image.width, available.height / image.height)));
}

/** Where row `row` of a grid lies, as fractions of its height: grids are rows of square pictures. */
export function gridRow(
  sample: Pick<StoredSample, 'width' | 'height'>,
  imageSize: number,
  row: number,
): { readonly rows: number; readonly row: number } {
  const rows = Math.max(1, Math.round(sample.height / imageSize));
  return { rows, row: Math.min(row, rows - 1) };
}
