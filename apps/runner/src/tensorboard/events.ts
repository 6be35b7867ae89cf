// TensorBoard's events (tensorflow/core/util/event.proto, framework/summary.proto, framework/tensor.proto): of each its step, its
// time, and of its summary the scalars and the images. Histograms, texts and graphs are passed over.
import { bytesField, fieldsOf, integerField } from './wire-format.ts';

export interface EventImage {
  readonly tag: string;
  readonly width: number;
  readonly height: number;
  /** As its writer encoded it. */
  readonly encoded: Buffer;
}

export interface TensorBoardEvent {
  readonly step: number;
  /** ms since the epoch. */
  readonly time: number;
  readonly scalars: Readonly<Record<string, number>>;
  readonly images: readonly EventImage[];
}

const EVENT = { wallTime: 1, step: 2, summary: 5 } as const;
const SUMMARY_VALUE = 1;
const VALUE = { tag: 1, simpleValue: 2, image: 4, tensor: 8 } as const;
const IMAGE = { height: 1, width: 2, encoded: 4 } as const;
const TENSOR = { type: 1, content: 4, float: 5, double: 6, string: 8 } as const;
/** DataType of tensorflow/core/framework/types.proto. */
const [FLOAT, DOUBLE, STRING] = [1, 2, 7];

interface Tensor {
  readonly type: number;
  readonly numbers: Buffer;
  readonly strings: readonly Buffer[];
}

function tensorOf(message: Buffer): Tensor {
  let type = 0;
  const numbers: Buffer[] = [];
  const strings: Buffer[] = [];
  for (const { number, value } of fieldsOf(message)) {
    if (number === TENSOR.type && typeof value === 'bigint') type = Number(value);
    if (!Buffer.isBuffer(value)) continue;
    if (number === TENSOR.content || number === TENSOR.float || number === TENSOR.double) numbers.push(value);
    if (number === TENSOR.string) strings.push(value);
  }
  return { type, numbers: Buffer.concat(numbers), strings };
}

/** The value of a tensor that is one float or double. */
function scalarOf({ type, numbers }: Tensor): number | undefined {
  if (type === FLOAT && numbers.length === 4) return numbers.readFloatLE(0);
  if (type === DOUBLE && numbers.length === 8) return numbers.readDoubleLE(0);
  return undefined;
}

/** TensorBoard 2 keeps pictures as a list of strings: width, height, then the pictures, of which the first is taken. */
function imageOf(tag: string, { type, strings }: Tensor): EventImage | undefined {
  const [width, height, encoded] = strings;
  if (type !== STRING || !width || !height || !encoded) return undefined;
  const size = [width, height].map((text) => Number(text.toString('latin1')));
  const [w = 0, h = 0] = size;
  return size.every((length) => Number.isInteger(length) && length > 0)
    ? { tag, width: w, height: h, encoded }
    : undefined;
}

/** TensorBoard 1's own message for a picture. */
function oldImageOf(tag: string, message: Buffer): EventImage | undefined {
  const encoded = bytesField(message, IMAGE.encoded);
  const width = integerField(message, IMAGE.width);
  const height = integerField(message, IMAGE.height);
  return encoded && width > 0 && height > 0 ? { tag, width, height, encoded } : undefined;
}

function readValue(message: Buffer, scalars: Map<string, number>, images: EventImage[]): void {
  const tag = bytesField(message, VALUE.tag)?.toString('utf8') ?? '';
  if (tag === '') return;
  const simple = bytesField(message, VALUE.simpleValue);
  const tensorMessage = bytesField(message, VALUE.tensor);
  const imageMessage = bytesField(message, VALUE.image);
  const tensor = tensorMessage && tensorOf(tensorMessage);
  const scalar = simple?.length === 4 ? simple.readFloatLE(0) : tensor && scalarOf(tensor);
  if (scalar !== undefined) scalars.set(tag, scalar);
  const image = imageMessage ? oldImageOf(tag, imageMessage) : tensor && imageOf(tag, tensor);
  if (image) images.push(image);
}

/** @throws RangeError if the bytes are no event. */
export function parseEvent(message: Buffer): TensorBoardEvent {
  let step = 0;
  let time = 0;
  const scalars = new Map<string, number>();
  const images: EventImage[] = [];
  for (const { number, value } of fieldsOf(message)) {
    if (number === EVENT.step && typeof value === 'bigint') step = Number(BigInt.asIntN(64, value));
    if (!Buffer.isBuffer(value)) continue;
    if (number === EVENT.wallTime) time = Math.round(1000 * value.readDoubleLE(0));
    if (number !== EVENT.summary) continue;
    for (const part of fieldsOf(value)) {
      if (part.number === SUMMARY_VALUE && Buffer.isBuffer(part.value))
        readValue(part.value, scalars, images);
    }
  }
  return { step, time, scalars: Object.fromEntries(scalars), images };
}
