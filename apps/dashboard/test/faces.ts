// Sample grids for tests: simple animal faces whose style is a colour, emerging from noise as training proceeds.
import { randomStream } from '@starlab/experiment';
import { encodePng } from './png.ts';

export interface Face {
  /** Pointed, hanging or round ears. */
  readonly domain: number;
  /** In [0, 1]: fur. */
  readonly hue: number;
  /** In [−1, 1]: where it looks. */
  readonly pose: number;
}

type Rgb = readonly [number, number, number];

function hueToRgb(hue: number, lightness: number): Rgb {
  const channel = (shift: number): number => {
    const angle = 2 * Math.PI * (hue + shift);
    return lightness * (0.62 + 0.38 * Math.cos(angle));
  };
  return [channel(0), channel(-1 / 3), channel(-2 / 3)];
}

const inside = (x: number, y: number, radius: number): boolean => x * x + y * y < radius * radius;

const ears: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => y < -0.3 && y > -0.95 && Math.abs(Math.abs(x) - 0.42) < (y + 0.95) * 0.38,
  (x, y) => ((Math.abs(x) - 0.62) / 0.17) ** 2 + ((y + 0.1) / 0.48) ** 2 < 1,
  (x, y) => inside(Math.abs(x) - 0.5, y + 0.52, 0.24),
];

/** Colour of the face at (x, y) in [−1, 1]². */
function faceColour(face: Face, x: number, y: number): Rgb {
  const shifted = x - 0.14 * face.pose;
  const features = shifted - 0.12 * face.pose;
  if (inside(Math.abs(features) - 0.24, y + 0.08, 0.085)) return [0.08, 0.08, 0.1];
  if (inside(features, (y - 0.22) * 1.4, 0.1)) return [0.2, 0.12, 0.12];
  if (inside(features, (y - 0.3) * 1.3, 0.27)) return hueToRgb(face.hue, 1.0);
  if (inside(shifted, y - 0.05, 0.62)) return hueToRgb(face.hue, 0.8);
  if (ears[face.domain % ears.length]?.(shifted, y)) return hueToRgb(face.hue, 0.6);
  return hueToRgb(face.hue + 0.45, 0.5 + 0.16 * y);
}

/** A grid of faces as PNG. `noise` in [0, 1] is how far training still has to go. */
export function facesGrid(
  rows: readonly (readonly Face[])[],
  options: { size: number; noise: number; seed: number },
) {
  const { size, noise, seed } = options;
  const width = size * Math.max(...rows.map((row) => row.length));
  const height = size * rows.length;
  const rgb = new Uint8Array(3 * width * height);
  const random = randomStream({ seed, purpose: 'faces', index: Math.round(1000 * noise) });
  rows.forEach((row, r) =>
    row.forEach((face, c) => {
      const settled = r === 0 ? 0 : noise;
      for (let pixel = 0; pixel < size * size; pixel++) {
        const px = pixel % size;
        const py = Math.floor(pixel / size);
        const colour = faceColour(face, (2 * px + 1) / size - 1, (2 * py + 1) / size - 1);
        const at = 3 * ((r * size + py) * width + c * size + px);
        colour.forEach((value, k) => {
          rgb[at + k] =
            255 * Math.min(1, Math.max(0, value * (1 - settled) + settled * (0.45 + 0.14 * random.normal())));
        });
      }
    }),
  );
  return { png: encodePng(rgb, width, height), width, height };
}
