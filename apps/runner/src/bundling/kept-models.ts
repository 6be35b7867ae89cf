// Compiled training steps on the disk, in the folder of the build that compiled them: when a source changes there is another build
// (bundle.mjs), which has none of them. They are a cache: what cannot be written is compiled again, and so is a damaged file.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceOptions, ModelStore } from '@starlab/engine';
import { keepNewest } from './keep-newest.mjs';

/** Each of about a megabyte. */
const KEPT_MODELS = 24;
const DIGEST_BYTES = 32;

const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** What `action` gives; undefined where the file system refuses. */
function attempt<Value>(action: () => Value): Value | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** A file a model: its SHA-256, then the model. */
export function modelFolder(folder: string): ModelStore {
  const pathOf = (key: string): string => join(folder, key);
  return {
    read(key) {
      const file = attempt(() => readFileSync(pathOf(key)));
      const stored = file?.subarray(DIGEST_BYTES);
      return stored && file?.subarray(0, DIGEST_BYTES).equals(digestOf(stored)) ? stored : undefined;
    },
    write(key, stored) {
      attempt(() => {
        mkdirSync(folder, { recursive: true });
        const partial = pathOf(`${key}.${randomUUID()}.partial`);
        writeFileSync(partial, Buffer.concat([digestOf(stored), stored]));
        renameSync(partial, pathOf(key));
        keepNewest(folder, KEPT_MODELS);
      });
    },
  };
}

/** The option of a device that keeps models with this build; none where the modules were loaded one by one. */
export function keptModels(): Pick<DeviceOptions, 'models'> {
  const build = process.env['STARLAB_BUILD'];
  return build === undefined ? {} : { models: modelFolder(join(build, 'models')) };
}
