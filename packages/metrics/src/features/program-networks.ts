// Turns functions on tensors into the networks that the protocol asks for: 8-bit images to features, outputs to distances.
import { reshape, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { HostTensors, Parameters } from '../networks/feature-parameters.ts';
import { meanPairwiseDistance, type PerceptualLayer } from '../networks/perceptual-distance.ts';
import { compileBatched, type ProgramCompiler } from './batched-function.ts';
import type { FrechetNetwork, PerceptualNetwork } from './feature-networks.ts';
import { lazyPrograms } from './lazy-programs.ts';

interface NetworkDescription {
  readonly compiler: ProgramCompiler;
  readonly name: string;
  readonly resize: string;
  /** Of the weights as they were given, so that no way of preparing them shows in fingerprints. */
  readonly weightsSha256: string;
  readonly parameters: HostTensors;
  /** Images in one run of the program: bounds its memory. */
  readonly imagesPerRun: number;
}

type Disposable<T> = T & { dispose(): Promise<void> };

export interface FrechetNetworkDescription extends NetworkDescription {
  readonly dimension: number;
  /** Height and width at which `call` receives images of size S. */
  readonly inputSize: (imageSize: number) => number;
  /** Resizes interleaved RGB `[S, S, 3]` to the input size. */
  readonly resizeImage: (image: Uint8Array, imageSize: number) => Uint8Array;
  /** Features `[N, dimension]` of images `[N, 3, H, W]` in 0…255. */
  readonly call: (parameters: Parameters, image: Tensor4D) => Tensor;
}

export function frechetNetwork(description: FrechetNetworkDescription): Disposable<FrechetNetwork> {
  const { compiler, name, resize, weightsSha256, parameters, imagesPerRun, dimension } = description;
  const { inputSize, resizeImage, call } = description;
  const programs = lazyPrograms();
  return {
    name,
    resize,
    dimension,
    weightsSha256,
    async features(images, imageSize) {
      const size = inputSize(imageSize);
      const program = await programs.get(String(size), () =>
        compileBatched({
          compiler,
          parameters,
          itemShape: [3, size, size],
          batchSize: imagesPerRun,
          call: (weights, batch) => call(weights, batch as Tensor4D),
        }),
      );
      return program.run(images.length, (index, into) => {
        writePlanes(resizeImage(images[index] as Uint8Array, imageSize), into);
      });
    },
    dispose: () => programs.dispose(),
  };
}

/** Interleaved RGB to planes, values unchanged. */
function writePlanes(image: Uint8Array, into: Float32Array): void {
  const area = image.length / 3;
  for (let pixel = 0; pixel < area; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      into[channel * area + pixel] = image[pixel * 3 + channel] as number;
    }
  }
}

export interface PerceptualNetworkDescription extends NetworkDescription {
  /** Throws a StarlabError for image sizes that the network cannot take. */
  readonly checkSize: (imageSize: number) => void;
  /** The layers to compare of images `[N, 3, S, S]` in [−1, 1]. */
  readonly call: (parameters: Parameters, image: Tensor4D) => PerceptualLayer[];
}

export function perceptualNetwork(description: PerceptualNetworkDescription): Disposable<PerceptualNetwork> {
  const { compiler, name, resize, weightsSha256, parameters, imagesPerRun, checkSize, call } = description;
  const programs = lazyPrograms();
  return {
    name,
    resize,
    weightsSha256,
    async meanPairwiseDistance(outputs, imageSize) {
      checkSize(imageSize);
      const count = outputs.length;
      const program = await programs.get(`${count}x${imageSize}`, () =>
        compileBatched({
          compiler,
          parameters,
          itemShape: [count, 3, imageSize, imageSize],
          batchSize: Math.max(1, Math.floor(imagesPerRun / count)),
          call: (weights, batch) => distancesOfSources(batch, (image) => call(weights, image)),
        }),
      );
      const imageLength = 3 * imageSize * imageSize;
      return program.run((outputs[0]?.length ?? 0) / imageLength, (source, into) => {
        for (const [k, output] of outputs.entries()) {
          into.set(output.subarray(source * imageLength, (source + 1) * imageLength), k * imageLength);
        }
      });
    },
    dispose: () => programs.dispose(),
  };
}

/** `[N]` of the outputs of N sources, `[N, K, 3, S, S]`. */
function distancesOfSources(batch: Tensor, layersOf: (image: Tensor4D) => PerceptualLayer[]): Tensor {
  const [sources = 0, outputs = 0, channels = 0, height = 0, width = 0] = batch.shape;
  const images: Tensor4D = reshape(batch, [sources * outputs, channels, height, width]);
  return meanPairwiseDistance(layersOf(images), outputs);
}
