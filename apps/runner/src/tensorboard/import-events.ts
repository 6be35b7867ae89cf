// A folder of TensorBoard's event files becomes a run: each file an attempt, since a program that was started again writes the
// next file and, where it logs a step again, the later file counts.
import { readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { StarlabError, type RunId } from '@starlab/experiment';
import {
  beginExternalAttempt,
  createExternalRun,
  getRun,
  ingestEntries,
  ingestSample,
  listRuns,
  putArtifact,
  type IngestedEntry,
} from '@starlab/tracking';
import type { Session } from '../session.ts';
import { parseEvent, type TensorBoardEvent } from './events.ts';
import { readRecords } from './records.ts';

const BATCH = 5_000;
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
const IMPORT_COMMAND = 'starlab import tensorboard';

export interface EventFolder {
  readonly path: string;
  /** Absolute, in the order in which they were begun: their names say when. */
  readonly files: readonly string[];
}

/** Every folder at or below `root` that holds event files, sorted. @throws StarlabError if there are none. */
export async function findEventFolders(root: string): Promise<EventFolder[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new StarlabError(`There is no folder ${root}.`, { remedy: 'Give TensorBoard’s logdir.', cause });
  });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.includes('.tfevents.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) {
    throw new StarlabError(`${root}: no event file in it or below it.`, {
      remedy: 'Their names contain ".tfevents.": give TensorBoard’s logdir.',
    });
  }
  const folders = new Map<string, string[]>();
  for (const file of files) folders.set(dirname(file), [...(folders.get(dirname(file)) ?? []), file]);
  return [...folders]
    .map(([path, found]) => ({ path, files: found }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

export interface ImportReport {
  readonly name: string;
  readonly runId: RunId;
  readonly outcome: 'imported' | 'there already';
  readonly scalars: number;
  readonly images: number;
  readonly notices: readonly string[];
}

interface Counts {
  scalars: number;
  images: number;
  foreignImages: number;
}

/** Sends what one file says as one attempt; what is there already is passed over, so a broken-off import goes on. */
class AttemptImport {
  #waiting: IngestedEntry[] = [];
  #seq = 0;
  readonly #session: Session;
  readonly #key: { readonly runId: RunId; readonly attempt: number };
  readonly #counts: Counts;

  constructor(session: Session, key: { runId: RunId; attempt: number }, counts: Counts) {
    this.#session = session;
    this.#key = key;
    this.#counts = counts;
  }

  async add({ step, time, scalars, images }: TensorBoardEvent): Promise<void> {
    const count = Object.keys(scalars).length;
    if (count > 0) {
      this.#waiting.push({ kind: 'values', seq: ++this.#seq, time, step, values: named(scalars) });
      this.#counts.scalars += count;
    }
    for (const { encoded, width, height } of images) {
      if (!encoded.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) {
        this.#counts.foreignImages += 1;
        continue;
      }
      await this.#send();
      const sha256 = await putArtifact(this.#session.home.root, encoded, 'png');
      const sample = { key: 'image', step, sha256, width, height } as const;
      await ingestSample(this.#session.db, { ...this.#key, seq: ++this.#seq, sample });
      this.#counts.images += 1;
    }
    if (this.#waiting.length >= BATCH) await this.#send();
  }

  async finish(time: number): Promise<void> {
    this.#waiting.push({ kind: 'finish', seq: ++this.#seq, time, state: 'finished', reason: null });
    await this.#send();
  }

  async #send(): Promise<void> {
    if (this.#waiting.length === 0) return;
    await ingestEntries(this.#session.db, { ...this.#key, entries: this.#waiting });
    this.#waiting = [];
  }
}

const named = (scalars: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(scalars).map(([tag, value]) => [tag, Number.isFinite(value) ? value : nameOf(value)]),
  );

const nameOf = (value: number): 'NaN' | 'Infinity' | '-Infinity' =>
  Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';

async function importFile(
  file: string,
  target: AttemptImport,
  notice: (text: string) => void,
): Promise<void> {
  let lastTime = 0;
  const onTruncated = (bytes: number): void =>
    notice(`${file}: the last ${bytes} bytes are half a record and are left out`);
  for await (const record of readRecords(file, onTruncated)) {
    const event = parseEvent(record);
    lastTime = Math.max(lastTime, event.time);
    await target.add(event);
  }
  await target.finish(lastTime);
}

/** When its program began to write the file, ms since the epoch; now, if it has written nothing. */
async function firstTime(file: string): Promise<number> {
  for await (const record of readRecords(file, () => undefined)) return parseEvent(record).time;
  return Date.now();
}

export interface ImportOptions {
  readonly root: string;
  readonly study: string;
}

async function findOrCreate(
  { db }: Session,
  folder: EventFolder,
  { root, study }: ImportOptions,
): Promise<{ runId: RunId; name: string }> {
  const name = relative(root, folder.path) || folder.path.split(/[\\/]/).at(-1) || 'run';
  const existing = (await listRuns(db)).find(
    (run) => run.kind === 'external' && run.studyName === study && run.name === name,
  );
  if (existing) return { runId: existing.id, name };
  const runId = await createExternalRun(db, {
    study,
    name,
    method: 'external',
    config: {},
    seed: 0,
    command: `${IMPORT_COMMAND} ${folder.path}`,
    environment: {},
    git: null,
    dataset: '',
  });
  return { runId, name };
}

/** Imports one folder as a run of the study; a run that an earlier import has finished stays as it is. */
export async function importFolder(
  session: Session,
  folder: EventFolder,
  options: ImportOptions,
): Promise<ImportReport> {
  const { db } = session;
  const { runId, name } = await findOrCreate(session, folder, { ...options, root: resolve(options.root) });
  const counts: Counts = { scalars: 0, images: 0, foreignImages: 0 };
  const notices: string[] = [];
  const before = await getRun(db, runId);
  const begun = before?.attempts ?? [];
  const isFinished = (index: number): boolean => begun[index]?.state === 'finished';
  const todo = folder.files.flatMap((file, index) => (isFinished(index) ? [] : [{ file, index }]));
  for (const { file, index } of todo) {
    const attempt =
      begun[index]?.number ??
      (await beginExternalAttempt(db, {
        ...{ runId, host: 'tensorboard', pid: 0 },
        startedAt: new Date(await firstTime(file)),
      }));
    await importFile(file, new AttemptImport(session, { runId, attempt }, counts), (text) =>
      notices.push(text),
    );
  }
  if (counts.foreignImages > 0) notices.push(`${counts.foreignImages} images are not PNG and are left out`);
  const { scalars, images } = counts;
  return { name, runId, outcome: todo.length > 0 ? 'imported' : 'there already', scalars, images, notices };
}
