// A lowered graph as an ONNX model: names, shared constants, and one entry of `operators.ts` per node.
import type { GraphProgram } from '../graph/graph.ts';
import { inputOf, sizeOf, type GraphNode, type Shape } from '../graph/node.ts';
import { liveNodes } from '../graph/walk.ts';
import type { OperatorLimits } from './limits.ts';
import type { OnnxModel, OnnxNode } from './model.ts';
import { normNames, operators, partName, type Emission } from './operators.ts';

/** Larger splats are expanded from one number when the program runs, so the model stays small. */
const LARGEST_STORED_SPLAT = 4096;

/** Collects the model; the same constant is stored once. */
class ModelBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initialisers: OnnxModel['initialisers'][number][] = [];
  readonly #stored = new Set<string>();

  integers(values: readonly number[]): string {
    const name = `i${values.join(',')}`;
    const bytes = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
    return this.store({ name, type: 'int64', shape: [values.length], bytes });
  }

  floats(values: readonly number[], shape: Shape): string {
    const name = `f${values.join(',')}[${shape.join(',')}]`;
    return this.store({
      name,
      type: 'float32',
      shape,
      bytes: new Uint8Array(Float32Array.from(values).buffer),
    });
  }

  store(initialiser: OnnxModel['initialisers'][number]): string {
    if (!this.#stored.has(initialiser.name)) this.initialisers.push(initialiser);
    this.#stored.add(initialiser.name);
    return initialiser.name;
  }
}

/** Nodes whose name is given by what they are; every other node may take the name of the result it is. */
const hasOwnName = ({ op }: GraphNode): boolean =>
  ['Input', 'Constant', 'Splat', 'Part', 'NormaliseRows', 'NormaliseRowsScale'].includes(op);

/** Value names: results keep theirs, so that only aliases need a copy. */
function nameValues(program: GraphProgram): (node: GraphNode) => string {
  const results = new Map<GraphNode, string>();
  for (const [name, node] of program.outputs)
    if (!results.has(node) && !hasOwnName(node)) results.set(node, name);
  const nameOf = (node: GraphNode): string => {
    if (node.op === 'Input') return node.attributes.name;
    if (node.op === 'Part') return partName(nameOf(inputOf(node, 0)), node.attributes.index);
    if (node.op === 'NormaliseRows') return normNames(nameOf(inputOf(node, 0))).rows;
    if (node.op === 'NormaliseRowsScale') return normNames(nameOf(inputOf(node, 0))).scale;
    return results.get(node) ?? `n${node.id}`;
  };
  return nameOf;
}

function emitLeaf(builder: ModelBuilder, node: GraphNode, name: string): void {
  if (node.op === 'Constant') {
    const { values, dtype, shape } = node.attributes;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    builder.store({ name, type: dtype, shape, bytes });
  } else if (node.op === 'Splat') {
    const { value, dtype, shape } = node.attributes;
    const large = sizeOf(shape) > LARGEST_STORED_SPLAT;
    const scalar = large ? [] : shape;
    const values = new Array<number>(sizeOf(scalar)).fill(value);
    const typed =
      dtype === 'bool'
        ? Uint8Array.from(values)
        : dtype === 'int32'
          ? Int32Array.from(values)
          : Float32Array.from(values);
    const stored = builder.store({
      name: large ? `${name}:value` : name,
      type: dtype,
      shape: scalar,
      bytes: new Uint8Array(typed.buffer),
    });
    if (large)
      builder.nodes.push({ op: 'Expand', inputs: [stored, builder.integers(shape)], outputs: [name] });
  }
}

/** The model of a lowered program. Graph inputs that nothing reads are left out. */
export function emitModel(program: GraphProgram, limits: OperatorLimits): OnnxModel {
  const builder = new ModelBuilder();
  const nameOf = nameValues(program);
  const computed = new Set<string>();
  const live = liveNodes(program.outputs.values());
  for (const node of live) {
    if (node.op === 'Input' || node.op === 'Constant' || node.op === 'Splat') {
      emitLeaf(builder, node, nameOf(node));
      continue;
    }
    const emission: Emission = {
      inputs: node.inputs.map(nameOf),
      output: nameOf(node),
      limits,
      integers: (values) => builder.integers(values),
      floats: (values, shape) => builder.floats(values, shape),
      push: (op, inputs, options = {}) => {
        const { outputs = [nameOf(node)], attributes, domain } = options;
        if (outputs.some((name) => computed.has(name))) return;
        for (const name of outputs) computed.add(name);
        builder.nodes.push({
          op,
          inputs,
          outputs,
          ...(attributes && { attributes }),
          ...(domain && { domain }),
        });
      },
    };
    operators(node, emission);
  }
  for (const [name, node] of program.outputs)
    if (nameOf(node) !== name)
      builder.nodes.push({ op: 'Identity', inputs: [nameOf(node)], outputs: [name] });
  const used = new Set(live);
  return {
    nodes: builder.nodes,
    initialisers: builder.initialisers,
    inputs: program.inputs
      .filter((input) => used.has(input))
      .map((input) => ({ name: input.attributes.name, type: 'float32', shape: input.shape })),
    outputs: [...program.outputs].map(([name, node]) => ({ name, type: node.dtype, shape: node.shape })),
  };
}
