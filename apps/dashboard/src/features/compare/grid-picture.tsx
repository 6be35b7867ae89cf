// A sample grid, or a part of it cut out: whole rows or a single picture, its pixels enlarged but never blended.
import type { StoredSample } from '@starlab/tracking';
import { artifactAddress } from '@/features/samples/artifact-address.ts';

interface GridPictureProps {
  readonly sample: StoredSample;
  /** Height and width of one picture of the grid, px. */
  readonly imageSize: number;
  /** The same on the screen, CSS px. */
  readonly cell: number;
  /** Only this row; left out, the whole grid. */
  readonly row?: number | undefined;
  /** Only this column; left out, the whole row. */
  readonly column?: number | undefined;
  readonly label: string;
}

/** Rows and columns of a grid of square pictures. */
export function gridShape(sample: Pick<StoredSample, 'width' | 'height'>, imageSize: number) {
  const count = (length: number): number => Math.max(1, Math.round(length / imageSize));
  return { rows: count(sample.height), columns: count(sample.width) };
}

export function GridPicture({ sample, imageSize, cell, row, column, label }: GridPictureProps) {
  const { rows, columns } = gridShape(sample, imageSize);
  return (
    <span
      className="block shrink-0 overflow-hidden rounded-[3px]"
      style={{
        width: cell * (column === undefined ? columns : 1),
        height: cell * (row === undefined ? rows : 1),
      }}
    >
      {/* Not next/image: an optimiser would resample the pixels we want to show. */}
      <img
        src={artifactAddress(sample.sha256)}
        width={cell * columns}
        height={cell * rows}
        alt={label}
        className="pixelated max-w-none"
        style={{ transform: `translate(${-cell * (column ?? 0)}px, ${-cell * (row ?? 0)}px)` }}
      />
    </span>
  );
}
