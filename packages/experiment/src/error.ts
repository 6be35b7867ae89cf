// The base of every error that a user can do something about: a message and a remedy, printed without a stack trace.

export class StarlabError extends Error {
  override readonly name: string = 'StarlabError';
  /** What to do about it, one or two sentences. */
  readonly remedy: string;

  constructor(message: string, options: { remedy: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.remedy = options.remedy;
  }
}
