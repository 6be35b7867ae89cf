import { expect, test } from 'vitest';
import { resolveConfig } from './config.ts';
import { presetConfig, presets } from './presets.ts';
import { studySettings } from './study-settings.ts';
import { trainable, trainables } from './trainables.ts';

test.each(presets.map(({ name }) => name))('of a study under the preset %s are the preset', (name) => {
  const { seed: _, ...preset } = presetConfig(name);
  expect(studySettings(resolveConfig({ ...preset, configuration: 'F', seed: 7 }))).toEqual(preset);
});

test('leave out what follows from others, and keep it where it was chosen', () => {
  expect(studySettings(resolveConfig({ imageSize: 64, iterations: 50 }))).toEqual({
    imageSize: 64,
    iterations: 50,
  });
  expect(studySettings(resolveConfig({ imageSize: 64, baseWidth: 12, dsIterations: 9 }))).toEqual({
    imageSize: 64,
    baseWidth: 12,
    dsIterations: 9,
  });
});

test.each(trainables.map(({ name }) => name))('do not say what makes %s', (name) => {
  const { scale, overrides } = trainable(name);
  expect(studySettings(resolveConfig({ ...scale, ...overrides, seed: 3 }))).toEqual({});
});
