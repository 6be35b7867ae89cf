// AssemblyScript to WebAssembly, the same bytes wherever it is done: the compiler's version is pinned.
import { main } from 'assemblyscript/asc';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

export const WASM_MODULES = ['resize', 'jpeg', 'planar'] as const;

const folder = new URL('../assembly/', import.meta.url);
const OPTIONS = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort=', '--noAssert'];

export const wasmFile = (name: string): URL => new URL(`${name}.wasm`, folder);

/** @throws Error with the compiler's own words */
export async function compileWasm(name: string): Promise<Uint8Array> {
  let compiled: Uint8Array | undefined;
  const { error, stderr } = await main([`${name}.ts`, '--outFile', `${name}.wasm`, ...OPTIONS], {
    readFile: (file) => {
      const source = new URL(basename(file), folder);
      return existsSync(source) ? readFileSync(source, 'utf8') : null;
    },
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') compiled = contents;
    },
    listFiles: () => [],
  });
  if (error || !compiled) throw new Error(stderr.toString(), { cause: error });
  return compiled;
}
