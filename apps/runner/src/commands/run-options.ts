// Options that several commands share: device, threads, feature networks.
import { StarlabError } from '@starlab/experiment';
import { Option, type Command } from 'commander';
import { featureChoices, type FeatureChoice } from '../evaluation/choose-features.ts';
import type { DeviceChoice } from '../threads/messages.ts';

export interface DeviceOptions {
  readonly device: string;
  readonly threads?: string;
}

export function addDeviceOptions(command: Command): Command {
  return command
    .option(
      '--device <name>',
      'auto, cpu, webgpu, cuda, tfjs-node, tfjs-node-gpu or tfjs-cpu (`starlab doctor` lists them)',
      'auto',
    )
    .option('--threads <n>', 'CPU threads (default: one per core)');
}

export function deviceChoice({ device, threads }: DeviceOptions): DeviceChoice {
  if (threads === undefined) return { device };
  const count = Number(threads);
  if (!Number.isInteger(count) || count < 1) {
    throw new StarlabError(`--threads ${threads}: not a whole number of threads.`, {
      remedy: 'Give 1 or more.',
    });
  }
  return { device, threads: count };
}

export function addWeightsOption(command: Command): Command {
  return command.option(
    '--weights <file>',
    'StarGAN v2 weights instead of a run: a file, or a name of `starlab weights check`; needs --data',
  );
}

export interface FeatureOptions {
  readonly features: FeatureChoice;
}

export function addFeatureOption(command: Command): Command {
  return command.addOption(
    new Option('--features <networks>', 'measure FID and LPIPS with these networks')
      .choices([...featureChoices])
      .default('auto'),
  );
}
