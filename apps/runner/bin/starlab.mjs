#!/usr/bin/env node
// Entry of the `starlab` command: registers the TypeScript loader, then runs src/main.ts.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../src/main.ts');
await main(process.argv);
