// A tensor as a file holds it: any of the numeric types PyTorch stores, byte for byte, and its values as float32.
import { StarlabError } from '@starlab/experiment';
import { sizeOf, type HostTensor } from './host-tensor.ts';

interface NumberType {
  readonly bytes: number;
  /** The value at byte `offset`, little-endian, as the nearest double. */
  readonly read: (view: DataView, offset: number) => number;
}

/** An IEEE half: 1 sign bit, 5 of exponent, 10 of fraction. Exact. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const floatBits = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. Exact. */
function bfloatValue(bits: number): number {
  floatBits.setUint32(0, bits * 2 ** 16);
  return floatBits.getFloat32(0);
}

/** The types by the names safetensors gives them. */
const numberTypes = {
  F64: { bytes: 8, read: (view, offset) => view.getFloat64(offset, true) },
  F32: { bytes: 4, read: (view, offset) => view.getFloat32(offset, true) },
  F16: { bytes: 2, read: (view, offset) => halfValue(view.getUint16(offset, true)) },
  BF16: { bytes: 2, read: (view, offset) => bfloatValue(view.getUint16(offset, true)) },
  I64: { bytes: 8, read: (view, offset) => Number(view.getBigInt64(offset, true)) },
  I32: { bytes: 4, read: (view, offset) => view.getInt32(offset, true) },
  I16: { bytes: 2, read: (view, offset) => view.getInt16(offset, true) },
  I8: { bytes: 1, read: (view, offset) => view.getInt8(offset) },
  U8: { bytes: 1, read: (view, offset) => view.getUint8(offset) },
  BOOL: { bytes: 1, read: (view, offset) => Number(view.getUint8(offset) !== 0) },
} as const satisfies Record<string, NumberType>;

export type TensorType = keyof typeof numberTypes;

export const isTensorType = (name: string): name is TensorType => Object.hasOwn(numberTypes, name);

export const bytesPerElement = (type: TensorType): number => numberTypes[type].bytes;

export interface StoredTensor {
  readonly type: TensorType;
  readonly shape: readonly number[];
  /** Row-major, little-endian. */
  readonly bytes: Uint8Array;
}

export type StoredTensors = Readonly<Record<string, StoredTensor>>;

/**
 * The values as float32: exact but for float64 and integers beyond 2^24, which are rounded. Float32 that lies as a
 * Float32Array must is shared, not copied.
 */
export function toFloat32({ type, shape, bytes }: StoredTensor): HostTensor {
  const { bytes: width, read } = numberTypes[type];
  const count = sizeOf(shape);
  if (bytes.length !== count * width)
    throw new RangeError(`${bytes.length} bytes do not fill ${type} [${shape.join(', ')}]`);
  if (type === 'F32' && bytes.byteOffset % width === 0)
    return { shape, data: new Float32Array(bytes.buffer, bytes.byteOffset, count) };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = new Float32Array(count);
  for (let i = 0; i < count; i++) data[i] = read(view, i * width);
  return { shape, data };
}

/** A float32 tensor as a file holds it; the bytes are shared, not copied. */
export function fromFloat32({ shape, data }: HostTensor): StoredTensor {
  return { type: 'F32', shape, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

/** Bytes that are not a readable file of weights, and what is wrong with them. */
export class WeightFileError extends StarlabError {
  override readonly name: string = 'WeightFileError';
}
