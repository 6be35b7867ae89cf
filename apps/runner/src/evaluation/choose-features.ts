// Which feature networks to measure with: the published ImageNet weights where they have been put, else the demo ones.
import { StarlabError, type FeatureSet } from '@starlab/experiment';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type FeatureChoice = FeatureSet | 'auto';
export const featureChoices: readonly FeatureChoice[] = ['auto', 'imagenet', 'demo'];

/** Files of `.starlab/weights/`, in safetensors with torchvision's names (LPIPS: richzhang's or clovaai's). */
export const imagenetWeightFiles = {
  inception: 'inception_v3.safetensors',
  alexnet: 'alexnet.safetensors',
  lpips: 'lpips_alex.safetensors',
} as const;

/** pytorch-fid's Inception-v3, for its variant of FID alone: nothing else misses it. */
export const pytorchFidWeightFile = 'inception_2015_12_05.safetensors';

/** @throws StarlabError naming the files that are missing when `imagenet` is insisted on. */
export function chooseFeatures(choice: FeatureChoice, weightsFolder: string): FeatureSet {
  if (choice === 'demo') return 'demo';
  const missing = Object.values(imagenetWeightFiles).filter((name) => !existsSync(join(weightsFolder, name)));
  if (missing.length === 0) return 'imagenet';
  if (choice === 'auto') return 'demo';
  throw new StarlabError(
    `FID and LPIPS need the ImageNet weights; missing in ${weightsFolder}: ${missing.join(', ')}.`,
    { remedy: 'Get them with `starlab weights fetch`, or measure with `--features demo`.' },
  );
}
