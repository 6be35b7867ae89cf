// How different two colours look, to readers with any colour vision: CIEDE2000 (Sharma, Wu & Dalal 2005) between colours
// as Machado, Oliveira & Fernandes 2009 simulate them for complete dichromacy.

type Triple = readonly [number, number, number];

export const visions = {
  trichromacy: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

export type Vision = keyof typeof visions;

function multiply(matrix: readonly number[], [a, b, c]: Triple): Triple {
  const row = (i: number): number =>
    (matrix[3 * i] ?? 0) * a + (matrix[3 * i + 1] ?? 0) * b + (matrix[3 * i + 2] ?? 0) * c;
  return [row(0), row(1), row(2)];
}

/** `#rrggbb` as linear RGB in [0, 1]. */
function linearRgb(hex: string): Triple {
  const channel = (i: number): number => {
    const value = parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(0), channel(1), channel(2)];
}

const xyzOfRgb = [
  0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.072175, 0.0193339, 0.119192, 0.9503041,
];
const white: Triple = [0.95047, 1, 1.08883];

function labOf(hex: string, vision: Vision): Triple {
  const [r, g, b] = multiply(visions[vision], linearRgb(hex));
  const clamp = (value: number): number => Math.min(1, Math.max(0, value));
  const [x, y, z] = multiply(xyzOfRgb, [clamp(r), clamp(g), clamp(b)]);
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116);
  const [fx, fy, fz] = [f(x / white[0]), f(y / white[1]), f(z / white[2])];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The difference of hues in degrees, and their mean, both the short way round; chroma 0 has no hue. */
function hues(h1: number, h2: number, product: number): { difference: number; mean: number } {
  if (product === 0) return { difference: 0, mean: h1 + h2 };
  const turn = h2 - h1;
  const difference = turn > 180 ? turn - 360 : turn < -180 ? turn + 360 : turn;
  const sum = h1 + h2;
  const mean = Math.abs(turn) <= 180 ? sum / 2 : sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
  return { difference, mean };
}

export function labDifference([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const meanChroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const strength = (chroma: number): number => Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
  const stretch = 1 + 0.5 * (1 - strength(meanChroma));
  const [p1, p2] = [a1 * stretch, a2 * stretch];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const hueOf = (a: number, b: number): number =>
    a === 0 && b === 0 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  const hue = hues(hueOf(p1, b1), hueOf(p2, b2), c1 * c2);
  const dL = l2 - l1;
  const dC = c2 - c1;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin(radians(hue.difference / 2));
  const L = (l1 + l2) / 2;
  const C = (c1 + c2) / 2;
  const cosine = (factor: number, shift: number): number => Math.cos(radians(factor * hue.mean + shift));
  const T = 1 - 0.17 * cosine(1, -30) + 0.24 * cosine(2, 0) + 0.32 * cosine(3, 6) - 0.2 * cosine(4, -63);
  const sL = 1 + (0.015 * (L - 50) ** 2) / Math.sqrt(20 + (L - 50) ** 2);
  const sC = 1 + 0.045 * C;
  const sH = 1 + 0.015 * C * T;
  const rotation = -2 * strength(C) * Math.sin(radians(60 * Math.exp(-(((hue.mean - 275) / 25) ** 2))));
  return Math.sqrt((dL / sL) ** 2 + (dC / sC) ** 2 + (dH / sH) ** 2 + rotation * (dC / sC) * (dH / sH));
}

/** CIEDE2000 between two colours `#rrggbb` as seen with `vision`. */
export function colourDifference(a: string, b: string, vision: Vision): number {
  return labDifference(labOf(a, vision), labOf(b, vision));
}

/** WCAG contrast ratio, 1 to 21. */
export function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [red, green, blue] = linearRgb(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}
