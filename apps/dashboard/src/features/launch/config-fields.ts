// The fields of the launch form, from the schema of a run's configuration: a new key of the schema is a field here.
import { runConfigSchema } from '@starlab/experiment';
import { z } from 'zod';
import { overridableKeys } from './launch-state.ts';

export interface ConfigField {
  readonly key: string;
  readonly description: string;
  /** What may be chosen; undefined for a number. */
  readonly choices: readonly string[] | undefined;
  readonly section: string;
}

/** Which section a key belongs to, by how its name begins; the first that fits. */
const sections: readonly (readonly [title: string, keys: RegExp])[] = [
  ['Training', /^(imageSize|domains|iterations|batchSize|randomCrop|cropSize|epochIterations)/],
  ['Loss weights', /^(lambda|dsIterations)/],
  ['Optimisation', /(LearningRate|^learningRate|^beta|Decay|Steps$|UpdateEvery)/],
  ['Logging and evaluation', /(Every$|^outputs|^evaluation)/],
  ['Networks', /./],
];

const jsonFieldSchema = z.object({
  description: z.string().default(''),
  enum: z.array(z.string()).optional(),
});
const jsonSchema = z.object({ properties: z.record(z.string(), jsonFieldSchema) });

/** In the order of the schema. */
export function configFields(): ConfigField[] {
  const { properties } = jsonSchema.parse(z.toJSONSchema(runConfigSchema, { io: 'input' }));
  return overridableKeys.flatMap((key) => {
    const field = properties[key];
    // A key with one possible value is no choice.
    if (!field || field.enum?.length === 1) return [];
    const section = sections.find(([, keys]) => keys.test(key))?.[0] ?? '';
    return [{ key, description: field.description, choices: field.enum, section }];
  });
}

/** The fields by section, sections in their order above. */
export function fieldSections(fields: readonly ConfigField[]): { title: string; fields: ConfigField[] }[] {
  return sections
    .map(([title]) => ({ title, fields: fields.filter(({ section }) => section === title) }))
    .filter((section) => section.fields.length > 0);
}
