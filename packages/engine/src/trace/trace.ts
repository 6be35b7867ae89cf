// Writes a step function down: runs it once on placeholders and collects what its results are made of.
import { StarlabError } from '@starlab/experiment';
import {
  engine,
  getBackend,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { Graph, type GraphProgram } from '../graph/graph.ts';
import { sameShape, type GraphNode, type NodeOf, type Shape } from '../graph/node.ts';
import '../ops/index.ts';
import { TRACE_BACKEND, TraceBackend } from './backend.ts';
import { traceKernels } from './kernels.ts';

export type Tensors = Readonly<Record<string, Tensor>>;
/** Shapes by name; every tensor of a program's interface is float32. */
export type TensorShapes = Readonly<Record<string, Shape>>;

/**
 * One step as a pure function of tensors. It returns a state with exactly the names and shapes of the given one; a state
 * tensor returned as it was given costs nothing. Shapes are static, so plain JavaScript control flow is unrolled.
 */
export interface StepFunction {
  (state: Tensors, inputs: Tensors): { state: Tensors; outputs: Tensors };
}

/** What a step function is compiled for. Names are unique across the three. */
export interface StepShapes {
  readonly state: TensorShapes;
  readonly inputs: TensorShapes;
  /** Handed to the step within its state, not returned by it. */
  readonly constants?: Readonly<Record<string, { readonly shape: Shape; readonly data: Float32Array }>>;
}

/** Outputs of the graph program are named `state:<name>` and `output:<name>`. */
export const stateOutput = (name: string): string => `state:${name}`;
export const plainOutput = (name: string): string => `output:${name}`;

const backend = new TraceBackend();
let kernelsRegistered = false;

function registerTraceKernels(): void {
  if (kernelsRegistered) return;
  for (const [kernelName, kernel] of Object.entries(traceKernels))
    registerKernel({
      kernelName,
      backendName: TRACE_BACKEND,
      kernelFunc: ({ inputs, attrs }) => {
        const nodes = Object.entries(inputs).map(([name, tensor]) => [
          name,
          backend.nodeOf(tensor as TensorInfo),
        ]);
        const operands = Object.fromEntries(nodes) as Record<string, GraphNode>;
        const result = kernel({ graph: backend.graph, inputs: operands, attributes: attrs ?? {} });
        if (!Array.isArray(result) && !Object.values(operands).includes(result)) backend.calls.push(result);
        return Array.isArray(result)
          ? result.map((node) => backend.tensorInfo(node))
          : backend.tensorInfo(result);
      },
    });
  kernelsRegistered = true;
}

/** Runs `trace` with the tracing backend active, and leaves tfjs as it was: also when no backend was active yet. */
function whileTracing<Result>(graph: Graph, trace: () => Result): Result {
  registerTraceKernels();
  const before = getBackend() as string | undefined;
  registerBackend(TRACE_BACKEND, () => backend);
  backend.graph = graph;
  backend.calls = [];
  void setBackend(TRACE_BACKEND);
  try {
    engine().startScope('trace');
    return trace();
  } finally {
    engine().endScope();
    removeBackend(TRACE_BACKEND);
    // The backend lives on; the graph, tens of thousands of nodes, is the caller's.
    backend.graph = new Graph();
    backend.calls = [];
    if (before) void setBackend(before);
  }
}

/** Throws unless `given` has exactly the expected names and shapes. */
function checkReturnedState(expected: TensorShapes, given: Tensors): void {
  const names = Object.keys(given);
  const missing = Object.keys(expected).filter((name) => !(name in given));
  const unknown = names.filter((name) => !(name in expected));
  const reshaped = names.filter(
    (name) => expected[name] && !sameShape(expected[name], given[name]?.shape ?? []),
  );
  const faults = [
    ...missing.map((name) => `'${name}' is missing`),
    ...unknown.map((name) => `'${name}' is not part of the state`),
    ...reshaped.map(
      (name) => `'${name}' has shape [${given[name]?.shape.join(', ')}], not [${expected[name]?.join(', ')}]`,
    ),
  ];
  if (faults.length > 0)
    throw new StarlabError(
      `The step function returned another state than it was given: ${faults.slice(0, 5).join('; ')}.`,
      {
        remedy: 'Return every state tensor under its own name and shape, unchanged ones too.',
      },
    );
}

function checkDistinctNames(shapes: StepShapes): void {
  const names = [shapes.state, shapes.inputs, shapes.constants ?? {}].flatMap((group) => Object.keys(group));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new StarlabError(`The name '${twice}' stands for two tensors of one program.`, {
    remedy: 'Give state, inputs and constants names that differ.',
  });
}

function outputNode(name: string, tensor: Tensor): GraphNode {
  const node = backend.nodeOf(tensor);
  if (node.dtype === 'float32') return node;
  throw new StarlabError(`The result '${name}' has type ${node.dtype}.`, {
    remedy: "Results are float32: return tf.cast(…, 'float32').",
  });
}

const mapValues = <From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From, name: string) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));

export interface TracedProgram {
  readonly graph: Graph;
  readonly program: GraphProgram;
  /** What every kernel call gave, in order: a node computed once is listed as often as the step asked for it. */
  readonly calls: readonly GraphNode[];
}

/**
 * The graph of `step` for the given shapes, before any pass. The program's inputs are the state's tensors, then the inputs.
 * Throws a StarlabError when the step returns another state than it was given, or reads a value.
 */
export function traceProgram(step: StepFunction, shapes: StepShapes): TracedProgram {
  checkDistinctNames(shapes);
  const graph = new Graph();
  const inputs: NodeOf<'Input'>[] = [];
  const placeholder = (shape: Shape, name: string): Tensor => {
    const node = graph.node('Input', [], { name, shape });
    if (node.op === 'Input') inputs.push(node);
    return backend.tensor(node);
  };
  return whileTracing(graph, () => {
    const state = mapValues(shapes.state, placeholder);
    const given = mapValues(shapes.inputs, placeholder);
    const constants = mapValues(shapes.constants ?? {}, ({ shape, data }) =>
      backend.tensor(graph.node('Constant', [], { values: data, shape, dtype: 'float32' })),
    );
    const result = step({ ...state, ...constants }, given);
    checkReturnedState(shapes.state, result.state);
    const outputs = new Map([
      ...Object.entries(result.state).map(
        ([name, tensor]) => [stateOutput(name), outputNode(name, tensor)] as const,
      ),
      ...Object.entries(result.outputs).map(
        ([name, tensor]) => [plainOutput(name), outputNode(name, tensor)] as const,
      ),
    ]);
    return { graph, program: { inputs, outputs }, calls: backend.calls };
  });
}
