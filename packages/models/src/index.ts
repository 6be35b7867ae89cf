// Networks of StarGAN v2, MUNIT and DRIT (which MSGAN shares) as pure functions of parameters and inputs; their shapes,
// first weights and weight files.
export { architectureOf, type Architecture } from './architecture.ts';
export { type Parameters, type ParameterShapes } from './blocks/parameters.ts';
export { generate, generatorShapes, type GeneratorInput, type Masks } from './generator/generator.ts';
export {
  mapLatent,
  mappingNetworkShapes,
  type MappingNetworkInput,
} from './mapping-network/mapping-network.ts';
export { encodeStyle, styleEncoderShapes, type StyleEncoderInput } from './style-encoder/style-encoder.ts';
export { discriminate, discriminatorShapes, type DiscriminatorInput } from './discriminator/discriminator.ts';
export { heatMapNetworkShapes } from './heat-map-network/heat-map-network.ts';
export { faceMasks } from './heat-map-network/masks.ts';
export { linearisedEvaluation, recordingEvaluation, type Evaluation } from './blocks/evaluation.ts';
export { networkShapes } from './networks.ts';
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
export {
  latentTranslationNetworks,
  latentTranslationStep,
  referenceTranslationNetworks,
  referenceTranslationStep,
} from './translation/translation-steps.ts';
export { networkOutputsInputs, networkOutputsStep } from './translation/network-outputs.ts';
export { type MunitArchitecture } from './munit/architecture.ts';
export { munitDiscriminate } from './munit/discriminator.ts';
export { generatorParts, munitDecode, munitEncode, type MunitCode } from './munit/generator.ts';
export { initialiseMunit } from './munit/initialise.ts';
export { munitNetworks, munitShapes, type MunitNetwork } from './munit/networks.ts';
export { type AttributeEntry, type DritArchitecture, type DritDomain } from './drit/architecture.ts';
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
