// StarGAN v2's training: losses, optimisers and schedules composed into one pure step, the loop around it, checkpoints.
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
