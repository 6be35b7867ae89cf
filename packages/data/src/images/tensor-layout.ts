// Between pixels and what networks read: interleaved uint8 `[S, S, 3]` and planar float32 in [−1, 1], `[N, 3, S, S]`.
import { placesFor, wasmModule, type Memory } from '../wasm.ts';

export interface PlanarPlace {
  readonly tensor: Float32Array;
  readonly offset: number;
  /** S. */
  readonly size: number;
  /** Left and right exchanged. */
  readonly flip?: boolean;
}

const wasm = wasmModule<{
  readonly memory: Memory;
  toPlanes(target: number, size: number, flip: number): void;
}>('planar');
/** It takes so many pixels of a row at a time. */
const LEAST_SIZE = 16;

/** Writes one image, `[S, S, 3]` uint8, as `[3, S, S]` float32. */
export function writePlanar(image: Uint8Array, { tensor, offset, size, flip = false }: PlanarPlace): void {
  const length = 3 * size * size;
  if (size < LEAST_SIZE) {
    writeSmall(image, { tensor, offset, size, flip });
    return;
  }
  const { target } = placesFor(wasm().memory, { image: length, target: 4 * length });
  const { buffer } = wasm().memory;
  new Uint8Array(buffer).set(image);
  wasm().toPlanes(target, size, Number(flip));
  tensor.set(new Float32Array(buffer, target, length), offset);
}

/** The same a number at a time. */
function writeSmall(image: Uint8Array, { tensor, offset, size, flip }: Required<PlanarPlace>): void {
  for (let i = 0; i < image.length; i++) {
    const [channel, pixel] = [i % 3, Math.floor(i / 3)];
    const [row, column] = [Math.floor(pixel / size), pixel % size];
    const x = flip ? size - 1 - column : column;
    const unit = Math.fround((image[i] ?? 0) / 255);
    tensor[offset + (channel * size + row) * size + x] = Math.fround(unit - 0.5) / 0.5;
  }
}

/**
 * @param images `[S, S, 3]` uint8 each
 * @returns `[N, 3, S, S]` float32 in [−1, 1]
 */
export function toTensorLayout(images: readonly Uint8Array[], size: number): Float32Array {
  const length = 3 * size * size;
  const tensor = new Float32Array(images.length * length);
  images.forEach((image, n) => {
    if (image.length !== length) {
      throw new RangeError(
        `toTensorLayout: image ${n} has ${image.length} bytes; ${size}x${size} RGB has ${length}.`,
      );
    }
    writePlanar(image, { tensor, offset: n * length, size });
  });
  return tensor;
}

/** 0..255: clamp((x + 1) / 2) to [0, 1], then floor(v·255 + 0.5), in float32 as the reference saves its images. */
function toByte(x: number): number {
  const unit = Math.min(1, Math.max(0, Math.fround(x + 1) / 2));
  return Math.floor(Math.fround(Math.fround(unit * 255) + 0.5));
}

/**
 * @param tensor `[N, 3, S, S]` float32; values outside [−1, 1] are clamped
 * @returns N images, `[S, S, 3]` uint8
 */
export function fromTensorLayout(tensor: Float32Array, size: number): Uint8Array[] {
  const area = size * size;
  const length = 3 * area;
  if (tensor.length % length !== 0) {
    throw new RangeError(
      `fromTensorLayout: ${tensor.length} values are no whole number of ${size}x${size} RGB images.`,
    );
  }
  return Array.from({ length: tensor.length / length }, (_, n) => {
    const image = new Uint8Array(length);
    for (let channel = 0; channel < 3; channel++) {
      const plane = n * length + channel * area;
      for (let i = 0; i < area; i++) image[i * 3 + channel] = toByte(tensor[plane + i] ?? 0);
    }
    return image;
  });
}
