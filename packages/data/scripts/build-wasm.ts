// Builds assembly/*.wasm from the AssemblyScript beside them; a test says when that has to be done again.
//   npm run build:wasm -w @starlab/data
import { writeFile } from 'node:fs/promises';
import { compileWasm, WASM_MODULES, wasmFile } from '../test/compile-wasm.ts';

for (const name of WASM_MODULES) await writeFile(wasmFile(name), await compileWasm(name));
