// The training state as programs hold it: one vector per group and network, `parameters/<network>` and so on; and the way
// from the state by parameter, which checkpoints hold, to it and back.
import type { RunConfig } from '@starlab/experiment';
import { initialise, networkShapes, type Architecture, type HostTensor } from '@starlab/models';
import { layoutOf, lengthOf, type Layout } from './layout.ts';
import {
  groupsOf,
  startsAtWeights,
  stateGroups,
  stateName,
  type StateConfig,
  type StateGroup,
} from './state-shapes.ts';

export function vectorName(group: StateGroup, network: string): string {
  return `${group}/${network}`;
}

/** By network, how its parameters lie in its vectors. */
export type Layouts = Readonly<Record<string, Layout>>;

/** The layout of every network's vectors. */
export function networkLayouts(architecture: Architecture): Layouts {
  return Object.fromEntries(
    Object.entries(networkShapes(architecture)).map(([network, shapes]) => [network, layoutOf(shapes)]),
  );
}

interface StateVector {
  readonly group: StateGroup;
  readonly network: string;
  readonly layout: Layout;
}

function vectorsOf(config: StateConfig, architecture: Architecture): StateVector[] {
  const layouts = Object.entries(networkLayouts(architecture));
  const groups = groupsOf(config, architecture);
  return stateGroups.flatMap((group) =>
    layouts
      .filter(([network]) => groups[group].includes(network))
      .map(([network, layout]) => ({ group, network, layout })),
  );
}

/** Name and shape of every vector of the state. */
export function vectorShapes(
  config: StateConfig,
  architecture: Architecture,
): Record<string, readonly number[]> {
  const vectors = vectorsOf(config, architecture);
  return Object.fromEntries(
    vectors.map(({ group, network, layout }) => [vectorName(group, network), [lengthOf(layout)]]),
  );
}

/** The state before iteration 0 by vector, as `packState` makes it of `initialState`. Zeros are never written, so they take no memory. */
export function initialVectors(
  config: StateConfig & Pick<RunConfig, 'seed'>,
  architecture: Architecture,
): Record<string, Float32Array> {
  const initial = initialise(architecture, config.seed);
  const vectors = vectorsOf(config, architecture).map(({ group, network, layout }) => {
    const vector = new Float32Array(lengthOf(layout));
    if (startsAtWeights(group))
      for (const { name, begin } of layout) vector.set(initial[network]?.[name]?.data ?? [], begin);
    return [vectorName(group, network), vector] as const;
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
  const packed = vectorsOf(config, architecture).map(({ group, network, layout }): [string, HostTensor] => {
    const vector = new Float32Array(lengthOf(layout));
    for (const { name, begin, size } of layout) {
      const flatName = stateName(group, network, name);
      const values = state[flatName];
      if (values?.length !== size)
        throw new RangeError(`${flatName} has ${values?.length ?? 'no'} values, not ${size}`);
      vector.set(values, begin);
    }
    return [vectorName(group, network), { shape: [vector.length], data: vector }];
  });
  return Object.fromEntries(packed);
}

/** The state by parameter, from the state by vector; the arrays are views of the vectors. */
export function unpackState(
  vectors: Readonly<Record<string, Float32Array>>,
  config: StateConfig,
  architecture: Architecture,
): Record<string, Float32Array> {
  const state: Record<string, Float32Array> = {};
  for (const { group, network, layout } of vectorsOf(config, architecture)) {
    const vector = vectors[vectorName(group, network)];
    if (!vector) throw new RangeError(`no ${vectorName(group, network)}`);
    for (const { name, begin, size } of layout)
      state[stateName(group, network, name)] = vector.subarray(begin, begin + size);
  }
  return state;
}
