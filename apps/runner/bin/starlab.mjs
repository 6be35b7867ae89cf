#!/usr/bin/env node
// Entry of the `starlab` command: src/main.ts, bundled.
import { fileURLToPath } from 'node:url';
import { importBundled } from '../src/bundling/bundle.mjs';

const { main } = await importBundled(fileURLToPath(new URL('../src/main.ts', import.meta.url)));
await main(process.argv);
