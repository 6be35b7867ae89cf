// Networks of StarGAN v2, StarGAN, MUNIT and DRIT (which MSGAN shares) as pure functions of parameters and inputs; their
// shapes, first weights and weight files.
export { architectureOf, type Architecture } from './architecture.ts';
export { type Parameters, type ParameterShapes } from './blocks/parameters.ts';
export { heatMapConstants, withoutHeatMapNetwork } from './heat-map-network/constants.ts';
export { heatMapNetworkShapes } from './heat-map-network/heat-map-network.ts';
export { faceMasks } from './heat-map-network/masks.ts';
export { starganV2Architecture, type StarganV2Architecture } from './stargan-v2/architecture.ts';
export { styleOf, type Guide, type GuidedDomain, type StyleNetworks } from './stargan-v2/conditioning.ts';
export { generate, generatorShapes, type GeneratorInput, type Masks } from './stargan-v2/generator.ts';
export { encodeLatent } from './stargan-v2/latent-code.ts';
export { mapLatent, mappingNetworkShapes, type MappingNetworkInput } from './stargan-v2/mapping-network.ts';
export { encodeStyle, styleEncoderShapes, type StyleEncoderInput } from './stargan-v2/style-encoder.ts';
export { discriminate, discriminatorShapes, type DiscriminatorInput } from './stargan-v2/discriminator.ts';
export { networkOutputsInputs, networkOutputsStep } from './stargan-v2/network-outputs.ts';
export { starganV2Shapes } from './stargan-v2/networks.ts';
export { starganArchitecture, type StarganArchitecture } from './stargan/architecture.ts';
export { ownLogits, starganDiscriminate, type Judgement } from './stargan/discriminator.ts';
export { starganGenerate, type LabelledImage } from './stargan/generator.ts';
export { starganOutputsInputs, starganOutputsStep } from './stargan/network-outputs.ts';
export { starganShapes } from './stargan/networks.ts';
export { linearisedEvaluation, recordingEvaluation, type Evaluation } from './blocks/evaluation.ts';
export { networkShapes, type NetworkShapes } from './networks.ts';
export { initialise } from './initialisation/initialise.ts';
export { sizeOf, type HostTensor } from './weights/host-tensor.ts';
export {
  toFloat32,
  WeightFileError,
  type StoredTensor,
  type StoredTensors,
} from './weights/stored-tensor.ts';
export {
  decodeSafetensors,
  decodeStoredTensors,
  encodeSafetensors,
  encodeStoredTensors,
  SafetensorsError,
  type SafetensorsFile,
} from './weights/safetensors.ts';
export { decodePyTorch, isPyTorchFile } from './weights/pytorch/decode-pytorch.ts';
export {
  publishedArchitecture,
  publishedFilter,
  publishedNetworks,
  publishedShapes,
} from './weights/published-networks.ts';
export { checkShapes, ShapeError } from './weights/check-shapes.ts';
export { translationOf } from './translation/translation-of.ts';
export {
  networksOf,
  type StylePart,
  type Translation,
  type TranslationPart,
} from './translation/translation.ts';
export { type MunitArchitecture, type MunitRunArchitecture } from './munit/architecture.ts';
export { munitDiscriminate } from './munit/discriminator.ts';
export { generatorParts, munitDecode, munitEncode, type MunitCode } from './munit/generator.ts';
export { initialiseMunit } from './munit/initialise.ts';
export { munitNetworks, munitShapes, type MunitNetwork } from './munit/networks.ts';
export { type DritArchitecture, type DritDomain, type DritRunArchitecture } from './drit/architecture.ts';
export { dritAttribute, sampleAttribute, type Attribute } from './drit/attribute-encoder.ts';
export { dritContent, type ContentInput } from './drit/content-encoder.ts';
export { dritDiscriminate, dritDiscriminateContent } from './drit/discriminators.ts';
export { dritGenerate, type DritGeneratorInput } from './drit/generator.ts';
export { initialiseDrit } from './drit/initialise.ts';
export { withKept } from './drit/kept-pass.ts';
export { dritNetworks, dritShapes, type DritNetwork } from './drit/networks.ts';
export { munitOutputsInputs, munitOutputsStep } from './munit/network-outputs.ts';
export { dritOutputsInputs, dritOutputsStep } from './drit/network-outputs.ts';
export { singleLayerNames, singleLayerStep } from './single-layers/single-layers.ts';
