import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileWasm, WASM_MODULES, wasmFile } from '../test/compile-wasm.ts';

it.each(WASM_MODULES)(
  '%s.wasm is what its source makes; else `npm run build:wasm -w @starlab/data`',
  async (name) => {
    expect(Buffer.compare(readFileSync(wasmFile(name)), await compileWasm(name))).toBe(0);
  },
);
