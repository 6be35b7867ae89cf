import { expect, test } from 'vitest';
import { ablationRow } from './ablation.ts';
import { resolveConfig } from './config.ts';
import { withConfiguration } from './with-configuration.ts';

const setting = { imageSize: 64, lambdaCyc: 2, seed: 3 };

test('E of an F, and F of an E, are what they would have been from the start', () => {
  const e = resolveConfig({ ...setting, ...ablationRow('E').overrides });
  const f = resolveConfig({ ...setting, ...ablationRow('F').overrides });
  expect(withConfiguration(f, 'E')).toEqual(e);
  expect(withConfiguration(e, 'F')).toEqual(f);
});
