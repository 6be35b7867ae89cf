export interface ResolvedDatabase {
  readonly url: string;
  readonly kind: 'embedded' | 'external';
  /** Stops the embedded server; does nothing to an external one. */
  stop(): Promise<void>;
}
export async function resolveDatabase(_options: {
  /** Absolute path of the `.starlab` folder. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<ResolvedDatabase> {
  throw new Error('in the making');
}
