// Removes all but the newest of what lies in a folder. Plain JavaScript, as bundle.mjs, which needs it before anything is translated.
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @param spared the name of what is neither counted nor removed */
export function keepNewest(folder, count, spared) {
  const found = readdirSync(folder)
    .filter((name) => name !== spared)
    .map((name) => join(folder, name))
    // Another process may be removing them as well.
    .map((path) => ({ path, made: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.made - a.made);
  for (const { path } of found.slice(count)) rmSync(path, { recursive: true, force: true });
}
