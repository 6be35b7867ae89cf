// Command-line options from the configuration's schema: one `--key value` per key, described and checked by it.
import {
  configKeys,
  resolveConfig,
  runConfigSchema,
  StarlabError,
  type RunConfig,
  type RunConfigInput,
} from '@starlab/experiment';
import { Option, type Command } from 'commander';
import { readFileSync } from 'node:fs';

/** `--image-size` is `imageSize`. */
export const flagOf = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/(\d+)$/, '$1');

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Numbers become numbers; anything else stays text for the schema to judge. */
const parseValue = (text: string): unknown => (NUMBER.test(text) ? Number(text) : text);

/** Keys whose default is no constant. */
const followsFromOthers = new Set(['baseWidth', 'dsIterations', 'learningRateDecayIterations']);

/** Adds `--image-size`, `--lambda-ds`, … and `--config FILE`. */
export function addConfigOptions(command: Command): Command {
  command.option('--config <file>', 'JSON file with configuration keys; options on the command line win');
  const defaults = new Map<string, unknown>(Object.entries(resolveConfig({})));
  for (const key of configKeys) {
    const field = runConfigSchema.shape[key as keyof typeof runConfigSchema.shape];
    const described = field.description ?? '';
    const value = followsFromOthers.has(key) ? undefined : defaults.get(key);
    const shown = value === undefined ? '' : `(default: ${String(value)})`;
    command.addOption(
      new Option(`--${flagOf(key)} <value>`, [described, shown].filter(Boolean).join(' ')).argParser(
        parseValue,
      ),
    );
  }
  return command;
}

function readConfigFile(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StarlabError(`No configuration file at ${path}.`, {
      remedy: 'Give the path of a JSON file.',
      cause,
    });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    throw new StarlabError(`${path} is not JSON: ${String(cause)}`, {
      remedy: 'Write one object: {"imageSize": 64}.',
      cause,
    });
  }
  throw new StarlabError(`${path} does not hold a JSON object.`, {
    remedy: 'Write one object: {"imageSize": 64}.',
  });
}

/** The configuration that `options` ask for: `base`, then the file, then the command line. */
export function configFromOptions(options: Record<string, unknown>, base: RunConfigInput): RunConfig {
  const file = typeof options['config'] === 'string' ? readConfigFile(options['config']) : {};
  const given = Object.fromEntries(
    configKeys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]),
  );
  return resolveConfig({ ...base, ...file, ...given });
}
