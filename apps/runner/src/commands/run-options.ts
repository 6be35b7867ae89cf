// Options that several commands share: device, threads, feature networks.
import { deviceNames, StarlabError, type DeviceName } from '@starlab/experiment';
import { Option, type Command } from 'commander';
import { featureChoices, type FeatureChoice } from '../evaluation/choose-features.ts';
import type { DeviceChoice } from '../threads/messages.ts';

export interface DeviceOptions {
  readonly device: DeviceName | 'auto';
  readonly threads?: string;
}

export function addDeviceOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--device <name>', 'what computes; `starlab doctor` says which are here')
        .choices(['auto', ...deviceNames])
        .default('auto'),
    )
    .option('--threads <n>', 'CPU threads (default: one per core)');
}

export function deviceChoice({ device, threads }: DeviceOptions): DeviceChoice {
  if (threads === undefined) return { device };
  return { device, threads: wholeNumber('--threads', threads, { least: 1 }) };
}

/** @throws StarlabError naming the option, if `text` is no whole number of at least `least` and at most `most`. */
export function wholeNumber(
  option: string,
  text: string,
  { least, most = Infinity }: { readonly least: number; readonly most?: number },
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const allowed = most === Infinity ? `of ${least} or more` : `from ${least} to ${most}`;
  throw new StarlabError(`${option} ${text}: not a whole number ${allowed}.`, {
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
