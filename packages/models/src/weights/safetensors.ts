// The safetensors format: 8 bytes of header length, a JSON header of names, shapes and byte ranges, then the data.
// Little-endian; https://github.com/huggingface/safetensors describes the layout.
import { z } from 'zod';
import { sizeOf, type HostTensor } from './host-tensor.ts';
import {
  bytesPerElement,
  fromFloat32,
  isTensorType,
  toFloat32,
  WeightFileError,
  type StoredTensor,
  type StoredTensors,
} from './stored-tensor.ts';

/** Bytes that are not a readable safetensors file, and what is wrong with them. */
export class SafetensorsError extends WeightFileError {
  override readonly name = 'SafetensorsError';

  constructor(message: string, cause?: unknown) {
    super(`safetensors: ${message}`, {
      remedy: 'The file is damaged or of another kind: copy or write it again.',
      cause,
    });
  }
}

const LENGTH_BYTES = 8;
const METADATA_KEY = '__metadata__';

const tensorEntrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const headerSchema = z
  .object({ [METADATA_KEY]: z.record(z.string(), z.string()).optional() })
  .catchall(tensorEntrySchema);

type Header = z.infer<typeof headerSchema>;
type TensorEntry = z.infer<typeof tensorEntrySchema>;

export interface SafetensorsFile<T = HostTensor> {
  readonly tensors: Record<string, T>;
  readonly metadata: Readonly<Record<string, string>>;
}

function headerOf(
  tensors: StoredTensors,
  metadata: Readonly<Record<string, string>>,
): Record<string, TensorEntry | Readonly<Record<string, string>>> {
  const header: Record<string, TensorEntry | Readonly<Record<string, string>>> = { [METADATA_KEY]: metadata };
  let offset = 0;
  for (const [name, { type, shape, bytes }] of Object.entries(tensors)) {
    if (bytes.length !== sizeOf(shape) * bytesPerElement(type))
      throw new RangeError(`${name}: ${bytes.length} bytes do not fill ${type} [${shape.join(', ')}]`);
    header[name] = { dtype: type, shape: [...shape], data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
  }
  return header;
}

/** The bytes of a file holding `tensors` in the order given, with `metadata` in its header. */
export function encodeStoredTensors(
  tensors: StoredTensors,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(headerOf(tensors, metadata)));
  const headerLength = Math.ceil(json.length / 8) * 8; // so that the data is aligned
  const dataLength = Object.values(tensors).reduce((sum, { bytes }) => sum + bytes.length, 0);
  const file = new Uint8Array(LENGTH_BYTES + headerLength + dataLength);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(json, LENGTH_BYTES);
  let offset = LENGTH_BYTES + headerLength;
  for (const { bytes } of Object.values(tensors)) {
    file.set(bytes, offset);
    offset += bytes.length;
  }
  return file;
}

/** The same of float32 alone. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, HostTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const stored = Object.entries(tensors).map(([name, tensor]) => [name, fromFloat32(tensor)] as const);
  return encodeStoredTensors(Object.fromEntries(stored), metadata);
}

function readHeader(bytes: Uint8Array): { header: Header; dataStart: number } {
  if (bytes.length < LENGTH_BYTES) throw new SafetensorsError(`${bytes.length} bytes hold no header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dataStart = LENGTH_BYTES + Number(view.getBigUint64(0, true));
  if (dataStart > bytes.length)
    throw new SafetensorsError(`the header should end at byte ${dataStart}, the file at ${bytes.length}`);
  const text = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, dataStart));
  try {
    return { header: headerSchema.parse(JSON.parse(text)), dataStart };
  } catch (error) {
    throw new SafetensorsError('the header is not the JSON it should be', error);
  }
}

function readTensor(name: string, entry: TensorEntry, data: Uint8Array): StoredTensor {
  const [begin, end] = entry.data_offsets;
  const type = entry.dtype;
  if (!isTensorType(type)) throw new SafetensorsError(`${name} is ${type}, which Starlab does not read`);
  if (end > data.length)
    throw new SafetensorsError(`${name} ends at data byte ${end}, of which there are ${data.length}`);
  const expected = sizeOf(entry.shape) * bytesPerElement(type);
  if (end - begin !== expected)
    throw new SafetensorsError(
      `${name} has ${end - begin} bytes where ${type} [${entry.shape.join(', ')}] needs ${expected}`,
    );
  // Copied by `set`: a Node Buffer's `slice` would be a view, and float32 views must start at a multiple of four.
  const bytes = new Uint8Array(expected);
  bytes.set(data.subarray(begin, end));
  return { type, shape: entry.shape, bytes };
}

/**
 * The tensors and metadata of a file as they are, copied out of `bytes`.
 * @throws SafetensorsError when the file is cut short, its header is malformed, or a tensor is of an unknown type.
 */
export function decodeStoredTensors(bytes: Uint8Array): SafetensorsFile<StoredTensor> {
  const { header, dataStart } = readHeader(bytes);
  const { [METADATA_KEY]: metadata = {}, ...entries } = header;
  const data = bytes.subarray(dataStart);
  // Ranges do not overlap in this format: a small file cannot claim to hold much.
  const claimed = Object.values(entries).reduce(
    (sum, { data_offsets: [begin, end] }) => sum + end - begin,
    0,
  );
  if (claimed > data.length)
    throw new SafetensorsError(`its tensors claim ${claimed} of ${data.length} data bytes`);
  const tensors = Object.entries(entries).map(
    ([name, entry]) => [name, readTensor(name, entry, data)] as const,
  );
  return { tensors: Object.fromEntries(tensors), metadata };
}

/**
 * The same of float32 alone.
 * @throws SafetensorsError also when a tensor is of another type.
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { tensors, metadata } = decodeStoredTensors(bytes);
  const read = Object.entries(tensors).map(([name, tensor]) => {
    if (tensor.type !== 'F32') throw new SafetensorsError(`${name} is ${tensor.type}; only F32 is read`);
    return [name, toFloat32(tensor)] as const;
  });
  return { tensors: Object.fromEntries(read), metadata };
}
