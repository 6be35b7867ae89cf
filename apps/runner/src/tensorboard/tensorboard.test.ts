// Event files made here byte by byte, by a writer that shares nothing with the reader but the checksum, which has a
// published check value.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRun, listSamples, readCurves } from '@starlab/tracking';
import { startTestDatabase, type TestDatabase } from '@starlab/tracking/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHome } from '../home.ts';
import type { Session } from '../session.ts';
import { crc32c, maskedCrc32c } from './crc32c.ts';
import { findEventFolders, importFolder } from './import-events.ts';
import { readRecords } from './records.ts';

const folder = mkdtempSync(join(tmpdir(), 'starlab-tensorboard-'));
let database: TestDatabase;
let session: Session;

beforeAll(async () => {
  database = await startTestDatabase();
  session = {
    db: database.db,
    home: openHome({ STARLAB_HOME: database.home }),
    databaseUrl: database.url,
    databaseKind: 'embedded',
    close: async () => {},
  };
}, 60_000);
afterAll(async () => {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}
const fixed = (size: number, write: (bytes: Buffer) => void): Buffer => {
  const bytes = Buffer.alloc(size);
  write(bytes);
  return bytes;
};
const float = (value: number) => fixed(4, (bytes) => bytes.writeFloatLE(value));
const double = (value: number) => fixed(8, (bytes) => bytes.writeDoubleLE(value));
const int = (number: number, value: number) => Buffer.from([...varint(number * 8), ...varint(value)]);
const raw = (number: number, type: 1 | 5, value: Buffer) =>
  Buffer.concat([Buffer.from(varint(number * 8 + type)), value]);
const bytes = (number: number, value: Buffer | string) => {
  const content = Buffer.from(value);
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(content.length)]), content]);
};

const value = (tag: string, ...rest: Buffer[]) => bytes(1, Buffer.concat([bytes(1, tag), ...rest]));
const event = (step: number, ...values: Buffer[]) =>
  Buffer.concat([raw(1, 1, double(1_700_000_000 + step)), int(2, step), bytes(5, Buffer.concat(values))]);

const simple = (tag: string, x: number) => value(tag, raw(2, 5, float(x)));
const tensorFloat = (tag: string, x: number) =>
  value(tag, bytes(8, Buffer.concat([int(1, 1), bytes(5, float(x))])));
const tensorContent = (tag: string, x: number) =>
  value(tag, bytes(8, Buffer.concat([int(1, 2), bytes(4, double(x))])));

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const oldImage = (tag: string, picture: Buffer) =>
  value(tag, bytes(4, Buffer.concat([int(1, 4), int(2, 6), bytes(4, picture)])));
const newImage = (tag: string, picture: Buffer) =>
  value(tag, bytes(8, Buffer.concat([int(1, 7), bytes(8, '6'), bytes(8, '4'), bytes(8, picture)])));

function record(data: Buffer): Buffer {
  const length = fixed(8, (target) => target.writeBigUInt64LE(BigInt(data.length)));
  const check = (of: Buffer) => fixed(4, (target) => target.writeUInt32LE(maskedCrc32c(of)));
  return Buffer.concat([length, check(length), data, check(data)]);
}

/** The first record of every file names its version. */
const version = Buffer.concat([raw(1, 1, double(1_700_000_000)), bytes(3, 'brain.Event:2')]);

function writeEvents(path: string, events: readonly Buffer[], tail: Buffer = Buffer.alloc(0)): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, Buffer.concat([...[version, ...events].map(record), tail]));
  return file;
}

async function importAll(name: string) {
  const root = join(folder, name);
  const folders = await findEventFolders(root);
  return Promise.all(folders.map((found) => importFolder(session, found, { root, study: name })));
}

test('the checksum is CRC-32C', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
});

describe('an import', () => {
  test('takes scalars in every form TensorBoard has written them, and PNG images', async () => {
    writeEvents('forms/events.out.tfevents.1', [
      event(1, simple('loss', 0.5), simple('accuracy', 2)),
      event(2, tensorFloat('loss', 0.25)),
      event(3, tensorContent('loss', 0.125), oldImage('old', png)),
      event(4, simple('loss', Number.NaN), newImage('new', png), oldImage('jpeg', Buffer.from('JFIF'))),
    ]);
    const [report] = await importAll('forms');
    if (!report) throw new Error('nothing imported');
    expect(report).toMatchObject({ name: 'forms', outcome: 'imported', scalars: 5, images: 2 });
    expect(report.notices).toEqual(['1 images are not PNG and are left out']);
    const curves = await readCurves(database.db, { runId: report.runId, buckets: 100 });
    const loss = curves.find(({ name }) => name === 'loss');
    expect(loss?.points.map(({ step, last }) => [step, last])).toEqual([
      [1, 0.5],
      [2, 0.25],
      [3, 0.125],
      [4, 'NaN'],
    ]);
    expect(loss?.points[0]?.time).toBe(1_700_000_001_000);
    const samples = await listSamples(database.db, report.runId);
    expect(samples.map(({ step, width, height }) => [step, width, height])).toEqual([
      [3, 6, 4],
      [4, 6, 4],
    ]);
  });

  test('of a program that was started again lets the later file count', async () => {
    writeEvents(
      'again/a/events.out.tfevents.1',
      [1, 2, 3].map((step) => event(step, simple('loss', step))),
    );
    writeEvents(
      'again/a/events.out.tfevents.2',
      [3, 4].map((step) => event(step, simple('loss', 10 * step))),
    );
    writeEvents('again/b/events.out.tfevents.1', [event(1, simple('loss', 7))]);
    const reports = await importAll('again');
    expect(reports.map(({ name }) => name)).toEqual(['a', 'b']);
    const runId = reports[0]?.runId;
    if (!runId) throw new Error('nothing imported');
    const [curve] = await readCurves(database.db, { runId, buckets: 100 });
    expect(curve?.points.map(({ last }) => last)).toEqual([1, 2, 30, 40]);
    expect(await getRun(database.db, runId)).toMatchObject({
      ...{ state: 'finished', attempt: 2 },
      // When it was trained, not when it was imported.
      startedAt: new Date(1_700_000_000_000).toISOString(),
      finishedAt: new Date(1_700_000_004_000).toISOString(),
    });
  });

  test('done twice adds nothing', async () => {
    writeEvents('twice/events.out.tfevents.1', [event(1, simple('loss', 1))]);
    const [first] = await importAll('twice');
    const [second] = await importAll('twice');
    expect(second).toMatchObject({ runId: first?.runId, outcome: 'there already', scalars: 0 });
  });

  test('of a file whose writer was killed leaves out the half record and says so', async () => {
    const half = record(event(2, simple('loss', 2))).subarray(0, 20);
    writeEvents('killed/events.out.tfevents.1', [event(1, simple('loss', 1))], half);
    const [report] = await importAll('killed');
    expect(report).toMatchObject({ scalars: 1 });
    expect(report?.notices[0]).toContain('the last 20 bytes are half a record');
  });

  test('of a folder without event files says what to give', async () => {
    mkdirSync(join(folder, 'empty'));
    await expect(importAll('empty')).rejects.toThrow('no event file');
    await expect(importAll('nowhere')).rejects.toThrow('There is no folder');
  });
});

test.each([
  ['the length', 3],
  ['the data', 15],
])('a record damaged in %s is refused with its place', async (_what, at) => {
  const file = writeEvents(`damaged/events.out.tfevents.${at}`, []);
  const content = record(version);
  content.writeUInt8(content.readUInt8(at) ^ 1, at);
  writeFileSync(file, content);
  const read = async () => {
    for await (const data of readRecords(file, () => {})) expect(data).toBeDefined();
  };
  await expect(read()).rejects.toThrow(/damaged at byte 0: the checksum/);
});
