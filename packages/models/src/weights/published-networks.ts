// A StarGAN v2 checkpoint as its authors publish it, {generator, mapping_network, style_encoder} of state dicts: what its
// tensors are called here, and the architecture that can be read off their shapes.
import type { Network } from '@starlab/experiment';
import type { StarganV2Architecture } from '../stargan-v2/architecture.ts';
import { named, type ParameterShapes } from '../blocks/parameters.ts';
import { starganV2Shapes } from '../stargan-v2/networks.ts';
import type { HostTensor } from './host-tensor.ts';
import { WeightFileError } from './stored-tensor.ts';

/** The networks of a published checkpoint, which holds moving averages alone. */
export const publishedNetworks = [
  'generator',
  'mapping_network',
  'style_encoder',
] as const satisfies readonly Network[];

/** The constant filter of the high-pass skips, which the state dict lists and Starlab makes itself. */
const FILTER = 'generator.hpf.filter';
const FILTER_CENTRE = 4;

const MAX_IMAGE_SIZE = 4096;

type HostTensors = Readonly<Record<string, HostTensor>>;

/** Names, `generator.from_rgb.weight` and so on, and shapes of all that a published checkpoint of this architecture holds. */
export function publishedShapes(architecture: StarganV2Architecture): ParameterShapes {
  const shapes = starganV2Shapes(architecture);
  return Object.assign(
    {},
    ...publishedNetworks.map((network) => named(network, shapes[network])),
    architecture.highPassWeight > 0 && { [FILTER]: [3, 3] },
  );
}

/** The filter of the high-pass skips as the state dict lists it: [3, 3], centre 8 and neighbours −1, over w_hpf. */
export function publishedFilter({ highPassWeight }: StarganV2Architecture): HostTensors {
  if (highPassWeight === 0) return {};
  const data = Float32Array.from(
    { length: 9 },
    (_, tap) => (tap === FILTER_CENTRE ? 8 : -1) / highPassWeight,
  );
  return { [FILTER]: { shape: [3, 3], data } };
}

/** How many modules `name(0)`, `name(1)`, … there are. */
function countOf(tensors: HostTensors, name: (index: number) => string): number {
  let count = 0;
  while (Object.hasOwn(tensors, name(count))) count += 1;
  return count;
}

function extentOf(tensors: HostTensors, name: string, axis: number): number {
  const extent = tensors[name]?.shape[axis];
  if (extent !== undefined && extent > 0) return extent;
  throw new WeightFileError(
    `This is no StarGAN v2 checkpoint: ${name} is missing or has no extent ${axis}.`,
    {
      remedy: 'Give a file with the state dicts generator, mapping_network and style_encoder.',
    },
  );
}

function highPassWeightOf(tensors: HostTensors): number {
  const centre = tensors[FILTER]?.data[FILTER_CENTRE];
  if (centre === undefined) return 0;
  if (centre > 0 && Number.isFinite(centre)) return 8 / centre;
  throw new WeightFileError(`${FILTER} has ${centre} at its centre, which is 8 over w_hpf.`, {
    remedy: 'The file is damaged: download it again.',
  });
}

/**
 * The architecture that a published checkpoint's shapes show. Hold the tensors against `publishedShapes` of it.
 * @throws WeightFileError when a tensor that shows one of its sizes is missing.
 */
export function publishedArchitecture(tensors: HostTensors): StarganV2Architecture {
  const highPassWeight = highPassWeightOf(tensors);
  const blocks = countOf(tensors, (index) => `generator.encode.${index}.conv1.weight`);
  const trunkBlocks = countOf(tensors, (index) => `style_encoder.shared.${index + 1}.conv1.weight`);
  const widths = Array.from({ length: trunkBlocks }, (_, index) =>
    extentOf(tensors, `style_encoder.shared.${index + 1}.conv2.weight`, 0),
  );
  const architecture: StarganV2Architecture = {
    method: 'stargan-v2',
    // Halvings to 16 px (8 px with high-pass skips), and two blocks that do not halve.
    imageSize: 2 ** (blocks + 2 - (highPassWeight > 0 ? 1 : 0)),
    baseWidth: extentOf(tensors, 'generator.from_rgb.weight', 0),
    maxWidth: Math.max(0, ...widths),
    styleDimension: extentOf(tensors, 'style_encoder.unshared.0.weight', 0),
    latentDimension: extentOf(tensors, 'mapping_network.shared.0.weight', 1),
    hiddenDimension: extentOf(tensors, 'mapping_network.shared.0.weight', 0),
    domainCount: countOf(tensors, (domain) => `style_encoder.unshared.${domain}.weight`),
    highPassWeight,
    conditioning: 'style-code',
  };
  if (architecture.imageSize >= 32 && architecture.imageSize <= MAX_IMAGE_SIZE && trunkBlocks > 0)
    return architecture;
  throw new WeightFileError(`This is no StarGAN v2 checkpoint: its generator has ${blocks} encoder blocks.`, {
    remedy: `Starlab’s networks take images of 32 to ${MAX_IMAGE_SIZE} px.`,
  });
}
