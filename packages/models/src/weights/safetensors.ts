// The safetensors format: 8 bytes of header length, a JSON header of names, shapes and byte ranges, then the data.
// Float32 alone, little-endian; https://github.com/huggingface/safetensors describes the layout.
import { StarlabError } from '@starlab/experiment';
import { z } from 'zod';
import { sizeOf, type HostTensor } from './host-tensor.ts';

/** Bytes that are not a readable safetensors file, and what is wrong with them. */
export class SafetensorsError extends StarlabError {
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

export interface SafetensorsFile {
  readonly tensors: Record<string, HostTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

function headerOf(
  tensors: Readonly<Record<string, HostTensor>>,
  metadata: Readonly<Record<string, string>>,
): Record<string, TensorEntry | Readonly<Record<string, string>>> {
  const header: Record<string, TensorEntry | Readonly<Record<string, string>>> = { [METADATA_KEY]: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    if (data.length !== sizeOf(shape))
      throw new RangeError(`${name}: ${data.length} numbers do not fill shape [${shape.join(', ')}]`);
    header[name] = {
      dtype: 'F32',
      shape: [...shape],
      data_offsets: [offset, offset + data.byteLength],
    };
    offset += data.byteLength;
  }
  return header;
}

/** The bytes of a file holding `tensors` in the order given, with `metadata` in its header. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, HostTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(headerOf(tensors, metadata)));
  const headerLength = Math.ceil(json.length / 8) * 8; // so that the data is aligned
  const dataLength = Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + dataLength);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, LENGTH_BYTES);
  let offset = LENGTH_BYTES + headerLength;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
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

function readTensor(name: string, entry: TensorEntry, data: Uint8Array): HostTensor {
  const [begin, end] = entry.data_offsets;
  if (entry.dtype !== 'F32') throw new SafetensorsError(`${name} is ${entry.dtype}; only F32 is read`);
  if (end > data.length)
    throw new SafetensorsError(`${name} ends at data byte ${end}, of which there are ${data.length}`);
  const expected = sizeOf(entry.shape) * Float32Array.BYTES_PER_ELEMENT;
  if (end - begin !== expected)
    throw new SafetensorsError(
      `${name} has ${end - begin} bytes where shape [${entry.shape.join(', ')}] needs ${expected}`,
    );
  // Copied by `set`: a Node Buffer's `slice` would be a view, and float32 views must start at a multiple of four.
  const copy = new Uint8Array(expected);
  copy.set(data.subarray(begin, end));
  return { shape: entry.shape, data: new Float32Array(copy.buffer) };
}

/**
 * The tensors and metadata of a file, copied out of `bytes`.
 * @throws SafetensorsError when the file is cut short, its header is malformed, or a tensor is not float32.
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { header, dataStart } = readHeader(bytes);
  const { [METADATA_KEY]: metadata = {}, ...entries } = header;
  const data = bytes.subarray(dataStart);
  const tensors = Object.entries(entries).map(
    ([name, entry]) => [name, readTensor(name, entry, data)] as const,
  );
  return { tensors: Object.fromEntries(tensors), metadata };
}
