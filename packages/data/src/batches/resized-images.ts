// Whole images at the training size, kept on disk for later epochs and for other runs on the same data. Only draws without a crop
// can take them: a crop comes before the resize, so it needs the image at its original size.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Size } from '../resize/pillow.ts';

export interface ResizedImage {
  /** Of the image as its file has it: where a crop would lie depends on it. */
  readonly original: Size;
  /** `[S, S, 3]` uint8. */
  readonly rgb: Uint8Array;
}

export interface ResizedImages {
  /** What was kept of the content of the file at `path`, if anything. */
  read(path: string): Promise<ResizedImage | undefined>;
  /** Keeps an image, unless there is no room. A disk that cannot be written to is no error: nothing more is kept. */
  keep(path: string, image: ResizedImage): Promise<void>;
}

export interface ResizedImagesOptions {
  /** Shared by all sizes and runs; made if need be. Whatever is in it may be deleted at any time. */
  readonly folder: string;
  readonly imageSize: number;
  /** Of the images of this size. Default 4 GiB: 21,845 of 256×256. */
  readonly limitBytes?: number;
}

const DEFAULT_LIMIT_BYTES = 2 ** 32;
/** Width and height of the original, unsigned 32 bits each, little-endian. */
const HEADER_BYTES = 8;

function encode({ original, rgb }: ResizedImage): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(original.width, 0);
  header.writeUInt32LE(original.height, 4);
  return Buffer.concat([header, rgb]);
}

function decode(bytes: Buffer): ResizedImage {
  const original = { width: bytes.readUInt32LE(0), height: bytes.readUInt32LE(4) };
  return {
    original,
    rgb: new Uint8Array(bytes.buffer, bytes.byteOffset + HEADER_BYTES, bytes.length - HEADER_BYTES),
  };
}

/** SHA-256 of files' contents; a file is read once. */
function contentKeys(): (path: string) => Promise<string> {
  const keys = new Map<string, Promise<string>>();
  const keyOf = async (path: string): Promise<string> =>
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  return (path) => {
    const key = keys.get(path) ?? keyOf(path);
    keys.set(path, key);
    key.catch(() => keys.delete(path));
    return key;
  };
}

export function resizedImages({
  folder,
  imageSize,
  limitBytes = DEFAULT_LIMIT_BYTES,
}: ResizedImagesOptions): ResizedImages {
  const recordBytes = HEADER_BYTES + 3 * imageSize * imageSize;
  const own = join(folder, `pillow-bilinear-${imageSize}`);
  const contentKey = contentKeys();
  const fileOf = async (path: string): Promise<string> => join(own, `${await contentKey(path)}.rgb`);

  /** What this process wrote or is writing. */
  const written = new Set<string>();
  /** How many more fit, counted when the first is kept. */
  let room: Promise<number> | undefined;
  const countRoom = async (): Promise<number> => {
    await mkdir(own, { recursive: true });
    return Math.floor(limitBytes / recordBytes) - (await readdir(own)).length;
  };

  return {
    async read(path) {
      try {
        const bytes = await readFile(await fileOf(path));
        return bytes.length === recordBytes ? decode(bytes) : undefined;
      } catch {
        return undefined; // not there; or an unreadable image, which whoever decodes it will name
      }
    },
    async keep(path, image) {
      try {
        room ??= countRoom();
        const left = await room;
        const file = await fileOf(path);
        if (left <= 0 || written.has(file)) return;
        written.add(file);
        room = Promise.resolve(left - 1);
        // Written beside and renamed: a file that is there is whole, even when two runs write it at once.
        const partial = `${file}.${process.pid}.partial`;
        await writeFile(partial, encode(image));
        await rename(partial, file);
      } catch {
        room = Promise.resolve(0);
      }
    },
  };
}
