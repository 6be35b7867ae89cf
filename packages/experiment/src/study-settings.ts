// What the runs of a study have in common, whichever row of Table 1 or method they are: size, length, rates.
import { configDifference, resolveConfig, type RunConfig, type RunConfigInput } from './config.ts';
import { methodKeys } from './method-keys.ts';
import { trainableOf } from './trainables.ts';

/** Every trainable has them, or a value of its own in their place. */
const NOT_SHARED: ReadonlySet<string> = new Set(['seed', ...Object.keys(methodKeys)]);

/**
 * The shortest input that, beside what makes the row or method of `base`, gives `base` again but for its seed and the keys that
 * only some methods have. What follows from other keys, as the width from the image size, is left out, so that it follows
 * for other methods in their own way.
 */
export function studySettings(base: RunConfig): RunConfigInput {
  const { overrides, scale } = trainableOf(base);
  const own = { ...scale, ...overrides };
  const resolved = (input: object): RunConfig => resolveConfig({ ...own, ...input });
  const changed = configDifference(resolved({}), base).filter(({ key }) => !NOT_SHARED.has(key));
  let settings: Readonly<Record<string, unknown>> = Object.fromEntries(
    changed.map(({ key, to }) => [key, to]),
  );
  const whole = resolved(settings);
  for (const { key } of changed) {
    const { [key]: _, ...shorter } = settings;
    if (configDifference(resolved(shorter), whole).length === 0) settings = shorter;
  }
  return settings;
}
