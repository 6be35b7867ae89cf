// Configurations to start from. The paper's settings are those of its experiments and of the official code's README
// (arXiv 1912.01865, section 4; github.com/clovaai/stargan-v2, "Training networks").
import type { RunConfigInput } from './config.ts';

export interface Preset {
  readonly name: 'afhq' | 'celeba-hq' | 'demo' | 'demo-ablation' | 'quick';
  readonly title: string;
  readonly description: string;
  /** What it changes against the schema's defaults. */
  readonly config: RunConfigInput;
}

/** What the demo changes against the paper's setting, all for the sake of two cores and a few minutes. */
const demo: RunConfigInput = {
  imageSize: 32,
  baseWidth: 12,
  hiddenDimension: 64,
  iterations: 1200,
  learningRate: 1e-3,
  mappingLearningRate: 1e-5,
  averageDecay: 0.99,
  seed: 1,
  logEvery: 5,
  sampleEvery: 100,
  checkpointEvery: 300,
};

export const presets: readonly Preset[] = [
  {
    name: 'afhq',
    title: 'Paper, AFHQ',
    description: '256 px, 100,000 iterations, initial diversity weight 2, no heat maps',
    config: { lambdaDs: 2 },
  },
  {
    name: 'celeba-hq',
    title: 'Paper, CelebA-HQ',
    description: '256 px, 100,000 iterations, heat-map skip connections (needs `starlab weights fetch fan`)',
    config: { highPassWeight: 1 },
  },
  {
    name: 'demo',
    title: 'Demo',
    description: '32 px and narrow networks: the study of `npm start`, minutes on two cores',
    config: demo,
  },
  {
    name: 'demo-ablation',
    title: 'Demo ablation',
    description: 'the demo’s networks for twice as long, with the paper’s diversity weight for animal faces',
    config: { ...demo, iterations: 2400, lambdaDs: 2, checkpointEvery: 600 },
  },
  {
    name: 'quick',
    title: 'Quick',
    description: 'the demo’s networks for 100 iterations: does everything work?',
    config: { ...demo, iterations: 100, sampleEvery: 50, checkpointEvery: 50, outputsPerSource: 2 },
  },
];

/** The preset of this name. */
export function presetConfig(name: Preset['name']): RunConfigInput {
  const preset = presets.find((candidate) => candidate.name === name);
  if (!preset) throw new RangeError(`no preset ${name}`);
  return preset.config;
}
