// Replays the baselines' single layers: outputs, and gradients of inputs and parameters.
import { singleLayerNames, singleLayerStep } from '@starlab/models';
import { decodeFloat32, goldenParameter, sym } from '@starlab/testing/golden';
import { z } from 'zod';
import { compareArrays, compareCounts, type Comparison, type Tolerance } from '../comparison.ts';
import { goldenKind, storedTensorSchema, type ReplayOptions } from '../golden-kind.ts';

/** Sums of some hundred products, rounded in other orders; the authors' own runs agree within 7e-6. */
const tolerance = { kind: 'absolute', tolerance: 2e-5 } satisfies Tolerance;

const shapeSchema = z.array(z.int());
const layerSchema = z.object({
  inputShapes: z.array(shapeSchema),
  output: storedTensorSchema,
  inputGrad: z.array(storedTensorSchema),
  paramShapes: z.record(z.string(), shapeSchema),
  paramGrad: z.record(z.string(), storedTensorSchema),
});
type LayerDocument = z.output<typeof layerSchema>;

async function layerComparisons(
  name: string,
  layer: LayerDocument,
  { device }: ReplayOptions,
): Promise<Comparison[]> {
  if (!singleLayerNames.includes(name)) return [compareCounts({ group: 'layers of ours', name }, 0, 1)];
  const shapes: Record<string, readonly number[]> = { g: layer.output.shape, ...layer.paramShapes };
  const values: Record<string, Float32Array> = { g: sym(`layer/${name}/g`, layer.output.shape, 1) };
  for (const [parameter, shape] of Object.entries(layer.paramShapes))
    values[parameter] = goldenParameter(`layer.${name}.${parameter}`, shape);
  layer.inputShapes.forEach((shape, index) => {
    shapes[`x${index}`] = shape;
    values[`x${index}`] = sym(`layer/${name}/x${index}`, shape, 1);
  });
  const parameters = Object.keys(layer.paramShapes);
  const step = singleLayerStep(name, { inputCount: layer.inputShapes.length, parameters });
  const program = await device.compile(step, { state: {}, inputs: shapes });
  const ours = await program.run(values);
  await program.dispose();

  const gradients = [
    ...layer.inputGrad.map((theirs, index) => [`x${index}`, theirs] as const),
    ...Object.entries(layer.paramGrad),
  ];
  return [
    compareArrays({ group: 'outputs', name }, ours['output'], decodeFloat32(layer.output), tolerance),
    ...gradients.map(([of, theirs]) =>
      compareArrays(
        { group: 'gradients', name: `${name}, ${of}` },
        ours[`gradient ${of}`],
        decodeFloat32(theirs),
        tolerance,
      ),
    ),
  ];
}

export const singleLayers = goldenKind({
  name: 'single-layers',
  holds: 'single layers of the baselines',
  unit: 'layers',
  marks: ['layers'],
  schema: z.object({ layers: z.record(z.string(), layerSchema) }),
  replay: async ({ layers }, options) => {
    const compared: Comparison[] = [];
    const entries = Object.entries(layers);
    for (const [index, [name, layer]] of entries.entries()) {
      compared.push(...(await layerComparisons(name, layer, options)));
      options.onProgress?.(index + 1, entries.length);
    }
    return compared;
  },
});
