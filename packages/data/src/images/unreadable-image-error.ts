// What training and evaluation say when a file turns out not to be an image.
import { StarlabError } from '@starlab/experiment';

export class UnreadableImageError extends StarlabError {
  override readonly name = 'UnreadableImageError';

  constructor(path: string, cause: unknown) {
    super(`${path} cannot be decoded: ${reasonOf(cause)}.`, {
      remedy: 'Replace or remove the file; `starlab data check <folder>` finds all such files at once.',
      cause,
    });
  }
}

/** One line, without libvips' trailing full stop. */
export function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text
    .trim()
    .replaceAll(/\s*\n\s*/g, '; ')
    .replace(/\.$/, '');
}
