// Sample grids: many S×S images on one sheet, row by row, and any sheet as PNG.
import sharp from 'sharp';

export interface Grid {
  /** `[height, width, 3]` uint8. */
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface GridOptions {
  /** `[S, S, 3]` uint8 each, all of one S; `undefined` leaves its cell empty. */
  readonly images: readonly (Uint8Array | undefined)[];
  readonly columns: number;
  /** Pixels between cells; none around the sheet. Default 0, as in the reference's grids. */
  readonly gap?: number;
  /** Of gaps and empty cells. Default white. */
  readonly background?: readonly [red: number, green: number, blue: number];
}

function sideOf(images: GridOptions['images']): number {
  const lengths = new Set(images.flatMap((image) => (image ? [image.length] : [])));
  const [length = 0] = lengths;
  const side = Math.sqrt(length / 3);
  if (lengths.size !== 1 || !Number.isInteger(side)) {
    throw new RangeError(
      `composeGrid: images must be square RGB of one size; their lengths are ${[...lengths].join(', ') || 'none'} bytes.`,
    );
  }
  return side;
}

/** Row-major: image i stands in column i mod `columns`. */
export function composeGrid({ images, columns, gap = 0, background = [255, 255, 255] }: GridOptions): Grid {
  if (!Number.isInteger(columns) || columns < 1) {
    throw new RangeError(`composeGrid: columns must be a whole number from 1 on, not ${columns}.`);
  }
  const side = sideOf(images);
  const pitch = side + gap;
  const width = columns * pitch - gap;
  const height = Math.ceil(images.length / columns) * pitch - gap;
  const rgb = new Uint8Array(width * height * 3).map((_, i) => background[i % 3] ?? 0);

  images.forEach((image, index) => {
    if (!image) return;
    const left = (index % columns) * pitch;
    const top = Math.floor(index / columns) * pitch;
    for (let row = 0; row < side; row++) {
      const line = image.subarray(row * side * 3, (row + 1) * side * 3);
      rgb.set(line, ((top + row) * width + left) * 3);
    }
  });
  return { rgb, width, height };
}

/** @param rgb `[height, width, 3]` uint8 */
export async function encodePng(rgb: Uint8Array, width: number, height: number): Promise<Buffer> {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
