// Who may import whom: the architecture as data. Linted by eslint.config.mjs; anything not listed is an error.

/** project folder -> our packages (or single entries of them) that its sources may import */
export const importTable = {
  'packages/experiment': [],
  'packages/engine': ['@starlab/experiment'],
  'packages/models': ['@starlab/experiment', '@starlab/engine/ops'],
  'packages/data': ['@starlab/experiment'],
  'packages/metrics': [
    '@starlab/experiment',
    '@starlab/engine/ops',
    '@starlab/data/resize',
    '@starlab/data/tensor-layout',
  ],
  'packages/trainer': ['@starlab/experiment', '@starlab/models', '@starlab/engine/ops'],
  'packages/tracking': ['@starlab/experiment'],
  'packages/testing': ['@starlab/experiment'],
  'apps/runner': [
    '@starlab/experiment',
    '@starlab/engine',
    '@starlab/engine/ops',
    '@starlab/models',
    '@starlab/data',
    '@starlab/data/resize',
    '@starlab/metrics',
    '@starlab/trainer',
    '@starlab/tracking',
    '@starlab/testing/golden',
  ],
  'apps/dashboard': ['@starlab/experiment', '@starlab/tracking'],
};

/** library -> the only projects that may import it */
export const onlyHomes = {
  'onnxruntime-node': ['packages/engine'],
  '@tensorflow/tfjs-backend-cpu': ['packages/engine'],
  '@tensorflow/tfjs-core': ['packages/engine', 'packages/models', 'packages/metrics', 'packages/trainer'],
  sharp: ['packages/data'],
  '@prisma/client': ['packages/tracking'],
  '@prisma/adapter-pg': ['packages/tracking'],
  pg: ['packages/tracking'],
  'pg-copy-streams': ['packages/tracking'],
  'pg-boss': ['packages/tracking'],
  commander: ['apps/runner'],
  next: ['apps/dashboard'],
  react: ['apps/dashboard'],
  'chart.js': ['apps/dashboard'],
};

/** Scripts, benchmarks and examples put packages together as the runner does; tests may run programs on any device. */
export const assemblyFolders = ['bench', 'examples', 'scripts', 'test'];
