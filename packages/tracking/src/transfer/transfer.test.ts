import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { RunId } from '@starlab/experiment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactPath, putArtifact } from '../artifacts/artifact-store.ts';
import { getRun } from '../queries/get-run.ts';
import { listCheckpoints } from '../queries/list-checkpoints.ts';
import { listEvaluations } from '../queries/list-evaluations.ts';
import { listSamples } from '../queries/list-samples.ts';
import { listStudies } from '../queries/list-studies.ts';
import { readCurves } from '../queries/read-curves.ts';
import { readLogLines } from '../queries/read-log-lines.ts';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { setNote, setTags } from '../write/annotate-run.ts';
import { openRunLog } from '../write/open-run-log.ts';
import { recordEvaluation } from '../write/record-evaluation.ts';
import { exportStudy } from './export-study.ts';
import { importStudy } from './import-study.ts';

let here: TestDatabase;
let there: TestDatabase;
let folder: string;
let file: string;
let runIds: RunId[];
beforeAll(async () => {
  here = await startTestDatabase();
  there = await startTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'starlab-transfer-'));
  file = path.join(folder, 'study.starlab.gz');
  runIds = [await fullRun(1, [0.5, NaN, Infinity, -Infinity]), await fullRun(2, [1 / 3])];
  // Numbers of runs and series are taken there already.
  for (let seed = 0; seed < 3; seed++) {
    const runId = await createTestRun(there.db, { studyName: 'another', config: { seed } });
    const log = await openRunLog(there.db, { runId, home: there.home });
    log.log({ loss: 1, other: 2 }, { step: 1 });
    await log.finish('finished');
  }
  await exportStudy(here.db, { studyId: (await studyHere()).id, home: here.home, file });
});
afterAll(async () => {
  await Promise.all([here.stop(), there.stop(), rm(folder, { recursive: true })]);
});

async function studyHere() {
  const [study] = await listStudies(here.db);
  return study ?? expect.unreachable();
}

async function fullRun(seed: number, first: readonly number[]): Promise<RunId> {
  const runId = await createTestRun(here.db, { studyName: 'travelling', config: { seed } });
  const log = await openRunLog(here.db, { runId, home: here.home });
  for (let step = 0; step < 3_000; step++) log.log({ loss: first[step] ?? Math.sin(step), step }, { step });
  log.message('a "line" \\ with signs: ä');
  const sha256 = await putArtifact(here.home, Buffer.from(`picture ${seed}`), 'png');
  await log.sample({ key: 'reference', step: 3, sha256, width: 4, height: 5 });
  await log.checkpoint({ step: 3, path: 'checkpoints/3', bytes: 9e9, sha256: 'a'.repeat(64) });
  await log.finish('finished');
  await recordEvaluation(here.db, {
    runId,
    evaluation: {
      ...{ metric: 'fid', mode: 'latent', step: 3, mean: 30 },
      tasks: [{ source: 'cat', target: 'dog', value: 30, samples: 500 }],
      fingerprint: {
        ...{ metric: 'fid', featureSet: 'demo', network: 'n', weightsSha256: 'b'.repeat(64), resize: 'none' },
        ...{ imageSize: 64, outputsPerSource: 10, dataSha256: 'c'.repeat(64), protocol: 'test' },
      },
    },
  });
  await setTags(here.db, runId, ['paper']);
  await setNote(here.db, runId, 'note');
  return runId;
}

/** Everything the queries tell of a run. */
async function everything({ db, home }: TestDatabase, runId: RunId) {
  const samples = await listSamples(db, runId);
  const files = await Promise.all(samples.map(async ({ sha256 }) => artifactPath(home, sha256)));
  const { studyName: _, ...run } = (await getRun(db, runId)) ?? expect.unreachable();
  return {
    run,
    samples,
    pictures: await Promise.all(files.map((each) => readFile(each ?? '', 'utf8'))),
    curves: await readCurves(db, { runId, buckets: 5_000 }),
    coarse: await readCurves(db, { runId, buckets: 40 }),
    lines: (await readLogLines(db, { runId, limit: 10 })).map(({ line, time }) => [line, time]),
    checkpoints: await listCheckpoints(db, runId),
    evaluations: await listEvaluations(db, runId),
  };
}

const changed = async (name: string, change: (text: string) => string): Promise<string> => {
  const changedFile = path.join(folder, name);
  await writeFile(changedFile, gzipSync(change(gunzipSync(await readFile(file)).toString('utf8'))));
  return changedFile;
};
const importing = (from: string, name?: string) =>
  importStudy(there.db, { file: from, home: there.home, name });

describe('an exported study', () => {
  it('is refused as a whole where it is cut off, changed or from a later version', async () => {
    const bytes = await readFile(file);
    const cut = path.join(folder, 'cut.gz');
    await writeFile(cut, bytes.subarray(0, bytes.length / 2));
    await expect(importing(cut)).rejects.toThrow(/cannot be read \(unexpected end of file/);
    await expect(importing(path.join(folder, 'absent'))).rejects.toThrow(/cannot be read \(ENOENT/);
    const early = await changed('early.gz', (text) => text.replace('{"end":true}\n', ''));
    await expect(importing(early)).rejects.toThrow(/ends too early/);
    const later = await changed('later.gz', (text) => text.replace(/"migration":"\d+/, '"migration":"99'));
    await expect(importing(later)).rejects.toThrow(/written by a later version/);
    const damaged = await changed('damaged.gz', (text) =>
      text.replace(Buffer.from('picture 1').toString('base64'), Buffer.from('picture X').toString('base64')),
    );
    await expect(importing(damaged)).rejects.toThrow(/is damaged/);
    const other = await changed('other.gz', () => '{"hello": 1}\n');
    await expect(importing(other)).rejects.toThrow(/is not a study that Starlab has exported/);
    expect((await listStudies(there.db)).map(({ name }) => name)).toEqual(['another']);
  });

  it('is the same in another database, down to every point', async () => {
    expect(await importing(file)).toMatchObject({ study: 'travelling', artifacts: 2 });
    for (const runId of runIds) expect(await everything(there, runId)).toEqual(await everything(here, runId));
    // The run goes on there.
    const [runId] = runIds as [RunId];
    const log = await openRunLog(there.db, { runId, home: there.home });
    log.log({ loss: 7 }, { step: 3_000 });
    await log.finish('finished');
    const [curve] = await readCurves(there.db, { runId, names: ['loss'], buckets: 5_000 });
    expect(curve?.points).toHaveLength(3_001);
  });

  it('is not imported twice, and not under the name of another', async () => {
    await expect(importing(file)).rejects.toThrow('Study "travelling" is in this database already.');
    const renamed = await changed('renamed.gz', (text) =>
      text.replaceAll(
        (/"id":"([0-9a-f-]{36})","name":"travelling"/.exec(text) ?? [])[1] ?? '',
        crypto.randomUUID(),
      ),
    );
    await expect(importing(renamed)).rejects.toThrow('Another study here is called "travelling".');
    await expect(importing(renamed, 'a copy')).rejects.toThrow(/^Run "F-\d" is in this database already/);
  });

  it('must not be running', async () => {
    const [runId] = runIds as [RunId];
    const log = await openRunLog(here.db, { runId, home: here.home });
    const options = { studyId: (await studyHere()).id, home: here.home, file: path.join(folder, 'busy.gz') };
    await expect(exportStudy(here.db, options)).rejects.toThrow(/is running/);
    await log.finish('finished');
  });
});
