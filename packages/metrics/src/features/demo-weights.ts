// The file of the demo network's weights: JSON with one base64 string per tensor, in bfloat16 (the upper half of a float32).
import { z } from 'zod';
import type { HostTensor, HostTensors } from '../networks/feature-parameters.ts';

const weightsFileSchema = z.strictObject({
  description: z.string(),
  /** Content hash of the pictures it was trained on. */
  trainedOn: z.string(),
  /** Of unseen pictures: accuracies of classes, and R² of numbers. */
  validation: z.record(z.string(), z.number()),
  parameters: z.record(z.string(), z.strictObject({ shape: z.array(z.int()), bfloat16: z.base64() })),
});
export type WeightsFile = z.infer<typeof weightsFileSchema>;

/** Reads the text of a weights file; throws when it is not one. */
export function readWeightsFile(text: string): HostTensors {
  const { parameters } = weightsFileSchema.parse(JSON.parse(text));
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, bfloat16 }]) => [
      name,
      { shape, data: decode(bfloat16) },
    ]),
  );
}

/** The text of a weights file; numbers are rounded to the nearest bfloat16. */
export function writeWeightsFile(file: Omit<WeightsFile, 'parameters'>, parameters: HostTensors): string {
  const encoded = Object.entries(parameters).map(([name, { shape, data }]: [string, HostTensor]) => [
    name,
    { shape: [...shape], bfloat16: encode(data) },
  ]);
  return `${JSON.stringify({ ...file, parameters: Object.fromEntries(encoded) }, undefined, 1)}\n`;
}

function decode(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  const bits = Uint32Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(2 * i) << 16);
  return new Float32Array(bits.buffer);
}

function encode(values: Float32Array): string {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const bytes = Buffer.alloc(2 * bits.length);
  for (const [i, word] of bits.entries()) bytes.writeUInt16LE((word + 0x8000) >>> 16, 2 * i);
  return bytes.toString('base64');
}
