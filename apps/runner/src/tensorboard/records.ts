// Records of a TFRecord file, the frame of TensorBoard's event files: length (uint64), its masked CRC-32C, data, its masked
// CRC-32C, all little-endian. A writer that was killed leaves half a record at the end.
import { createReadStream } from 'node:fs';
import { StarlabError } from '@starlab/experiment';
import { maskedCrc32c } from './crc32c.ts';

const HEADER_BYTES = 12;
const FOOTER_BYTES = 4;
/** No event is larger; a length beyond it is no length. */
const LARGEST_BYTES = 2 ** 30;

function damaged(path: string, at: number, what: string): StarlabError {
  return new StarlabError(`${path}: damaged at byte ${at}: ${what}.`, {
    remedy: 'Take the file from a backup, or move it out of the folder and import the others.',
  });
}

interface Place {
  readonly path: string;
  /** Of the first byte of `bytes` in the file. */
  readonly offset: number;
}

/** The record at the beginning of `bytes`, or undefined if it goes on beyond them. */
function recordAt(bytes: Buffer, { path, offset }: Place): { data: Buffer; length: number } | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  if (maskedCrc32c(bytes.subarray(0, 8)) !== bytes.readUInt32LE(8)) {
    throw damaged(path, offset, 'the checksum of a record’s length does not fit');
  }
  const size = Number(bytes.readBigUInt64LE(0));
  if (size > LARGEST_BYTES) throw damaged(path, offset, `a record of ${size} bytes`);
  const length = HEADER_BYTES + size + FOOTER_BYTES;
  if (bytes.length < length) return undefined;
  const data = bytes.subarray(HEADER_BYTES, HEADER_BYTES + size);
  if (maskedCrc32c(data) !== bytes.readUInt32LE(HEADER_BYTES + size)) {
    throw damaged(path, offset, 'the checksum of a record does not fit');
  }
  return { data, length };
}

/**
 * The records of a file, in order.
 * @param onTruncated hears how many bytes of an unfinished last record are left out.
 * @throws StarlabError if a checksum does not fit.
 */
export async function* readRecords(
  path: string,
  onTruncated: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const record = recordAt(pending, { path, offset });
      if (!record) break;
      yield record.data;
      pending = pending.subarray(record.length);
      offset += record.length;
    }
  }
  if (pending.length > 0) onTruncated(pending.length);
}
