// Errors across a thread border: taken apart into words on one side, put together on the other.
import { StarlabError } from '@starlab/experiment';
import { systemRemedy } from '../system-remedy.ts';
import type { ErrorWords } from './messages.ts';

export function toWords(error: unknown): ErrorWords {
  if (error instanceof StarlabError) return { message: error.message, remedy: error.remedy };
  if (!(error instanceof Error)) return { message: String(error) };
  const remedy = systemRemedy(error);
  if (remedy !== undefined) return { message: error.message, remedy };
  return error.stack === undefined
    ? { message: error.message }
    : { message: error.message, stack: error.stack };
}

export function fromWords(words: ErrorWords): Error {
  if (words.remedy !== undefined) return new StarlabError(words.message, { remedy: words.remedy });
  const error = new Error(words.message);
  if (words.stack !== undefined) error.stack = words.stack;
  return error;
}
