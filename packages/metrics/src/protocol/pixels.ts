// Between 8-bit images, interleaved RGB `[S, S, 3]`, and the networks' floats, `[N, 3, S, S]` in [−1, 1].

/** Stacks 8-bit images as `[N, 3, S, S]`: v / 255 · 2 − 1. */
export function toFloat(images: readonly Uint8Array[]): Float32Array {
  const stacked = new Float32Array(images.reduce((sum, image) => sum + image.length, 0));
  let at = 0;
  for (const image of images) {
    const area = image.length / 3;
    for (let channel = 0; channel < 3; channel++) {
      for (let pixel = 0; pixel < area; pixel++) {
        stacked[at++] = ((image[pixel * 3 + channel] as number) / 255 - 0.5) / 0.5;
      }
    }
  }
  return stacked;
}

/** Quantises `[N, 3, S, S]` to 8-bit images as writing a PNG does: ⌊255·v + ½⌋ of v = (x + 1) / 2 clamped to [0, 1]. */
export function toImages(floats: Float32Array, imageSize: number): Uint8Array[] {
  const area = imageSize * imageSize;
  const count = floats.length / (3 * area);
  return Array.from({ length: count }, (_, n) => {
    const image = new Uint8Array(3 * area);
    for (let channel = 0; channel < 3; channel++) {
      const plane = (n * 3 + channel) * area;
      for (let pixel = 0; pixel < area; pixel++)
        image[pixel * 3 + channel] = toByte(floats[plane + pixel] as number);
    }
    return image;
  });
}

const f32 = Math.fround;

// Each step rounded to float32, as the reference computes it: at a half, float64 would fall on the other side.
function toByte(x: number): number {
  const unit = Math.min(1, Math.max(0, f32(f32(x + 1) / 2)));
  return Math.floor(f32(f32(unit * 255) + 0.5));
}
