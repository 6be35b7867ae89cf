// The training state as programs hold it: a few vectors per group and network, `parameters/<network>/0` and so on; and the way
// from the state by parameter, which checkpoints hold, to it and back.
import type { RunConfig } from '@starlab/experiment';
import { initialise, networkShapes, type Architecture, type HostTensor } from '@starlab/models';
import { layoutsOf, lengthOf, type Layout } from './layout.ts';
import {
  groupsOf,
  startsAtWeights,
  stateGroups,
  stateName,
  type StateConfig,
  type StateGroup,
} from './state-shapes.ts';
import { vectorName } from './vectors.ts';

/** By network, how its parameters lie in its vectors. */
export type Layouts = Readonly<Record<string, readonly Layout[]>>;

/** The layout of every network's vectors. */
export function networkLayouts(architecture: Architecture): Layouts {
  return Object.fromEntries(
    Object.entries(networkShapes(architecture)).map(([network, shapes]) => [network, layoutsOf(shapes)]),
  );
}

interface StateVector {
  readonly group: StateGroup;
  readonly network: string;
  readonly name: string;
  readonly layout: Layout;
}

function stateVectors(config: StateConfig, architecture: Architecture): StateVector[] {
  const networks = networkLayouts(architecture);
  const groups = groupsOf(config, architecture);
  return stateGroups.flatMap((group) =>
    groups[group].flatMap((network) =>
      (networks[network] ?? []).map((layout, index) => ({
        group,
        network,
        name: vectorName(group, network, index),
        layout,
      })),
    ),
  );
}

/** Name and shape of every vector of the state. */
export function vectorShapes(
  config: StateConfig,
  architecture: Architecture,
): Record<string, readonly number[]> {
  const vectors = stateVectors(config, architecture);
  return Object.fromEntries(vectors.map(({ name, layout }) => [name, [lengthOf(layout)]]));
}

/** The state before iteration 0 by vector, as `packState` makes it of `initialState`. Zeros are never written, so they take no memory. */
export function initialVectors(
  config: StateConfig & Pick<RunConfig, 'seed'>,
  architecture: Architecture,
): Record<string, Float32Array> {
  const initial = initialise(architecture, config.seed);
  const vectors = stateVectors(config, architecture).map(({ group, network, name, layout }) => {
    const vector = new Float32Array(lengthOf(layout));
    if (startsAtWeights(group))
      for (const slot of layout) vector.set(initial[network]?.[slot.name]?.data ?? [], slot.begin);
    return [name, vector] as const;
  });
  return Object.fromEntries(vectors);
}

/**
 * The state by vector, from the state by parameter.
 * @throws RangeError when a tensor is missing or has another number of values.
 */
export function packState(
  state: Readonly<Record<string, Float32Array>>,
  config: StateConfig,
  architecture: Architecture,
): Record<string, HostTensor> {
  const packed = stateVectors(config, architecture).map(
    ({ group, network, name, layout }): [string, HostTensor] => {
      const vector = new Float32Array(lengthOf(layout));
      for (const slot of layout) {
        const flatName = stateName(group, network, slot.name);
        const values = state[flatName];
        if (values?.length !== slot.size)
          throw new RangeError(`${flatName} has ${values?.length ?? 'no'} values, not ${slot.size}`);
        vector.set(values, slot.begin);
      }
      return [name, { shape: [vector.length], data: vector }];
    },
  );
  return Object.fromEntries(packed);
}

/** The state by parameter, from the state by vector; the arrays are views of the vectors. */
export function unpackState(
  vectors: Readonly<Record<string, Float32Array>>,
  config: StateConfig,
  architecture: Architecture,
): Record<string, Float32Array> {
  const state: Record<string, Float32Array> = {};
  for (const { group, network, name, layout } of stateVectors(config, architecture)) {
    const vector = vectors[name];
    if (!vector) throw new RangeError(`no ${name}`);
    for (const slot of layout)
      state[stateName(group, network, slot.name)] = vector.subarray(slot.begin, slot.begin + slot.size);
  }
  return state;
}
