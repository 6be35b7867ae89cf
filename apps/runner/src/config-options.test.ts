import { Command } from 'commander';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addConfigOptions, configFromOptions } from './config-options.ts';

function parse(...args: string[]): Record<string, unknown> {
  return addConfigOptions(new Command()).parse(args, { from: 'user' }).opts();
}

function configFile(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'starlab-config-')), 'config.json');
  writeFileSync(path, text);
  return path;
}

describe('configuration from the command line', () => {
  test('wins over the file, which wins over the base', () => {
    const file = configFile('{"batchSize": 4, "seed": 2}');
    const options = parse('--config', file, '--seed', '3', '--lambda-ds', '1e-1');
    expect(configFromOptions(options, { batchSize: 16, imageSize: 64 })).toMatchObject({
      imageSize: 64,
      batchSize: 4,
      seed: 3,
      lambdaDs: 0.1,
    });
  });

  test('names the nearest key for an unknown one in the file', () => {
    const options = parse('--config', configFile('{"imagesize": 64}'));
    expect(() => configFromOptions(options, {})).toThrow(
      'unknown key "imagesize"; did you mean "imageSize"?',
    );
  });

  test('refuses text where a number belongs', () => {
    expect(() => configFromOptions(parse('--image-size', 'big'), {})).toThrow(/imageSize/);
  });

  test.each(['[1]', '{"a":'])('refuses a file that holds %s', (text) => {
    expect(() => configFromOptions(parse('--config', configFile(text)), {})).toThrow(/JSON/);
  });
});
