// StarGAN v2's networks as pure functions of parameters and inputs; their shapes, first weights and weight files.
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
export { linearisedEvaluation, recordingEvaluation, type Evaluation } from './blocks/evaluation.ts';
export { networkShapes } from './networks.ts';
export { initialise } from './initialisation/initialise.ts';
export { sizeOf, type HostTensor } from './weights/host-tensor.ts';
export {
  decodeSafetensors,
  encodeSafetensors,
  SafetensorsError,
  type SafetensorsFile,
} from './weights/safetensors.ts';
export { checkShapes, ShapeError } from './weights/check-shapes.ts';
export {
  latentTranslationNetworks,
  latentTranslationStep,
  referenceTranslationNetworks,
  referenceTranslationStep,
} from './translation/translation-steps.ts';
export { networkOutputsInputs, networkOutputsStep } from './translation/network-outputs.ts';
