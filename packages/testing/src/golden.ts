// The formula by which reference weights and inputs are made, the same in any language: an FNV-1a hash of the name,
// mixed with the flat index (the finaliser of MurmurHash3), read as a number in [0, 1).

export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** The i-th number of the sequence `name`, in [0, 1). */
export function u01(name: string, index: number): number {
  return u01OfHash(fnv1a32(name), index);
}

function u01OfHash(hash: number, index: number): number {
  let x = (hash + Math.imul(index, 0x9e3779b1)) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  x ^= x >>> 16;
  return (x >>> 0) / 2 ** 32;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** Numbers in [−bound, bound), row-major in `shape`. */
export function sym(name: string, shape: readonly number[], bound: number): Float32Array {
  const hash = fnv1a32(name);
  return Float32Array.from({ length: sizeOf(shape) }, (_, i) => (2 * u01OfHash(hash, i) - 1) * bound);
}

/** `count` integers in [0, k). */
export function ints(name: string, count: number, k: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => Math.floor(u01(name, i) * k));
}

/** Scales of normalisations: MUNIT's gamma [C], DRIT's weight [C, 1, 1], everyone else's weight [C]; no other weight has such a rank. */
const isNormScale = (name: string, shape: readonly number[]): boolean =>
  /(^|\.)gamma$/.test(name) || ([1, 3].includes(shape.length) && /(^|\.)weight$/.test(name));

/**
 * The reference value of parameter `name` (with its network's prefix, e.g. `generator.encode.0.conv1.weight`):
 * normalisation layers around (1, 0), other biases in ±0.1, other weights in ±sqrt(6 / fan_in).
 */
export function goldenParameter(name: string, shape: readonly number[]): Float32Array {
  if (isNormScale(name, shape)) return sym(name, shape, 0.1).map((v) => 1 + v);
  if (name.endsWith('.running_var')) return sym(name, shape, 0.5).map((v) => 1 + v);
  if (/(^|\.)(bias|beta|running_mean)$/.test(name)) return sym(name, shape, 0.1);
  return sym(name, shape, Math.sqrt(6 / sizeOf(shape.slice(1))));
}

/** A stored tensor `{ shape, base64 }`: little-endian float32, row-major. */
export function decodeFloat32({ base64 }: { readonly base64: string }): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}
