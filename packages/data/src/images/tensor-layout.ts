// Between pixels and what networks read: interleaved uint8 `[S, S, 3]` and planar float32 in [−1, 1], `[N, 3, S, S]`.

/** (v/255 − 0.5) / 0.5 in float32 steps, so that the floats are the very ones of the reference's transform. */
const SCALED = Float32Array.from({ length: 256 }, (_, value) => {
  const unit = Math.fround(value / 255);
  return Math.fround(unit - 0.5) / 0.5;
});

/** Writes one image, `[S, S, 3]` uint8, as `[3, S, S]` float32 at `offset` of `target`. */
export function writePlanar(image: Uint8Array, target: Float32Array, offset: number): void {
  const area = image.length / 3;
  for (let i = 0, at = 0; i < area; i++, at += 3) {
    target[offset + i] = SCALED[image[at] ?? 0] ?? 0;
    target[offset + area + i] = SCALED[image[at + 1] ?? 0] ?? 0;
    target[offset + 2 * area + i] = SCALED[image[at + 2] ?? 0] ?? 0;
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
    writePlanar(image, tensor, n * length);
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
