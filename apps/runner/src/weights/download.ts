// A file from the web to disk, resumable: what has come lies in FILE.partial, and the next attempt asks for the rest. The
// server's tag of the version is kept beside it, so that halves of two versions never become one file.
import { StarlabError } from '@starlab/experiment';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface Download {
  readonly url: string;
  /** Where the whole file will lie. */
  readonly path: string;
  /** SHA-256 that its bytes must have, or the beginning of it. */
  readonly sha256?: string | undefined;
  /** Bytes so far, and of the whole where the server says. */
  readonly onProgress?: (done: number, total: number | undefined) => void;
}

const PARTIAL_CONTENT = 206;
const RANGE_NOT_SATISFIABLE = 416;
/** A server that says nothing for so long has gone. */
const SILENCE_MS = 60_000;

const byHand = (url: string): string =>
  `Fetch it some other way, from ${url}, and hand it over: \`starlab weights import FILE\`.`;

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The reason under "fetch failed": a name that is not found, a connection refused. */
function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error ? inner.message || inner.name : String(inner);
}

function unreachable(url: string, cause: unknown): StarlabError {
  return new StarlabError(`${new URL(url).host} cannot be reached: ${reasonOf(cause)}`, {
    remedy: `Is there a network? The next attempt goes on where this one stopped. ${byHand(url)}`,
    cause,
  });
}

/** Aborts when `alive` has not been called for a while. */
function watchdog(): { readonly signal: AbortSignal; alive(): void; stop(): void } {
  const controller = new AbortController();
  const bark = (): void => {
    controller.abort(new Error(`nothing came for ${SILENCE_MS / 1000} s`));
  };
  let timer = setTimeout(bark, SILENCE_MS);
  return {
    signal: controller.signal,
    alive() {
      clearTimeout(timer);
      timer = setTimeout(bark, SILENCE_MS);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}

async function request(
  url: string,
  { from, tag, signal }: { from: number; tag: string | undefined; signal: AbortSignal },
): Promise<Response> {
  const rest = from > 0 && tag !== undefined ? { Range: `bytes=${from}-`, 'If-Range': tag } : undefined;
  // Not compressed on the way: lengths and ranges are those of the file.
  const response = await fetch(url, { signal, headers: { 'Accept-Encoding': 'identity', ...rest } });
  if (rest && response.status === RANGE_NOT_SATISFIABLE)
    return request(url, { from: 0, tag: undefined, signal });
  if (response.ok && response.body) return response;
  throw new StarlabError(
    `${new URL(url).host} answers ${response.status} ${response.statusText} for ${url}.`,
    {
      remedy: byHand(url),
    },
  );
}

interface Transfer {
  readonly partial: string;
  readonly tagFile: string;
}

/** Takes what is missing of the file into `partial`. */
async function transfer({ url, onProgress }: Download, { partial, tagFile }: Transfer): Promise<void> {
  const guard = watchdog();
  try {
    const from = await sizeOf(partial);
    const response = await request(url, { from, tag: await textOf(tagFile), signal: guard.signal });
    const resumed = response.status === PARTIAL_CONTENT;
    const tag = response.headers.get('etag');
    if (tag !== null && !tag.startsWith('W/')) await writeFile(tagFile, tag);
    else await rm(tagFile, { force: true });
    let done = resumed ? from : 0;
    const length = response.headers.get('content-length');
    const total = length === null ? undefined : done + Number(length);
    const file = await open(partial, resumed ? 'a' : 'w');
    try {
      for await (const chunk of response.body ?? []) {
        guard.alive();
        await file.writeFile(chunk);
        done += chunk.length;
        onProgress?.(done, total);
      }
    } finally {
      await file.close();
    }
    if (total !== undefined && done !== total) throw new Error(`${done} of ${total} bytes came`);
  } catch (error) {
    if (error instanceof StarlabError || isOfDisk(error)) throw error;
    throw unreachable(url, error);
  } finally {
    guard.stop();
  }
}

const isOfDisk = (error: unknown): boolean => error instanceof Error && 'syscall' in error && 'path' in error;

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * Downloads a file, or what is missing of it, and checks its hash before it gets its name.
 * @returns the SHA-256 of the whole.
 * @throws StarlabError when there is no network, the server has no such file, or the hash is another.
 */
export async function download(options: Download): Promise<string> {
  const { url, path, sha256: expected = '' } = options;
  await mkdir(dirname(path), { recursive: true });
  const files = { partial: `${path}.partial`, tagFile: `${path}.partial.etag` };
  await transfer(options, files);
  const found = await sha256Of(files.partial);
  await rm(files.tagFile, { force: true });
  if (!found.startsWith(expected)) {
    await rm(files.partial, { force: true });
    throw new StarlabError(`${url} has SHA-256 ${found}, which should begin with ${expected}.`, {
      remedy:
        'What came is not the published file and was deleted. Try again; behind a proxy, fetch it some other way.',
    });
  }
  await rename(files.partial, path);
  return found;
}
