// Replays whole training runs of DRIT and MSGAN: network outputs before, every loss term and gradient norm of every mini-batch,
// all parameters after, and translations by the trained networks. Held against the authors' own second step, through the
// forward pass that they kept, not against the file's variants.
import { dritOutputsInputs, dritOutputsStep, dritShapes, type HostTensor } from '@starlab/models';
import { sym } from '@starlab/testing/golden';
import { compileDrit, initialModules, miniBatch, rateFactor, type DritSettings } from '@starlab/trainer';
import { compareCounts, type Comparison } from '../comparison.ts';
import { goldenKind, type ReplayOptions } from '../golden-kind.ts';
import {
  formulaWeights,
  forwardComparisons,
  imageComparisons,
  iterationComparisons,
  parameterComparisons,
  parametersOf,
  rateComparisons,
  shapeComparisons,
  standardised,
  type Tolerances,
} from '../baselines/comparisons.ts';
import { inputsOf, settingsOf, trainingSchema, type TrainingDocument } from './settings.ts';

type Arrays = Readonly<Record<string, Float32Array>>;

// The feature-wise generator divides by the deviations of channels that barely vary, so that its rounding grows.
const tolerances = {
  'feature-wise': {
    firstLoss: 1e-4,
    firstGradient: 2e-3,
    laterLoss: 1e-2,
    laterGradient: () => 1e-1,
    image: 2e-2,
  },
  concatenated: {
    firstLoss: 1e-4,
    firstGradient: 2e-3,
    laterLoss: 1e-3,
    laterGradient: () => 1e-2,
    image: 1e-2,
  },
} satisfies Record<DritSettings['architecture']['attributeEntry'], Tolerances>;

async function networkOutputs(
  { config }: TrainingDocument,
  weights: Readonly<Record<string, HostTensor>>,
  { architecture, device }: Pick<DritSettings, 'architecture'> & Pick<ReplayOptions, 'device'>,
): Promise<Arrays> {
  const shapes = dritOutputsInputs(architecture, config.forwardSize);
  const shape = (name: string): readonly number[] => shapes[name] ?? [];
  const code = (name: string): Float32Array => standardised(`test/${name}`, shape('attributeAB'));
  const program = await device.compile(dritOutputsStep(architecture), { state: weights, inputs: shapes });
  const outputs = await program.run({
    imageA: sym('forward/x_a', shape('imageA'), 1),
    imageB: sym('forward/x_b', shape('imageB'), 1),
    content: sym('forward/content', shape('content'), 1),
    noiseA: standardised('forward/noise_a', shape('noiseA')),
    attributeAB: code('z_ab'),
    attributeBA: code('z_ba'),
    // From A to B the reference is B, and the other way round.
    epsilonAB: code('ab/eps_b'),
    epsilonBA: code('ba/eps_a'),
  });
  await program.dispose();
  return outputs;
}

function kindComparisons(
  { iterations }: Pick<TrainingDocument, 'iterations'>,
  { schedule }: DritSettings,
): Comparison[] {
  const number = (kind: string | undefined): number => Number(kind === 'full');
  return iterations.map(({ kind }, iteration) =>
    compareCounts(
      { group: 'kinds of mini-batches', name: `iteration ${iteration} trains everything` },
      number(miniBatch(iteration, schedule).kind),
      number(kind),
    ),
  );
}

function rateOf(settings: DritSettings, number: number, network: string): number {
  const { learningRate, contentLearningRate, schedule } = settings;
  const rate = network === 'disContent' ? contentLearningRate : learningRate;
  return rate * rateFactor(miniBatch(number, schedule).epoch, schedule);
}

async function replay(document: TrainingDocument, options: ReplayOptions): Promise<Comparison[]> {
  const settings = settingsOf(document);
  const { architecture } = settings;
  const { device } = options;
  const shapes = dritShapes(architecture);
  const initial = initialModules(formulaWeights(shapes), shapes);
  const values = Object.fromEntries(Object.entries(initial).map(([name, { data }]) => [name, data]));
  const before = await networkOutputs(document, parametersOf(values, shapes), { architecture, device });

  const program = await compileDrit(device, { settings, state: initial, gradientNorms: true });
  const iterations = document.iterations.slice(0, options.iterations);
  const outputs: Arrays[] = [];
  for (const number of iterations.keys()) {
    outputs.push(await program.run(number, inputsOf(settings, number)));
    options.onProgress?.(number + 1, iterations.length);
  }
  const state = await program.readState();
  await program.dispose();

  const allowed = tolerances[architecture.attributeEntry];
  const compared = [
    ...shapeComparisons(document, shapes),
    ...forwardComparisons(document, before),
    ...kindComparisons({ iterations }, settings),
    ...rateComparisons({ iterations }, (number, network) => rateOf(settings, number, network)),
    ...iterationComparisons({ iterations }, outputs, allowed),
  ];
  if (iterations.length < document.iterations.length) return compared;
  const after = await networkOutputs(document, parametersOf(state, shapes), { architecture, device });
  return [
    ...compared,
    ...parameterComparisons(document, state),
    ...imageComparisons(document, after, allowed),
  ];
}

export const dritTraining = goldenKind({
  name: 'drit-training',
  holds: 'whole training runs of DRIT or MSGAN',
  marks: ['config.modeSeeking', 'paramShapes.enc_c', 'iterations'],
  schema: trainingSchema,
  replay,
});
