// What the evaluation protocol asks of feature networks, whatever they are and wherever they run.
import type { FeatureSet } from '@starlab/experiment';

interface NamedNetwork {
  /** As in fingerprints, e.g. `inception-v3`. */
  readonly name: string;
  /** Over names, shapes and values of the weights. */
  readonly weightsSha256: string;
  /** How images reach the network's input size, as in fingerprints. */
  readonly resize: string;
}

/** The network behind FID and KID. */
export interface FrechetNetwork extends NamedNetwork {
  readonly dimension: number;
  /** Features `[N, dimension]` of N 8-bit images, each interleaved RGB `[S, S, 3]`. */
  features(images: readonly Uint8Array[], imageSize: number): Promise<Float32Array>;
}

/** The network behind LPIPS. */
export interface PerceptualNetwork extends NamedNetwork {
  /**
   * Mean distance between all pairs of a source's K outputs, `[N]`. Each of the K arrays holds one output per source,
   * `[N, 3, S, S]`, neither clamped nor quantised. Throws a StarlabError when S is too small for the network.
   */
  meanPairwiseDistance(outputs: readonly Float32Array[], imageSize: number): Promise<Float32Array>;
}

export interface FeatureNetworks {
  readonly featureSet: FeatureSet;
  readonly frechet: FrechetNetwork;
  readonly perceptual: PerceptualNetwork;
  /** pytorch-fid's network, where its weights are at hand. */
  readonly pytorchFid?: FrechetNetwork;
  dispose(): Promise<void>;
}
