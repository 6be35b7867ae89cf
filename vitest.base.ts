// Settings every project's tests share: one file at a time, since the machine's cores belong to the engine.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['**/node_modules/**', '**/.next/**', '**/generated/**'],
    fileParallelism: false,
    // To end a test that hangs; a busy machine is no reason to fail.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // What a page shows is waited for, however slow the machine; vitest's default is a second.
    expect: { poll: { timeout: 15_000 } },
    passWithNoTests: false,
  },
});
