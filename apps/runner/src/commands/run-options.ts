// Options that several commands share: device, threads, feature networks.
import type { DeviceName } from '@starlab/engine';
import { StarlabError } from '@starlab/experiment';
import { Option, type Command } from 'commander';
import { featureChoices, type FeatureChoice } from '../evaluation/choose-features.ts';
import type { DeviceChoice } from '../threads/messages.ts';

export interface DeviceOptions {
  readonly device: string;
  readonly threads?: string;
}

/** Named here too, since the engine takes a while to load; refused here, before anything has begun. */
const DEVICES = [
  'auto',
  'cpu',
  'webgpu',
  'cuda',
  'tfjs-node',
  'tfjs-node-gpu',
  'tfjs-cpu',
] as const satisfies readonly (DeviceName | 'auto')[];

export function addDeviceOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--device <name>', 'what computes; `starlab doctor` says which are here')
        .choices(DEVICES)
        .default('auto'),
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

/** @throws StarlabError naming the option, if `text` is no whole number from `least` to `most`. */
export function wholeNumber(
  option: string,
  text: string,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new StarlabError(`${option} ${text}: not a whole number from ${least} to ${most}.`, {
    remedy: 'Give such a number, or leave the option out.',
  });
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
