// What torch.save writes, read without Python: the zip format (PyTorch 1.6 and later) and the older stream of pickles and
// storages. The bytes are untrusted: every length is checked before it is used, and no name in them is called.
import { sizeOf } from '../host-tensor.ts';
import { bytesPerElement, type StoredTensor } from '../stored-tensor.ts';
import { ByteReader } from './byte-reader.ts';
import type { PickleValue } from './globals.ts';
import { namedTensors } from './named-tensors.ts';
import { PyTorchFileError } from './pytorch-error.ts';
import type { StorageReference, TensorView } from './tensor-view.ts';
import { unpickle } from './unpickle.ts';
import { isZip, openZip } from './zip-archive.ts';

interface Contents {
  readonly root: PickleValue;
  /** The storages' bytes by key. */
  readonly storages: ReadonlyMap<string, Uint8Array>;
}

/** First pickle of the stream format. */
const STREAM_MAGIC = 0x1950a86a20f9469cfc6cn;
const STREAM_VERSION = 1001;
const PICKLE_BEGINS = 0x80;
const JSON_BEGINS = 0x7b;
/** Tensors may share storages, so together they may be larger than the file; not without bound. */
const MAX_EXPANSION = 4;
const EXPANSION_MARGIN = 2 ** 20;

/** The length that safetensors begins with may have a pickle's first byte; its JSON then begins at byte 8. */
const startsStream = (bytes: Uint8Array): boolean => bytes[0] === PICKLE_BEGINS && bytes[8] !== JSON_BEGINS;

/** Whether these bytes begin as torch.save's do. */
export const isPyTorchFile = (bytes: Uint8Array): boolean => isZip(bytes) || startsStream(bytes);

const byteLengthOf = ({ type, elements }: StorageReference): number => elements * bytesPerElement(type);

const BIG_ENDIAN = [
  'it was written on a big-endian machine',
  'Save it again on a little-endian one.',
] as const;

function readZip(bytes: Uint8Array): Contents {
  const archive = openZip(bytes);
  const pickleName = archive.names.find((name) => name.endsWith('/data.pkl'));
  if (pickleName === undefined)
    throw new PyTorchFileError('the zip archive has no data.pkl, so torch.save did not write it');
  const folder = pickleName.slice(0, -'data.pkl'.length);
  const byteOrder = `${folder}byteorder`;
  if (
    archive.names.includes(byteOrder) &&
    new TextDecoder().decode(archive.read(byteOrder)).trim() !== 'little'
  )
    throw new PyTorchFileError(...BIG_ENDIAN);
  const { value: root, storages } = unpickle(new ByteReader(archive.read(pickleName)));
  const read = ([key, reference]: [string, StorageReference]): [string, Uint8Array] => {
    const data = archive.read(`${folder}data/${key}`);
    if (data.length !== byteLengthOf(reference))
      throw new PyTorchFileError(
        `storage ${key} has ${data.length} bytes where ${byteLengthOf(reference)} belong`,
      );
    return [key, data];
  };
  return { root, storages: new Map(Array.from(storages, read)) };
}

const isLittleEndian = (systemInfo: PickleValue): boolean =>
  systemInfo instanceof Map && systemInfo.get('little_endian') === true;

function readStream(bytes: Uint8Array): Contents {
  const reader = new ByteReader(bytes);
  if (unpickle(reader).value !== STREAM_MAGIC || unpickle(reader).value !== STREAM_VERSION)
    throw new PyTorchFileError('it is a pickle, but not one of torch.save');
  if (!isLittleEndian(unpickle(reader).value)) throw new PyTorchFileError(...BIG_ENDIAN);
  const { value: root, storages } = unpickle(reader);
  const keys = unpickle(reader).value;
  if (!Array.isArray(keys)) throw new PyTorchFileError('the list of storages is missing');
  // The storages lie behind the keys in their order, each with its number of elements before it.
  const read = (key: PickleValue): [string, Uint8Array] => {
    const reference = typeof key === 'string' ? storages.get(key) : undefined;
    if (!reference) throw new PyTorchFileError('a storage belongs to no tensor');
    const elements = reader.uint64();
    if (elements !== reference.elements)
      throw new PyTorchFileError(
        `storage ${reference.key} has ${elements} elements where ${reference.elements} belong`,
      );
    return [reference.key, reader.take(byteLengthOf(reference))];
  };
  return { root, storages: new Map(keys.map(read)) };
}

function checkExpansion(views: Iterable<TensorView>, fileBytes: number): void {
  const limit = MAX_EXPANSION * fileBytes + EXPANSION_MARGIN;
  let total = 0;
  for (const view of views) {
    total += sizeOf(view.shape) * bytesPerElement(view.storage.type);
    if (!(total <= limit)) throw new PyTorchFileError(`its tensors would fill more than ${limit} bytes`);
  }
}

/**
 * Every tensor of a file that torch.save wrote, copied out of `bytes`, under the path to it in the file's containers
 * joined by dots: `generator.from_rgb.weight`.
 * @throws PyTorchFileError when the file is of another kind, cut short or damaged, or holds anything but tensors and
 * plain containers; the message names what.
 */
export function decodePyTorch(bytes: Uint8Array): Record<string, StoredTensor> {
  if (!isPyTorchFile(bytes)) throw new PyTorchFileError('it begins with neither a zip archive nor a pickle');
  const { root, storages } = isZip(bytes) ? readZip(bytes) : readStream(bytes);
  const views = namedTensors(root);
  checkExpansion(views.values(), bytes.length);
  const copy = (view: TensorView): StoredTensor => {
    const storage = storages.get(view.storage.key);
    if (!storage) throw new PyTorchFileError(`storage ${view.storage.key} is missing`);
    return view.copyFrom(storage);
  };
  return Object.fromEntries(Array.from(views, ([name, view]) => [name, copy(view)] as const));
}
