// WebAssembly modules of ours, built from AssemblyScript in `assembly/` (`npm run build:wasm`), and what lies in their memory.
import { readFileSync } from 'node:fs';

/** As far as it is used here; TypeScript's own description comes with the browser's. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

export interface Memory {
  /** Another one after it grew. */
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const PAGE_BYTES = 65_536;
const VECTOR_BYTES = 16;

/** The exports of `assembly/<name>.wasm`, loaded once a thread, when first asked for. */
export function wasmModule<Exports>(name: string): () => Exports {
  let loaded: Exports | undefined;
  return () => {
    if (loaded) return loaded;
    const { Module, Instance } = (globalThis as typeof globalThis & { WebAssembly: WebAssemblyApi })
      .WebAssembly;
    const bytes = readFileSync(new URL(`../assembly/${name}.wasm`, import.meta.url));
    loaded = new Instance(new Module(bytes)).exports as Exports;
    return loaded;
  };
}

/** To the next whole vector. */
export const roundUp = (bytes: number): number => Math.ceil(bytes / VECTOR_BYTES) * VECTOR_BYTES;

/** Places for so many bytes each, one behind the other in the memory, which grows where it has to. */
export function placesFor<Name extends string>(
  memory: Memory,
  sizes: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const places: Record<Name, number> = { ...sizes };
  let end = 0;
  for (const name in sizes) {
    places[name] = end;
    end += roundUp(sizes[name]);
  }
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  return places;
}
