// The state of a method whose networks are all stepped by Adam and nothing else: per network a vector of parameters and of both
// moments, `parameters/<network>`, `moment1/<network>`, `moment2/<network>`; outside, the same by parameter.
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf, type HostTensor, type Parameters, type ParameterShapes } from '@starlab/models';
import { adamStep, type AdamOptions, type AdamState } from '../optimisation/adam.ts';
import { layoutOf, lengthOf, parametersIn, type Layout } from './layout.ts';

const groups = ['parameters', 'moment1', 'moment2'] as const;
type Group = (typeof groups)[number];

export type ModuleShapes<Network extends string> = Readonly<Record<Network, ParameterShapes>>;

/** Of each network what Adam works on. */
export type ModuleState<Network extends string> = Readonly<Record<Network, AdamState>>;

type Flat = Readonly<Record<string, tf.Tensor>>;

const networksOf = <Network extends string>(shapes: ModuleShapes<Network>): Network[] =>
  Object.keys(shapes) as Network[];

function entry<T>(record: Readonly<Record<string, T>>, name: string): T {
  const value = record[name];
  if (value === undefined) throw new RangeError(`no ${name} among ${Object.keys(record).join(', ')}`);
  return value;
}

/** The networks' vectors in a program's state. */
export function readModules<Network extends string>(
  state: Flat,
  shapes: ModuleShapes<Network>,
): ModuleState<Network> {
  const vector = (group: Group, network: Network): tf.Tensor1D => {
    const found = entry(state, `${group}/${network}`);
    return tf.reshape(found, [found.size]);
  };
  const modules = networksOf(shapes).map((network): [string, AdamState] => [
    network,
    {
      parameters: vector('parameters', network),
      // Absent when β₁ = 0.
      moment1: `moment1/${network}` in state ? vector('moment1', network) : undefined,
      moment2: vector('moment2', network),
    },
  ]);
  return Object.fromEntries(modules) as Record<Network, AdamState>;
}

export function flattenModules<Network extends string>(
  modules: ModuleState<Network>,
): Record<string, tf.Tensor> {
  const flat: Record<string, tf.Tensor> = {};
  for (const network in modules)
    for (const group of groups) {
      const vector = modules[network][group];
      if (vector) flat[`${group}/${network}`] = vector;
    }
  return flat;
}

/** Every network's parameters by name, as the updates so far left them. */
export function namedParameters<Network extends string>(
  modules: ModuleState<Network>,
  shapes: ModuleShapes<Network>,
): Record<Network, Parameters> {
  const named = networksOf(shapes).map((network) => [
    network,
    parametersIn(modules[network].parameters, layoutOf(shapes[network])),
  ]);
  return Object.fromEntries(named) as Record<Network, Parameters>;
}

/** One Adam step of every network that has gradients. */
export function descend<Network extends string>(
  modules: ModuleState<Network>,
  { gradients, shapes }: { gradients: Partial<Record<Network, Parameters>>; shapes: ModuleShapes<Network> },
  options: AdamOptions,
): ModuleState<Network> {
  const stepped: Record<Network, AdamState> = { ...modules };
  for (const network in gradients) {
    const ofNetwork = gradients[network];
    if (!ofNetwork) continue;
    const layout = layoutOf(shapes[network]);
    stepped[network] = adamStep(modules[network], { gradients: ofNetwork, layout }, options);
  }
  return stepped;
}

function eachVector<Network extends string, T>(
  shapes: ModuleShapes<Network>,
  make: (vector: { group: Group; network: Network; layout: Layout }) => readonly [string, T][],
): Record<string, T> {
  const entries = groups.flatMap((group) =>
    networksOf(shapes).flatMap((network) => make({ group, network, layout: layoutOf(shapes[network]) })),
  );
  return Object.fromEntries(entries);
}

/** The state by parameter before the first iteration: these weights, moments 0. */
export function initialModules<Network extends string>(
  weights: Readonly<Record<Network, Readonly<Record<string, HostTensor>>>>,
  shapes: ModuleShapes<Network>,
): Record<string, HostTensor> {
  return eachVector(shapes, ({ group, network, layout }) =>
    layout.map(({ name, shape }): [string, HostTensor] => [
      `${group}/${network}/${name}`,
      group === 'parameters'
        ? entry(weights[network], name)
        : { shape, data: new Float32Array(sizeOf(shape)) },
    ]),
  );
}

/** The state by vector, from the state by parameter. */
export function packModules<Network extends string>(
  state: Readonly<Record<string, Float32Array>>,
  shapes: ModuleShapes<Network>,
): Record<string, HostTensor> {
  return eachVector(shapes, ({ group, network, layout }) => {
    const vector = new Float32Array(lengthOf(layout));
    for (const { name, begin, size } of layout) {
      const values = entry(state, `${group}/${network}/${name}`);
      if (values.length !== size)
        throw new RangeError(`${group}/${network}/${name} has ${values.length} values, not ${size}`);
      vector.set(values, begin);
    }
    return [[`${group}/${network}`, { shape: [vector.length], data: vector }]];
  });
}

/** The state by parameter, from the state by vector; the arrays are views of the vectors. */
export function unpackModules<Network extends string>(
  vectors: Readonly<Record<string, Float32Array>>,
  shapes: ModuleShapes<Network>,
): Record<string, Float32Array> {
  return eachVector(shapes, ({ group, network, layout }) =>
    layout.map(({ name, begin, size }): [string, Float32Array] => [
      `${group}/${network}/${name}`,
      entry(vectors, `${group}/${network}`).subarray(begin, begin + size),
    ]),
  );
}
