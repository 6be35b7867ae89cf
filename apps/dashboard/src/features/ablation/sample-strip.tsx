// The corner of a latent-guided grid: the first sources, and the same sources under two latents.
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
const SHOWN_COLUMNS = 4;
const CELL_PX = 28;

export function SampleStrip({ strip }: { readonly strip: StripSample }) {
  const { sample, imageSize, seed } = strip;
  const rows = Math.max(1, Math.round(sample.height / imageSize));
  const shown = Math.min(SHOWN_ROWS, rows);
  const columns = Math.max(1, Math.round(sample.width / imageSize));
  return (
    <span
      className="block overflow-hidden rounded-[3px]"
      style={{ width: Math.min(SHOWN_COLUMNS, columns) * CELL_PX, height: shown * CELL_PX }}
    >
      {/* Not next/image: an optimiser would resample the pixels we want to show. */}
      <img
        src={artifactAddress(sample.sha256)}
        width={columns * CELL_PX}
        height={rows * CELL_PX}
        alt={`Sources and two latents, seed ${seed}, after iteration ${formatCount(sample.step)}`}
        className="pixelated max-w-none"
        loading="lazy"
      />
    </span>
  );
}
