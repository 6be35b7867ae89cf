// A JPEG's tables in the form that assembly/jpeg.ts looks them up in: what ten bits mean, code and value together; where a
// coefficient belongs and what it is multiplied by. ITU-T T.81, annexes A and C.
import type { HuffmanCodes } from './jpeg-headers.ts';

// As in assembly/jpeg.ts, which explains an entry.
const TABLE_BITS = 10;
const END = 200;
const WITHOUT_VALUE = 255;

/** In words of 32 bits: entries, then of each length from 11 bits on two numbers, then all symbols as bytes. */
const LONG_CODES = 2 ** TABLE_BITS;
const SYMBOLS = LONG_CODES + 2 * (16 - TABLE_BITS);
const TABLE_WORDS = SYMBOLS + 256 / 4;
export const TABLE_BYTES = 4 * TABLE_WORDS;

/** Along diagonals, up and down in turn. */
const ORDER = Array.from({ length: 64 }, (_, at) => ({ row: at >> 3, column: at & 7, at }))
  .toSorted((a, b) => {
    const [first, second] = [a.row + a.column, b.row + b.column];
    return first - second || (first % 2 ? a.row - b.row : a.column - b.column);
  })
  .map(({ at }) => at);
const BEHIND = 64;
/** A block's coefficients, and what a jump past the end comes upon. */
const STEPS = 64 + END + 16;
export const STEPS_BYTES = 4 * STEPS;

/** Times 2^16: where coefficients belong, in bytes. */
const PLACES = Uint32Array.from({ length: STEPS }, (_, k) => (2 * (ORDER[k] ?? BEHIND)) << 16);

/** @param factors 64 of the quantisation, in the order of the scan; @param steps `STEPS_BYTES` of the module's memory */
export function writeSteps(factors: Uint8Array, steps: Uint32Array): void {
  steps.set(PLACES);
  for (let k = 0; k < 64; k++) steps[k] = (PLACES[k] ?? 0) | (factors[k] ?? 0);
}

export type Kind = 'dc' | 'ac';

interface Code {
  readonly symbol: number;
  readonly length: number;
  readonly kind: Kind;
}

/** All entries that begin with a code, of which there are several where it is shorter than ten bits. */
function writeEntries({ symbol, length, kind }: Code, entries: Int32Array): void {
  const [size, jump, left] = [symbol & 15, symbol >> 4, TABLE_BITS - length];
  if (kind === 'ac' && symbol === 0) entries.fill(length | (END << 8));
  else if (size === 0 && (kind === 'dc' || jump === 15)) entries.fill(length | (jump << 8));
  else if (size === 0 || size > left) entries.fill(length | (WITHOUT_VALUE << 8) | (symbol << 16));
  else {
    const each = 2 ** (left - size);
    for (let raw = 0; raw < 2 ** size; raw++) {
      // The lower half of the numbers stands for negative ones.
      const value = raw < 2 ** (size - 1) ? raw - 2 ** size + 1 : raw;
      entries.fill((length + size) | (jump << 8) | (value << 16), raw * each, (raw + 1) * each);
    }
  }
}

/** @param words `TABLE_BYTES` of the module's memory */
export function writeTable({ counts, symbols }: HuffmanCodes, kind: Kind, words: Int32Array): void {
  words.fill(WITHOUT_VALUE << 8, 0, LONG_CODES);
  let code = 0; // the next one, of the length in hand
  let used = 0;
  counts.forEach((count, i) => {
    const length = i + 1;
    if (length > TABLE_BITS) {
      const row = LONG_CODES + 2 * (length - TABLE_BITS - 1);
      words[row] = (code + count) << (16 - length);
      words[row + 1] = used - code;
    } else {
      const each = 2 ** (TABLE_BITS - length);
      for (let c = code; c < code + count; c++) {
        const symbol = symbols[used + c - code] ?? 0;
        writeEntries({ symbol, length, kind }, words.subarray(c * each, (c + 1) * each));
      }
    }
    used += count;
    code = 2 * (code + count);
  });
  new Uint8Array(words.buffer, words.byteOffset + 4 * SYMBOLS).set(symbols);
}
