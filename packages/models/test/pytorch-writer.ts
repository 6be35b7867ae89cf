// Writes what torch.save would write of the containers and tensors that a test describes, in both formats, so that
// tests need no Python: a handful of pickle opcodes, and a zip archive of stored entries.
import { crc32 } from 'node:zlib';

/** A window on a storage, as PyTorch pickles a tensor. */
export interface WrittenTensor {
  readonly storage: string;
  readonly offset?: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

export interface WrittenStorage {
  /** PyTorch's class, e.g. `HalfStorage`. */
  readonly type: string;
  readonly elements: number;
  readonly bytes: Uint8Array;
}

export type Written =
  | null
  | boolean
  | number
  | string
  | WrittenTensor
  | readonly Written[]
  | { readonly items: Readonly<Record<string, Written>> };

export interface WrittenFile {
  readonly root: Written;
  readonly storages: Readonly<Record<string, WrittenStorage>>;
}

const text = (value: string): Buffer => Buffer.from(value, 'utf8');

function number(kind: 'uint16' | 'uint32' | 'uint64', value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes.subarray(0, { uint16: 2, uint32: 4, uint64: 8 }[kind]);
}

/** Pickle opcodes by what they do. */
export const pickle = {
  protocol: Buffer.from([0x80, 2]),
  stop: text('.'),
  mark: text('('),
  global: (name: string): Buffer =>
    text(`c${name.slice(0, name.lastIndexOf('.'))}\n${name.slice(name.lastIndexOf('.') + 1)}\n`),
  text: (value: string): Buffer =>
    Buffer.concat([text('X'), number('uint32', text(value).length), text(value)]),
  integer: (value: number): Buffer => Buffer.concat([Buffer.from([0x8a, 8]), number('uint64', value)]),
  reduce: text('R'),
  tuple: text('t'),
  emptyTuple: text(')'),
};

const pickled = (...parts: readonly Buffer[]): Buffer =>
  Buffer.concat([pickle.protocol, ...parts, pickle.stop]);

function tensorOps({ storage, offset = 0, shape, strides }: WrittenTensor, file: WrittenFile): Buffer[] {
  const { type = '', elements = 0 } = file.storages[storage] ?? {};
  const tuple = (values: readonly number[]): Buffer[] => [
    pickle.mark,
    ...values.map(pickle.integer),
    pickle.tuple,
  ];
  return [
    pickle.global('torch._utils._rebuild_tensor_v2'),
    pickle.mark,
    pickle.mark,
    pickle.text('storage'),
    pickle.global(`torch.${type}`),
    pickle.text(storage),
    pickle.text('cpu'),
    pickle.integer(elements),
    pickle.tuple,
    text('Q'),
    pickle.integer(offset),
    ...tuple(shape),
    ...tuple(strides),
    Buffer.from([0x89]),
    pickle.global('collections.OrderedDict'),
    pickle.emptyTuple,
    pickle.reduce,
    pickle.tuple,
    pickle.reduce,
  ];
}

function valueOps(value: Written, file: WrittenFile): Buffer[] {
  if (value === null) return [text('N')];
  if (typeof value === 'boolean') return [Buffer.from([value ? 0x88 : 0x89])];
  if (typeof value === 'number') return [pickle.integer(value)];
  if (typeof value === 'string') return [pickle.text(value)];
  if ('storage' in value) return tensorOps(value, file);
  if ('items' in value) {
    const items = Object.entries(value.items).flatMap(([key, item]) => [
      pickle.text(key),
      ...valueOps(item, file),
    ]);
    return [text('}'), pickle.mark, ...items, text('u')];
  }
  return [text(']'), pickle.mark, ...value.flatMap((item) => valueOps(item, file)), text('e')];
}

/** The stream format around a pickled root. */
export function streamFile(root: Buffer, storages: WrittenFile['storages'] = {}): Buffer {
  const magic = Buffer.from([0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);
  const keys = Object.keys(storages).map(pickle.text);
  return Buffer.concat([
    pickled(magic),
    pickled(pickle.integer(1001)),
    pickled(text('}'), pickle.text('little_endian'), Buffer.from([0x88]), text('s')),
    pickled(root),
    pickled(text(']'), pickle.mark, ...keys, text('e')),
    ...Object.values(storages).flatMap(({ elements, bytes }) => [
      number('uint64', elements),
      Buffer.from(bytes),
    ]),
  ]);
}

function zipFile(entries: Readonly<Record<string, Uint8Array>>): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, data] of Object.entries(entries)) {
    const crcAndSizes = [crc32(data), data.length, data.length].map((value) => number('uint32', value));
    const lengths = [number('uint16', text(name).length), number('uint16', 0)];
    const common = [Buffer.alloc(8), ...crcAndSizes, ...lengths];
    const entry = Buffer.concat([text('PK\u0003\u0004'), Buffer.alloc(2), ...common, text(name), data]);
    local.push(entry);
    const place = [Buffer.alloc(10), number('uint32', offset)];
    directory.push(Buffer.concat([text('PK\u0001\u0002'), Buffer.alloc(4), ...common, ...place, text(name)]));
    offset += entry.length;
  }
  const listed = Buffer.concat(directory);
  const counts = [number('uint16', directory.length), number('uint16', directory.length)];
  const end = [
    text('PK\u0005\u0006'),
    Buffer.alloc(4),
    ...counts,
    number('uint32', listed.length),
    number('uint32', offset),
    Buffer.alloc(2),
  ];
  return Buffer.concat([...local, listed, ...end]);
}

export function writePyTorch(file: WrittenFile, format: 'zip' | 'stream'): Buffer {
  const root = Buffer.concat(valueOps(file.root, file));
  if (format === 'stream') return streamFile(root, file.storages);
  const storages = Object.entries(file.storages).map(
    ([key, { bytes }]) => [`archive/data/${key}`, bytes] as const,
  );
  return zipFile({
    'archive/data.pkl': pickled(root),
    'archive/byteorder': text('little'),
    ...Object.fromEntries(storages),
  });
}
