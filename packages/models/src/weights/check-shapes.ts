// Holds given tensors against the names and shapes an architecture needs, and says everything that differs at once.
import { StarlabError } from '@starlab/experiment';
import type { ParameterShapes } from '../blocks/parameters.ts';

/** Tensors that do not fit the architecture they are for. */
export class ShapeError extends StarlabError {
  override readonly name = 'ShapeError';
}

/** Names listed per kind of fault before the rest is only counted. */
const LISTED = 5;

function list(kind: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length > LISTED ? ` and ${items.length - LISTED} more` : '';
  return [`${kind} ${items.slice(0, LISTED).join(', ')}${more}`];
}

const brackets = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/**
 * Passes when `given` has exactly the names of `expected`, each with its shape.
 * @param who What is being checked, to begin the message with, e.g. `generator of afhq.safetensors`.
 * @throws ShapeError naming what is missing, left over or of another shape.
 */
export function checkShapes(
  expected: ParameterShapes,
  given: Readonly<Record<string, { readonly shape: readonly number[] }>>,
  who: string,
): void {
  const missing = Object.keys(expected).filter((name) => !(name in given));
  const leftOver = Object.keys(given).filter((name) => !(name in expected));
  const mismatched = Object.entries(given).flatMap(([name, { shape }]) => {
    const wanted = expected[name];
    return wanted && brackets(wanted) !== brackets(shape)
      ? [`${name} is ${brackets(shape)}, expected ${brackets(wanted)}`]
      : [];
  });
  const faults = [
    ...list('missing', missing),
    ...list('left over', leftOver),
    ...list('mismatched:', mismatched),
  ];
  if (faults.length === 0) return;
  throw new ShapeError(`${who}: ${faults.join('; ')}.`, {
    remedy:
      'Use weights of the same image size, widths, dimensions, number of domains and w_hpf as the configuration, or change the configuration to theirs.',
  });
}
