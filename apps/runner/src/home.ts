// Where Starlab keeps what it makes: `.starlab/` beside package.json, or STARLAB_HOME.
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: the folder that holds prisma/, apps/ and packages/. */
export const workspaceRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

export interface Home {
  readonly root: string;
  readonly demoData: string;
  readonly runs: string;
  /** Networks trained elsewhere, as safetensors. */
  readonly weights: string;
  readonly cache: string;
  readonly logs: string;
}

/** Makes the folders that are missing. */
export function openHome(env: NodeJS.ProcessEnv = process.env): Home {
  const root = resolve(env['STARLAB_HOME'] ?? join(workspaceRoot, '.starlab'));
  const home = {
    root,
    demoData: join(root, 'data', 'demo'),
    runs: join(root, 'runs'),
    weights: join(root, 'weights'),
    cache: join(root, 'cache'),
    logs: join(root, 'logs'),
  };
  for (const folder of [root, home.runs, home.weights, home.cache, home.logs])
    mkdirSync(folder, { recursive: true });
  return home;
}
