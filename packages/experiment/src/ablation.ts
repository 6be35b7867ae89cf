// The ablation of the paper's Table 1: each configuration is its name and what it changes against the complete model F.
// The paper says what A to E change in a sentence each and publishes no code of them; what else they need is our reading.
import type { Configuration } from './names.ts';
import type { RunConfigInput } from './config.ts';

export interface AblationRow {
  readonly configuration: Configuration;
  /** The row's title in the paper. */
  readonly title: string;
  /** What the row changes against the row above it. */
  readonly change: string;
  /** What we chose where the paper is silent; undefined for what it and its code say. */
  readonly ourReading: string | undefined;
  /** Only from D on does one source have several outputs, so that LPIPS between them means something. */
  readonly diverse: boolean;
  /** Differences from F's configuration. */
  readonly overrides: RunConfigInput;
}

/** StarGAN as its own code trains it: no R1, no styles, no moving average. */
const stargan = {
  method: 'stargan',
  conditioning: 'label',
  lambdaReg: 0,
  lambdaSty: 0,
  lambdaDs: 0,
  lambdaCyc: 10,
  lambdaGp: 10,
  criticSteps: 5,
  beta1: 0.5,
  beta2: 0.999,
  weightDecay: 0,
  averageDecay: 0,
} as const satisfies RunConfigInput;

export const ablation: readonly AblationRow[] = [
  {
    configuration: 'A',
    title: 'Baseline StarGAN',
    change: 'StarGAN generator with the label concatenated in depth, auxiliary classifier, WGAN-GP',
    ourReading:
      'StarGAN’s networks, losses, initialisation and optimiser from its own code; batch size, learning rate and iterations are the study’s; the discriminator stops at 2x2 below 128 px',
    diverse: false,
    overrides: { configuration: 'A', ...stargan, discriminatorHead: 'classifier', lambdaCls: 1 },
  },
  {
    configuration: 'B',
    title: '+ Multi-task discriminator',
    change: 'one real/fake branch per domain instead of the auxiliary classifier',
    ourReading:
      'each branch is a map of logits like StarGAN’s one branch; the gradient penalty takes the branch of the target domain',
    diverse: false,
    overrides: { configuration: 'B', ...stargan },
  },
  {
    configuration: 'C',
    title: '+ Tuning (e.g. R1 regularization)',
    change: 'R1 instead of the gradient penalty, AdaIN instead of depth-wise concatenation',
    ourReading:
      'StarGAN v2’s blocks, initialisation, optimiser and moving average; one linear layer makes AdaIN’s input of the label; two updates an iteration as in E and F, both on the same batch',
    diverse: false,
    overrides: { configuration: 'C', conditioning: 'label', lambdaSty: 0, lambdaDs: 0 },
  },
  {
    configuration: 'D',
    title: '+ Latent code injection',
    change: 'a latent z enters through AdaIN with the domain; latent reconstruction',
    ourReading:
      'z and the label, joined, go through the mapping network’s shared layers and one more to AdaIN’s input; an encoder without domain heads reconstructs z, weighted by lambdaSty, and gives the source’s z for the cycle; the second update of an iteration takes a second z',
    diverse: true,
    overrides: { configuration: 'D', conditioning: 'latent-code', lambdaDs: 0 },
  },
  {
    configuration: 'E',
    title: '+ Replace D by style code',
    change: 'mapping network and style encoder; style reconstruction',
    ourReading: undefined,
    diverse: true,
    overrides: { configuration: 'E', lambdaDs: 0 },
  },
  {
    configuration: 'F',
    title: '+ Diversity regularization',
    change: 'diversity-sensitive loss: this is StarGAN v2',
    ourReading: undefined,
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
