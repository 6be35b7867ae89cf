// A new row for a run: its configuration, its pictures, and the circumstances under which it was started.
import type { RunConfig, RunId, StudyId } from '@starlab/experiment';
import { contentHash, type ImageFolder } from '@starlab/data';
import { createRun, type Database } from '@starlab/tracking';
import { captureEnvironment, captureGit } from './circumstances.ts';

export interface RegisterRunOptions {
  readonly studyId: StudyId;
  readonly name: string;
  readonly config: RunConfig;
  /** The whole data set. */
  readonly folder: ImageFolder;
  /** Those of its domains that the run sees. */
  readonly domains: readonly string[];
  /** Absolute path of the `.starlab` folder. */
  readonly home: string;
}

export async function registerRun(db: Database, options: RegisterRunOptions): Promise<RunId> {
  const { folder, config, home } = options;
  return createRun(db, {
    studyId: options.studyId,
    name: options.name,
    config,
    domains: options.domains,
    dataset: { path: folder.root, sha256: await contentHash(folder) },
    command: ['starlab', ...process.argv.slice(2)].join(' '),
    environment: await captureEnvironment(),
    git: await captureGit(home),
  });
}
