// Training stops at the first NaN or infinity: nothing computed from it is worth keeping.
import { StarlabError } from '@starlab/experiment';

export class NonFiniteLossError extends StarlabError {
  override readonly name = 'NonFiniteLossError';
  /** The loss term, or the tensor of the state, that is not finite. */
  readonly term: string;
  /** The iteration, counted from 0, that gave it. */
  readonly iteration: number;

  constructor(term: string, value: number, iteration: number) {
    super(`${term} is ${value} at iteration ${iteration}; training has stopped.`, {
      remedy:
        'The last checkpoint holds finite numbers: resume from it with a lower learning rate, a higher lambdaReg or another seed, and look at the images of that batch.',
    });
    this.term = term;
    this.iteration = iteration;
  }
}

/**
 * Passes when every value is finite.
 * @throws NonFiniteLossError naming the first that is not.
 */
export function checkFinite(values: Readonly<Record<string, ArrayLike<number>>>, iteration: number): void {
  for (const [name, numbers] of Object.entries(values))
    for (let i = 0; i < numbers.length; i++) {
      const value = numbers[i] ?? Number.NaN;
      if (!Number.isFinite(value)) throw new NonFiniteLossError(name, value, iteration);
    }
}
