// The ablation of the paper's Table 1: each configuration is its name and what it changes against the complete model F.
import type { Configuration } from './names.ts';
import type { RunConfigInput } from './config.ts';

export interface AblationRow {
  readonly configuration: Configuration;
  /** The row's title in the paper. */
  readonly title: string;
  /** What the row changes against the row above it. */
  readonly change: string;
  /** Only from D on does one source have several outputs, so that LPIPS between them means something. */
  readonly diverse: boolean;
  /** Differences from F's configuration, or undefined while the configuration cannot be trained yet. */
  readonly overrides: RunConfigInput | undefined;
}

export const ablation: readonly AblationRow[] = [
  {
    configuration: 'A',
    title: 'Baseline StarGAN',
    change: 'StarGAN generator with the label concatenated in depth, auxiliary classifier, WGAN-GP',
    diverse: false,
    overrides: undefined,
  },
  {
    configuration: 'B',
    title: '+ Multi-task discriminator',
    change: 'one real/fake branch per domain instead of the auxiliary classifier',
    diverse: false,
    overrides: undefined,
  },
  {
    configuration: 'C',
    title: '+ Tuning (e.g. R1 regularization)',
    change: 'R1 instead of the gradient penalty, AdaIN instead of depth-wise concatenation',
    diverse: false,
    overrides: undefined,
  },
  {
    configuration: 'D',
    title: '+ Latent code injection',
    change: 'a latent z enters through AdaIN with the domain; latent reconstruction',
    diverse: true,
    overrides: undefined,
  },
  {
    configuration: 'E',
    title: '+ Replace D by style code',
    change: 'mapping network and style encoder; style reconstruction',
    diverse: true,
    overrides: { configuration: 'E', lambdaDs: 0 },
  },
  {
    configuration: 'F',
    title: '+ Diversity regularization',
    change: 'diversity-sensitive loss: this is StarGAN v2',
    diverse: true,
    overrides: { configuration: 'F' },
  },
];

/** The row of Table 1 with this letter. */
export function ablationRow(configuration: Configuration): AblationRow {
  const row = ablation.find((candidate) => candidate.configuration === configuration);
  if (!row) throw new RangeError(`no configuration ${configuration}`);
  return row;
}
