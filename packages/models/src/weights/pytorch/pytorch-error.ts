// What a user reads when a PyTorch file cannot be taken.
import { WeightFileError } from '../stored-tensor.ts';

const DAMAGED = 'The file is damaged or not what torch.save writes: download or copy it again.';

/** A file that torch.save did not write whole, or that holds more than tensors and plain containers. */
export class PyTorchFileError extends WeightFileError {
  override readonly name = 'PyTorchFileError';

  constructor(message: string, remedy: string = DAMAGED) {
    super(`PyTorch file: ${message}.`, { remedy });
  }
}
