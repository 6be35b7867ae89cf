// Names of evaluation figures. A figure is its value and its fingerprint: unlike fingerprints never share a column.
import { z } from 'zod';
import { modeSchema } from './names.ts';

export const metricSchema = z.enum(['fid', 'lpips', 'kid', 'fid-pytorch']);
export type Metric = z.infer<typeof metricSchema>;

/** Which networks see the images: the published ImageNet weights, or the small ones trained on the demo data set. */
export const featureSetSchema = z.enum(['imagenet', 'demo']);
export type FeatureSet = z.infer<typeof featureSetSchema>;

/** What a figure was measured with. Two figures are comparable exactly if all of this is equal. */
export const fingerprintSchema = z.strictObject({
  metric: metricSchema,
  featureSet: featureSetSchema,
  network: z.string().describe('e.g. inception-v3, alexnet, demo-features'),
  weightsSha256: z.string().regex(/^[0-9a-f]{64}$/),
  resize: z.string().describe('how images reach the network’s input size'),
  imageSize: z.int(),
  outputsPerSource: z.int(),
  /** SHA-256 over the data set's file contents and split, so that unlike pictures never share a column. */
  dataSha256: z.string().regex(/^[0-9a-f]{64}$/),
  protocol: z.string().describe('name and version of the evaluation protocol'),
});
export type Fingerprint = z.infer<typeof fingerprintSchema>;

/** One ordered pair of domains. */
export const evaluationTaskSchema = z.strictObject({
  source: z.string(),
  target: z.string(),
  value: z.number(),
  /** Images (FID, KID) or output pairs (LPIPS) behind the value. */
  samples: z.int(),
});
export type EvaluationTask = z.infer<typeof evaluationTaskSchema>;

/** What the metric gives for the validation images of a domain themselves: a translation is not expected to come nearer. */
export const realImagesSchema = z.strictObject({
  domain: z.string(),
  value: z.number(),
  /** Validation images behind the value. */
  samples: z.int(),
});
export type RealImagesFigure = z.infer<typeof realImagesSchema>;

/** One metric in one mode at one iteration: a value per ordered pair of domains and their plain mean. */
export const evaluationSchema = z.strictObject({
  metric: metricSchema,
  mode: modeSchema,
  /** Iterations finished when it was measured. */
  step: z.int(),
  mean: z.number(),
  tasks: z.array(evaluationTaskSchema),
  fingerprint: fingerprintSchema,
  /** By domain; absent for LPIPS, which compares outputs, and where a domain has one validation image alone. */
  realImages: z.array(realImagesSchema).optional(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** What an evaluation measures unless it is asked for more: the paper's metrics. */
export const paperMetrics = ['fid', 'lpips'] as const satisfies readonly Metric[];

interface MetricTraits {
  readonly name: string;
  /** Decimals that a figure is shown with, as papers print it. */
  readonly digits: number;
  readonly lowerIsBetter: boolean;
}

export const metricTraits: Readonly<Record<Metric, MetricTraits>> = {
  fid: { name: 'FID', digits: 1, lowerIsBetter: true },
  lpips: { name: 'LPIPS', digits: 3, lowerIsBetter: false },
  /** Kernel distance; the figure itself, not a thousand times it. */
  kid: { name: 'KID', digits: 4, lowerIsBetter: true },
  /** With pytorch-fid's network, input and resize: comparable with most of the literature, never with StarGAN v2's FID. */
  'fid-pytorch': { name: 'FID (pytorch-fid)', digits: 1, lowerIsBetter: true },
};

/** "FID", or "FID (demo features)": figures of the demo networks are never called by the bare name. */
export function metricLabel(metric: Metric, featureSet: FeatureSet): string {
  const { name } = metricTraits[metric];
  return featureSet === 'imagenet' ? name : `${name} (demo features)`;
}
