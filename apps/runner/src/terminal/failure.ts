// How an error reaches the user: message and remedy for what they can mend, a stack trace only for our own faults.
import { StarlabError } from '@starlab/experiment';
import pc from 'picocolors';

export const EXIT_FAILURE = 1;
export const EXIT_INTERRUPTED = 130;

const systemRemedies: Partial<Record<string, string>> = {
  ENOSPC:
    'The disk is full. Free some space and run the command again; `starlab train --resume` goes on from the last checkpoint.',
  EACCES:
    'Starlab may not read or write there. Change the permissions or set STARLAB_HOME to a folder of yours.',
  EROFS: 'The file system is read-only. Set STARLAB_HOME to a folder that can be written.',
  EMFILE: 'Too many open files. Raise the limit (`ulimit -n 4096`) and run the command again.',
};

function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The lines to print for `error`. */
export function describeFailure(error: unknown): string {
  if (error instanceof StarlabError) return `${pc.red('✗')} ${error.message}\n  ${error.remedy}`;
  const remedy = systemRemedies[systemCode(error) ?? ''];
  if (remedy && error instanceof Error) return `${pc.red('✗')} ${error.message}\n  ${remedy}`;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${pc.red('✗')} Unexpected error; this is a fault of Starlab’s.\n${trace}`;
}
