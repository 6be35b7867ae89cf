// Training of StarGAN v2, MUNIT, DRIT and MSGAN: losses, optimisers and schedules composed into pure steps; the loop around
// StarGAN v2's, checkpoints.
export { trainingStep, type StepFunction, type TrainingStepOptions } from './iteration/stargan-v2.ts';
export {
  compileTraining,
  type CompileTrainingOptions,
  type TrainingDevice,
} from './iteration/compile-training.ts';
export { iterationInputs, trainingInputs, type MaskArrays } from './iteration/inputs.ts';
export { averagedNetworks, initialState, stateShapes, type AveragedNetwork } from './state/state-shapes.ts';
export { lambdaDs } from './schedules/lambda-ds.ts';
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
export { compileMunit } from './munit/compile-munit.ts';
export { munitInputs, munitScalars } from './munit/iteration.ts';
export { munitLearningRate, type MunitSettings } from './munit/settings.ts';
export { compileDrit } from './drit/compile-drit.ts';
export { dritInputs, dritScalars } from './drit/inputs.ts';
export { miniBatch, rateFactor } from './drit/schedule.ts';
export { type DritSettings } from './drit/settings.ts';
export { initialModules } from './state/modules.ts';
