// The demo feature networks, whose weights come with Starlab: what an evaluation uses where the published weights are not
// at hand. Figures are called "FID (demo features)" and "LPIPS (demo features)".
import { readFile } from 'node:fs/promises';
import { div, sub } from '@tensorflow/tfjs-core';
import { resizeBilinear8 } from '@starlab/data/resize';
import {
  DEMO_DIMENSION,
  DEMO_SIZE,
  demoFeatures,
  demoFeatureShapes,
  demoPerceptualLayers,
} from '../networks/demo-features.ts';
import { FeatureWeightsError, parametersSha256, selectParameters } from '../networks/feature-parameters.ts';
import type { ProgramCompiler } from './batched-function.ts';
import { readWeightsFile } from './demo-weights.ts';
import type { FeatureNetworks } from './feature-networks.ts';
import { frechetNetwork, perceptualNetwork } from './program-networks.ts';

const NAME = 'demo-features';
const weightsUrl = new URL('../../weights/demo-features.weights.json', import.meta.url);

/** Feature networks on the demo weights. Programs are compiled at first use. */
export async function openDemoNetworks(compiler: ProgramCompiler): Promise<FeatureNetworks> {
  const given = readWeightsFile(await readFile(weightsUrl, 'utf8'));
  const parameters = selectParameters(demoFeatureShapes, given, NAME);
  const weightsSha256 = parametersSha256(parameters);
  const frechet = frechetNetwork({
    compiler,
    name: NAME,
    weightsSha256,
    parameters,
    dimension: DEMO_DIMENSION,
    resize: `pillow-bilinear-${DEMO_SIZE}`,
    imagesPerRun: 64,
    inputSize: () => DEMO_SIZE,
    resizeImage: (image, size) =>
      resizeBilinear8(
        image,
        { width: size, height: size, channels: 3 },
        { width: DEMO_SIZE, height: DEMO_SIZE },
      ),
    call: (weights, image) => demoFeatures(weights, sub(div(image, 127.5), 1)),
  });
  const perceptual = perceptualNetwork({
    compiler,
    name: NAME,
    weightsSha256,
    parameters,
    resize: `area-${DEMO_SIZE}`,
    imagesPerRun: 80,
    checkSize,
    call: demoPerceptualLayers,
  });
  return {
    featureSet: 'demo',
    frechet,
    perceptual,
    dispose: async () => {
      await frechet.dispose();
      await perceptual.dispose();
    },
  };
}

function checkSize(imageSize: number): void {
  if (imageSize >= DEMO_SIZE && Number.isInteger(Math.log2(imageSize))) return;
  throw new FeatureWeightsError(
    `The demo features take images whose size is a power of two from ${DEMO_SIZE} px on; these have ${imageSize}.`,
    { remedy: 'Train at 32, 64, 128, 256 … px.' },
  );
}
