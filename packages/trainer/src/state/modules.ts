// The state of a method whose networks are all stepped by Adam and nothing else: per network vectors of parameters and of both
// moments, `parameters/<network>/0`, `moment1/<network>/0`, `moment2/<network>/0` and so on; outside, the same by parameter.
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf, type HostTensor, type Parameters, type ParameterShapes } from '@starlab/models';
import { adamStep, type AdamOptions, type AdamState } from '../optimisation/adam.ts';
import { layoutsOf, lengthOf, parametersIn, type Layout } from './layout.ts';
import { namedVectors, vectorName, vectorsIn } from './vectors.ts';

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
  const modules = networksOf(shapes).map((network): [string, AdamState] => [
    network,
    {
      parameters: vectorsIn(state, 'parameters', network),
      // Absent when β₁ = 0.
      moment1: vectorName('moment1', network, 0) in state ? vectorsIn(state, 'moment1', network) : undefined,
      moment2: vectorsIn(state, 'moment2', network),
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
      const vectors = modules[network][group];
      if (vectors) Object.assign(flat, namedVectors(group, network, vectors));
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
    parametersIn(modules[network].parameters, layoutsOf(shapes[network])),
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
    const layouts = layoutsOf(shapes[network]);
    stepped[network] = adamStep(modules[network], { gradients: ofNetwork, layouts }, options);
  }
  return stepped;
}

function eachVector<Network extends string, T>(
  shapes: ModuleShapes<Network>,
  make: (vector: { group: Group; network: Network; name: string; layout: Layout }) => readonly [string, T][],
): Record<string, T> {
  const entries = groups.flatMap((group) =>
    networksOf(shapes).flatMap((network) =>
      layoutsOf(shapes[network]).flatMap((layout, index) =>
        make({ group, network, name: vectorName(group, network, index), layout }),
      ),
    ),
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
  return eachVector(shapes, ({ group, network, name, layout }) => {
    const vector = new Float32Array(lengthOf(layout));
    for (const slot of layout) {
      const values = entry(state, `${group}/${network}/${slot.name}`);
      if (values.length !== slot.size)
        throw new RangeError(
          `${group}/${network}/${slot.name} has ${values.length} values, not ${slot.size}`,
        );
      vector.set(values, slot.begin);
    }
    return [[name, { shape: [vector.length], data: vector }]];
  });
}

/** The state by parameter, from the state by vector; the arrays are views of the vectors. */
export function unpackModules<Network extends string>(
  vectors: Readonly<Record<string, Float32Array>>,
  shapes: ModuleShapes<Network>,
): Record<string, Float32Array> {
  return eachVector(shapes, ({ group, network, name, layout }) =>
    layout.map((slot): [string, Float32Array] => [
      `${group}/${network}/${slot.name}`,
      entry(vectors, name).subarray(slot.begin, slot.begin + slot.size),
    ]),
  );
}
