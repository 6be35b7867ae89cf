// The first rows of a latent-guided grid, as a strip: the sources, and the same sources under two latents.
import type { StoredSample } from '@starlab/tracking';
import { artifactAddress } from '@/features/samples/artifact-address.ts';
import { formatCount } from '@/ui/format.ts';

export interface StripSample {
  readonly runId: string;
  readonly seed: number;
  readonly imageSize: number;
  readonly sample: StoredSample;
}

const SHOWN_ROWS = 3;
const CELL_PX = 32;

export function SampleStrip({ strip }: { readonly strip: StripSample }) {
  const { sample, imageSize, seed } = strip;
  const rows = Math.max(1, Math.round(sample.height / imageSize));
  const shown = Math.min(SHOWN_ROWS, rows);
  const width = Math.round(sample.width / imageSize) * CELL_PX;
  return (
    <span className="block overflow-hidden rounded-[3px]" style={{ width, height: shown * CELL_PX }}>
      {/* Not next/image: an optimiser would resample the pixels we want to show. */}
      <img
        src={artifactAddress(sample.sha256)}
        width={width}
        height={rows * CELL_PX}
        alt={`Sources and two latents, seed ${seed}, after iteration ${formatCount(sample.step)}`}
        className="pixelated max-w-none"
        loading="lazy"
      />
    </span>
  );
}
