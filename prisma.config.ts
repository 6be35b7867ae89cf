// Prisma without its native engine: the CLI reads the engine's path from the environment after loading this file, and
// tools/prisma-schema-engine.mjs runs the WebAssembly build of the same engine. Nothing is downloaded.
import path from 'node:path';
import { defineConfig } from 'prisma/config';

const root = import.meta.dirname;

process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(root, 'tools/prisma-schema-engine.mjs');
process.env.PRISMA_HIDE_UPDATE_MESSAGE ??= '1';
process.env.CHECKPOINT_DISABLE ??= '1';

const url = process.env.DATABASE_URL;

export default defineConfig({
  schema: path.join(root, 'prisma/schema.prisma'),
  migrations: { path: path.join(root, 'prisma/migrations') },
  // `prisma generate` needs no database; the other commands say so themselves when DATABASE_URL is missing.
  ...(url === undefined ? {} : { datasource: { url } }),
  experimental: { externalTables: true },
  tables: {
    external: ['public.metric_layout', 'public.metric_hot', 'public.metric_chunk', 'public.metric_rollup'],
  },
});
