// What a user can do about an error of the operating system.

const FORBIDDEN =
  'Starlab may not read or write there. Change the permissions or set STARLAB_HOME to a folder of yours.';
const NO_FOLDER =
  'Something that is no folder stands where one is needed. Give another path, or move it away.';

const remedies: Partial<Record<string, string>> = {
  ENOSPC:
    'The disk is full. Free some space and run the command again; `starlab train --resume` goes on from the last checkpoint.',
  EDQUOT:
    'Your disk quota is used up. Free some space and run the command again; `starlab train --resume` goes on from the last checkpoint.',
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EEXIST: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
  EROFS: 'The file system is read-only. Set STARLAB_HOME to a folder that can be written.',
  EMFILE: 'Too many open files. Raise the limit (`ulimit -n 4096`) and run the command again.',
};

/** Undefined for any other error. */
export function systemRemedy(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? remedies[error.code]
    : undefined;
}
