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

class Sfc32 implements RandomStream {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor({ seed, purpose, index }: RandomKey) {
    this.#a = seed | 0;
    this.#b = fnv1a(purpose) | 0;
    this.#c = index | 0;
    this.#counter = 1 + Math.floor(index / 2 ** 32);
    for (let round = 0; round < 15; round++) this.#next();
  }

  /** 32 bits, unsigned. */
  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  uniform(): number {
    return this.#next() / 2 ** 32;
  }

  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }
}

/** The stream that belongs to `key`. */
export const randomStream = (key: RandomKey): RandomStream => new Sfc32(key);

/** `count` normal numbers with mean 0. A plain loop over one known class: first weights are tens of millions of these. */
export function normalArray(key: RandomKey, count: number, deviation = 1): Float32Array {
  const stream = new Sfc32(key);
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = deviation * stream.normal();
  return numbers;
}
