// Models that outlive the process that compiled them. Tracing and rewriting take a cold process longer than anything else before
// its first step; a step of the same identity and shapes, compiled by the same code, is the same model.
import { createHash } from 'node:crypto';
import type { CompiledModel } from './compile.ts';

/** Where models are kept: by the code that compiled them, which the key does not tell apart. */
export interface ModelStore {
  /** What was written under `key`, whole; undefined where nothing is. */
  read(key: string): Uint8Array | undefined;
  /** May keep nothing. */
  write(key: string, stored: Uint8Array): void;
}

/** A `CompiledModel` but for its bytes, which follow it. */
interface Header {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly unchanged: readonly string[];
  readonly stats: CompiledModel['stats'];
}

const LENGTH_BYTES = 4;
const NOTHING = { trace: 0, passes: 0, emit: 0, session: 0 } as const;

/** @param deciding everything that the model depends on, as values of JSON. */
export const modelKey = (...deciding: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(deciding)).digest('hex');

function encode({ bytes, reads, writes, unchanged, stats }: CompiledModel): Buffer {
  const header: Header = {
    reads: [...reads],
    writes,
    unchanged: [...unchanged],
    stats: { ...stats, milliseconds: NOTHING },
  };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, text, bytes]);
}

function decode(stored: Uint8Array): CompiledModel {
  const buffer = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  const end = LENGTH_BYTES + buffer.readUInt32LE(0);
  const header = JSON.parse(buffer.toString('utf8', LENGTH_BYTES, end)) as Header;
  return {
    ...header,
    reads: new Set(header.reads),
    unchanged: new Set(header.unchanged),
    bytes: stored.subarray(end),
  };
}

/** The model under `key`; the first time, what `compile` makes of it. Of one that was kept, compiling took no time. */
export function keptOrCompiled(store: ModelStore, key: string, compile: () => CompiledModel): CompiledModel {
  const stored = store.read(key);
  if (stored) return decode(stored);
  const compiled = compile();
  store.write(key, encode(compiled));
  return compiled;
}
