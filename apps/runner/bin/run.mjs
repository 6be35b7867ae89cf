#!/usr/bin/env node
// Runs a TypeScript program as `starlab` itself is run: node run.mjs PROGRAM.ts [arguments]
import { resolve } from 'node:path';
import { importBundled } from '../src/bundling/bundle.mjs';

const [node, , program, ...rest] = process.argv;
const entry = resolve(program);
process.argv = [node, entry, ...rest];
await importBundled(entry);
