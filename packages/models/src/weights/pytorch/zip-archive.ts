// The zip container of torch.save since PyTorch 1.6: entries stored uncompressed, found by the central directory at the
// end. PKWARE's APPNOTE 6.3 has the layout. What torch never writes (compression, encryption, parts) is refused.
import { crc32 } from 'node:zlib';
import { ByteReader } from './byte-reader.ts';
import { PyTorchFileError } from './pytorch-error.ts';

const SIGNATURE = {
  entry: 0x04034b50,
  directory: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator: 0x07064b50,
};
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const ENTRY_BYTES = 30;
const MAX_COMMENT = 0xffff;
/** More than any model has tensors. */
const MAX_ENTRIES = 1_000_000;
const UNKNOWN16 = 0xffff;
const UNKNOWN32 = 0xffffffff;
const ZIP64_FIELD = 1;
const ENCRYPTED = 1;

interface Entry {
  readonly name: string;
  readonly size: number;
  readonly crc: number;
  /** Of its local header. */
  readonly offset: number;
}

export interface ZipArchive {
  readonly names: readonly string[];
  /**
   * The bytes of an entry, not copied.
   * @throws PyTorchFileError if there is none of that name, or its checksum does not fit.
   */
  read(name: string): Uint8Array;
}

export const isZip = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && new ByteReader(bytes).uint32() === SIGNATURE.entry;

/** Position of the end record: the last one whose comment reaches exactly to the end of the file. */
function findEnd(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = Math.max(0, bytes.length - END_BYTES - MAX_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= first; at--) {
    if (view.getUint32(at, true) !== SIGNATURE.end) continue;
    if (at + END_BYTES + view.getUint16(at + 20, true) === bytes.length) return at;
  }
  throw new PyTorchFileError('the zip archive has no end record, so it was cut short');
}

function expectSignature(reader: ByteReader, signature: number, what: string): void {
  if (reader.uint32() !== signature)
    throw new PyTorchFileError(`the zip archive’s ${what} is not where it should be`);
}

interface Directory {
  readonly count: number;
  readonly offset: number;
}

function readDirectory64(bytes: Uint8Array, end: number): Directory {
  const locator = new ByteReader(bytes, Math.max(0, end - LOCATOR_BYTES));
  expectSignature(locator, SIGNATURE.locator, '64-bit locator');
  locator.skip(4);
  const record = new ByteReader(bytes, locator.uint64());
  expectSignature(record, SIGNATURE.end64, '64-bit end record');
  record.skip(28);
  const count = record.uint64();
  record.skip(8);
  return { count, offset: record.uint64() };
}

function readDirectory(bytes: Uint8Array): Directory {
  const end = findEnd(bytes);
  const record = new ByteReader(bytes, end + 4);
  record.skip(6);
  const count = record.uint16();
  record.skip(4);
  const offset = record.uint32();
  return count === UNKNOWN16 || offset === UNKNOWN32 ? readDirectory64(bytes, end) : { count, offset };
}

/** The 64-bit numbers that stand in an extra field for those that did not fit 32 bits, in order. */
function extraNumbers(extra: Uint8Array): ByteReader | undefined {
  const reader = new ByteReader(extra);
  while (extra.length - reader.at >= 4) {
    const kind = reader.uint16();
    const field = reader.take(reader.uint16());
    if (kind === ZIP64_FIELD) return new ByteReader(field);
  }
  return undefined;
}

function readEntry(reader: ByteReader): Entry {
  expectSignature(reader, SIGNATURE.directory, 'directory entry');
  reader.skip(4);
  const flags = reader.uint16();
  const method = reader.uint16();
  reader.skip(4);
  const crc = reader.uint32();
  const stored32 = reader.uint32();
  const size32 = reader.uint32();
  const nameLength = reader.uint16();
  const extraLength = reader.uint16();
  const commentLength = reader.uint16();
  reader.skip(8);
  const offset32 = reader.uint32();
  const name = reader.text(nameLength);
  const wide = extraNumbers(reader.take(extraLength));
  reader.skip(commentLength);
  if (method !== 0 || (flags & ENCRYPTED) !== 0)
    throw new PyTorchFileError(`entry ${name} is compressed or encrypted, which torch.save never does`);
  const whole = (value: number): number => (value === UNKNOWN32 && wide ? wide.uint64() : value);
  const size = whole(size32);
  const stored = whole(stored32);
  if (size !== stored) throw new PyTorchFileError(`entry ${name} has two lengths, ${size} and ${stored}`);
  return { name, size, crc, offset: whole(offset32) };
}

function contents(bytes: Uint8Array, { name, size, crc, offset }: Entry): Uint8Array {
  const reader = new ByteReader(bytes, offset);
  expectSignature(reader, SIGNATURE.entry, `entry ${name}`);
  reader.skip(ENTRY_BYTES - 8);
  const nameLength = reader.uint16();
  reader.skip(reader.uint16() + nameLength);
  const data = reader.take(size);
  if (crc32(data) !== crc) throw new PyTorchFileError(`the checksum of entry ${name} does not fit its bytes`);
  return data;
}

/** @throws PyTorchFileError when the directory is cut short or damaged. */
export function openZip(bytes: Uint8Array): ZipArchive {
  const { count, offset } = readDirectory(bytes);
  if (count > MAX_ENTRIES) throw new PyTorchFileError(`the zip archive claims ${count} entries`);
  const reader = new ByteReader(bytes, offset);
  const entries = new Map<string, Entry>();
  for (let i = 0; i < count; i++) {
    const entry = readEntry(reader);
    if (entries.has(entry.name)) throw new PyTorchFileError(`two entries are called ${entry.name}`);
    entries.set(entry.name, entry);
  }
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name);
      if (!entry) throw new PyTorchFileError(`entry ${name} is missing`);
      return contents(bytes, entry);
    },
  };
}
