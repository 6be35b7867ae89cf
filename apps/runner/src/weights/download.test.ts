// Downloads against a real server on this machine: whole, interrupted, changed meanwhile, damaged, missing, unreachable.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { download } from './download.ts';

const content = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 31) % 251));
const sha256 = createHash('sha256').update(content).digest('hex');
const scratch = mkdtempSync(join(tmpdir(), 'starlab-download-'));

interface Served {
  readonly tag?: string;
  readonly body?: Buffer;
  /** Cuts the connection after so many bytes of the answer. */
  readonly cutAfter?: number;
}

const asked: (string | undefined)[] = [];
let served: Served = {};

function answer({ url, headers }: IncomingMessage, response: ServerResponse): void {
  if (url !== '/file') {
    response.writeHead(404).end();
    return;
  }
  asked.push(headers.range);
  const { tag = '"one"', body = content, cutAfter } = served;
  const from = headers['if-range'] === tag ? Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0) : 0;
  const rest = body.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, { ETag: tag, 'Content-Length': rest.length });
  if (cutAfter === undefined) response.end(rest);
  else response.write(rest.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 50));
}

const server: Server = await new Promise((resolve) => {
  const started = createServer(answer).listen(0, '127.0.0.1', () => {
    resolve(started);
  });
});
afterAll(() => {
  server.close();
  rmSync(scratch, { recursive: true, force: true });
});

const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const url = `${address}/file`;
let path = '';
let count = 0;
beforeEach(() => {
  asked.length = 0;
  served = {};
  path = join(scratch, `${(count += 1)}`, 'file.bin');
});

describe('a download', () => {
  it('brings the whole file and says how far it is', async () => {
    const seen: (readonly [number, number | undefined])[] = [];
    const found = await download({
      url,
      path,
      sha256,
      onProgress: (done, total) => seen.push([done, total]),
    });
    expect(found).toBe(sha256);
    expect(readFileSync(path)).toEqual(content);
    expect(seen.at(-1)).toEqual([content.length, content.length]);
    expect(existsSync(`${path}.partial`)).toBe(false);
  });

  it('goes on where it was cut', async () => {
    served = { cutAfter: 120_000 };
    await expect(download({ url, path, sha256 })).rejects.toThrow('127.0.0.1');
    const there = readFileSync(`${path}.partial`).length;
    expect(there).toBe(120_000);
    served = {};
    expect(await download({ url, path, sha256 })).toBe(sha256);
    expect(asked).toEqual([undefined, `bytes=${there}-`]);
    expect(readFileSync(path)).toEqual(content);
  });

  it('begins anew when the file changed meanwhile', async () => {
    served = { cutAfter: 120_000 };
    await expect(download({ url, path })).rejects.toThrow();
    const other = Buffer.alloc(150_000, 7);
    served = { tag: '"two"', body: other };
    await download({ url, path });
    expect(readFileSync(path)).toEqual(other);
  });

  it('accepts the beginning of a hash, as torchvision names its files', async () => {
    expect(await download({ url, path, sha256: sha256.slice(0, 8) })).toBe(sha256);
  });

  it('deletes what has another hash', async () => {
    await expect(download({ url, path, sha256: '00000000' })).rejects.toThrow(
      `has SHA-256 ${sha256}, which should begin with 00000000`,
    );
    expect(existsSync(path)).toBe(false);
    expect(existsSync(`${path}.partial`)).toBe(false);
  });

  it('says what the server answers when it has no such file', async () => {
    const check = download({ url: `${address}/other`, path });
    await expect(check).rejects.toThrow(/answers 404 Not Found/);
    await expect(check).rejects.toMatchObject({
      remedy: expect.stringContaining('starlab weights import FILE'),
    });
  });

  it('says when nobody answers', async () => {
    const closed: Server = await new Promise((resolve) => {
      const started = createServer().listen(0, '127.0.0.1', () => resolve(started));
    });
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const check = download({ url: `http://127.0.0.1:${port}/file`, path });
    await expect(check).rejects.toThrow(/cannot be reached: .*ECONNREFUSED/);
    await expect(check).rejects.toMatchObject({ remedy: expect.stringContaining('Is there a network?') });
  });

  it('starts over from a part that nothing is known of', async () => {
    await expect(download({ url: `${address}/other`, path })).rejects.toThrow();
    writeFileSync(`${path}.partial`, 'left by something else');
    await download({ url, path, sha256 });
    expect(asked).toEqual([undefined]);
  });
});
