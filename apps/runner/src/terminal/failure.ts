// How an error reaches the user: message and remedy for what they can mend, a stack trace only for our own faults.
import { StarlabError } from '@starlab/experiment';
import pc from 'picocolors';
import { systemRemedy } from '../system-remedy.ts';

export const EXIT_FAILURE = 1;
export const EXIT_INTERRUPTED = 130;

/** The lines to print for `error`. */
export function describeFailure(error: unknown): string {
  if (error instanceof StarlabError) return `${pc.red('✗')} ${error.message}\n  ${error.remedy}`;
  const remedy = systemRemedy(error);
  if (remedy && error instanceof Error) return `${pc.red('✗')} ${error.message}\n  ${remedy}`;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${pc.red('✗')} Unexpected error; this is a fault of Starlab’s.\n${trace}`;
}
