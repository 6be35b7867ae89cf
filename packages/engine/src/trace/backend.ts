// A tfjs backend whose tensors are graph nodes: running a step on it computes nothing and writes the step down. tfjs's own
// tape differentiates, so gradients of gradients are traced like everything else.
import { StarlabError } from '@starlab/experiment';
import {
  engine,
  KernelBackend,
  type BackendValues,
  type DataType,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { Graph } from '../graph/graph.ts';
import { sizeOf, type DType, type GraphNode, type Shape, type Values } from '../graph/node.ts';

export const TRACE_BACKEND = 'starlab-trace';

export function graphDType(dtype: DataType): DType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new StarlabError(`A tensor of type '${dtype}' cannot be compiled.`, {
    remedy: 'Use float32, int32 or bool tensors in the step function.',
  });
}

function typedValues(values: BackendValues, dtype: DType): Values {
  if (dtype === 'float32' && values instanceof Float32Array) return values.slice();
  const numbers = Array.from(values as ArrayLike<number>, Number);
  if (dtype === 'int32') return Int32Array.from(numbers);
  return dtype === 'bool' ? Uint8Array.from(numbers) : Float32Array.from(numbers);
}

/** A constant; filled with one value it is a splat, which algebra can fold. */
function constantNode(
  graph: Graph,
  values: Values,
  { shape, dtype }: { shape: Shape; dtype: DType },
): GraphNode {
  const [first] = values;
  if (first !== undefined && values.every((value) => value === first))
    return graph.node('Splat', [], { value: first, shape, dtype });
  return graph.node('Constant', [], { values, shape, dtype });
}

export class TraceBackend extends KernelBackend {
  graph = new Graph();
  /** What every kernel call gave. */
  calls: GraphNode[] = [];
  readonly #nodes = new WeakMap<object, GraphNode>();

  nodeOf({ dataId }: Pick<TensorInfo, 'dataId'>): GraphNode {
    const node = this.#nodes.get(dataId);
    if (!node) throw new Error('This tensor does not belong to the trace.');
    return node;
  }

  tensorInfo(node: GraphNode): TensorInfo {
    const dataId = {};
    this.#nodes.set(dataId, node);
    return { dataId, shape: [...node.shape], dtype: node.dtype };
  }

  tensor(node: GraphNode): Tensor {
    const { dataId, shape, dtype } = this.tensorInfo(node);
    return engine().makeTensorFromDataId(dataId, shape, dtype, this);
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): object {
    const type = { shape, dtype: graphDType(dtype) };
    return this.tensorInfo(constantNode(this.graph, typedValues(values, type.dtype), type)).dataId;
  }

  /** A tensor that was made on another backend and is used by the step: a constant of the program. */
  override move(dataId: object, values: BackendValues, shape: number[], dtype: DataType): void {
    const type = { shape, dtype: graphDType(dtype) };
    this.#nodes.set(dataId, constantNode(this.graph, typedValues(values, type.dtype), type));
  }

  override readSync(dataId: object): Values {
    const node = this.#nodes.get(dataId);
    if (node?.op === 'Constant') return node.attributes.values;
    if (node?.op === 'Splat')
      return typedValues(new Float32Array(sizeOf(node.shape)).fill(node.attributes.value), node.dtype);
    throw new StarlabError(
      'The step function reads the value of a tensor that is only known when the program runs.',
      {
        remedy: 'Return the tensor as an output instead of calling dataSync(), data() or array() on it.',
      },
    );
  }

  override async read(dataId: object): Promise<Values> {
    return this.readSync(dataId);
  }

  override numDataIds(): number {
    return 0;
  }

  override disposeData(): boolean {
    return true;
  }

  override incRef(): void {}
  decRef(): void {}
  override refCount(): number {
    return 1;
  }
  override timerAvailable(): boolean {
    return false;
  }
  override floatPrecision(): 32 {
    return 32;
  }
  override epsilon(): number {
    return 1e-7;
  }
  override dispose(): void {}
}
