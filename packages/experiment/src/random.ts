// Randomness as a function of (seed, purpose, index): nobody advances a shared stream, so a resumed run draws what an
// uninterrupted one would have drawn. The generator is sfc32 (Doty-Humphrey, PractRand), seeded through FNV-1a.

export interface RandomKey {
  readonly seed: number;
  /** What the numbers are for, e.g. `batch/latent`. Different purposes are independent. */
  readonly purpose: string;
  /** Usually the iteration. */
  readonly index: number;
}

/** A short-lived stream of numbers; make one per key, use it, drop it. */
export interface RandomStream {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
  /** Uniform integer in [0, n). */
  integer(n: number): number;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** The stream that belongs to `key`. */
export function randomStream(key: RandomKey): RandomStream {
  let a = key.seed >>> 0;
  let b = fnv1a(key.purpose);
  let c = key.index >>> 0;
  let counter = 1 + Math.floor(key.index / 2 ** 32);

  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round++) next();

  const uniform = (): number => next() / 2 ** 32;
  return {
    uniform,
    normal() {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      return radius * Math.cos(2 * Math.PI * uniform());
    },
    integer: (n) => Math.floor(uniform() * n),
  };
}

/** `count` standard normal numbers. */
export function normalArray(key: RandomKey, count: number): Float32Array {
  const stream = randomStream(key);
  return Float32Array.from({ length: count }, () => stream.normal());
}
