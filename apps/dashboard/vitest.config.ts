// The shared test settings, and `@/…` for src as Next reads it from tsconfig.json.
import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

export default mergeConfig(base, {
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
});
