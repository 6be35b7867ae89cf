// Training: losses, optimisers and schedules composed into pure iterations, one for each method; the loop around them, checkpoints.
export { trainingMethod } from './methods/method-of.ts';
export {
  type IterationForm,
  type StepFunction,
  type TrainingMethod,
  type TrainingStepOptions,
} from './methods/training-method.ts';
export {
  compileTraining,
  type CompiledTraining,
  type CompileTrainingOptions,
  type TrainingDevice,
} from './methods/compile-training.ts';
export { iterationInputs } from './methods/stargan-v2/inputs.ts';
export { lambdaDs } from './methods/stargan-v2/lambda-ds.ts';
export { type MaskArrays } from './methods/stargan-v2/masks.ts';
export { starganIterationInputs, type StarganBatch } from './methods/stargan/inputs.ts';
export { learningRateAt } from './methods/stargan/schedules.ts';
export { initialVectors } from './state/packed-state.ts';
export { initialState, stateShapes, translatingNetworks } from './state/state-shapes.ts';
export {
  RATE_SERIES,
  train,
  type TrainingProgram,
  type TrainOptions,
  type TrainOutcome,
  type TrainProgress,
} from './loop/train.ts';
export { NonFiniteLossError } from './loop/non-finite-loss.ts';
export {
  CheckpointError,
  decodeCheckpoint,
  encodeCheckpoint,
  type Checkpoint,
  type ExpectedRun,
} from './checkpoint/checkpoint.ts';
export { averageParameters } from './checkpoint/average-parameters.ts';
export { compileMunit } from './methods/munit/compile-munit.ts';
export { munitInputs, munitScalars } from './methods/munit/iteration.ts';
export { munitLearningRate, type MunitSettings } from './methods/munit/settings.ts';
export { compileDrit } from './methods/drit/compile-drit.ts';
export { dritInputs, dritScalars } from './methods/drit/inputs.ts';
export { miniBatch, rateFactor } from './methods/drit/schedule.ts';
export { type DritSettings } from './methods/drit/settings.ts';
export { initialModules } from './state/modules.ts';
