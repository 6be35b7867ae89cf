// An ONNX model as a value, and its bytes. Field numbers are those of onnx.proto (ModelProto, GraphProto, NodeProto, …).
import type { Shape } from '../graph/node.ts';
import { ProtobufWriter } from './protobuf.ts';

export type OnnxType = 'float32' | 'int32' | 'int64' | 'bool';
/** A plain number is an integer attribute; floats are wrapped, since JavaScript does not tell them apart. */
export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly op: string;
  /** '' skips an optional input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Default: the standard operators. */
  readonly domain?: 'com.microsoft';
}

export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  /** Left out: any shape. */
  readonly shape?: Shape;
}

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initialisers: readonly (Required<OnnxValue> & { readonly bytes: Uint8Array })[];
}

const IR_VERSION = 8;
const OPSET = 17;
const MICROSOFT_OPSET = 1;
const typeCodes: Readonly<Record<OnnxType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };
const attributeCodes = { float: 1, integer: 2, text: 3, integers: 7 };

function writeAttribute(to: ProtobufWriter, name: string, value: OnnxAttribute): void {
  to.text(1, name);
  if (typeof value === 'number') to.integer(3, value).integer(20, attributeCodes.integer);
  else if (typeof value === 'string') to.text(4, value).integer(20, attributeCodes.text);
  else if ('float' in value) to.float(2, value.float).integer(20, attributeCodes.float);
  else {
    for (const item of value) to.integer(8, item);
    to.integer(20, attributeCodes.integers);
  }
}

function writeNode(to: ProtobufWriter, node: OnnxNode): void {
  for (const name of node.inputs) to.text(1, name);
  for (const name of node.outputs) to.text(2, name);
  to.text(3, node.outputs[0] ?? '').text(4, node.op);
  for (const [name, value] of Object.entries(node.attributes ?? {}))
    to.message(5, (attribute) => writeAttribute(attribute, name, value));
  if (node.domain) to.text(7, node.domain);
}

function writeValueInfo(to: ProtobufWriter, { name, type, shape }: OnnxValue): void {
  to.text(1, name).message(2, (typeProto) =>
    typeProto.message(1, (tensor) => {
      tensor.integer(1, typeCodes[type]);
      if (shape)
        tensor.message(2, (dimensions) => {
          for (const size of shape) dimensions.message(1, (dimension) => dimension.integer(1, size));
        });
    }),
  );
}

function writeGraph(to: ProtobufWriter, model: OnnxModel): void {
  for (const node of model.nodes) to.message(1, (message) => writeNode(message, node));
  to.text(2, 'program');
  for (const { name, type, shape, bytes } of model.initialisers)
    to.message(5, (tensor) => {
      for (const size of shape) tensor.integer(1, size);
      tensor.integer(2, typeCodes[type]).text(8, name).bytes(9, bytes);
    });
  for (const input of model.inputs) to.message(11, (message) => writeValueInfo(message, input));
  for (const output of model.outputs) to.message(12, (message) => writeValueInfo(message, output));
}

/** The bytes of the model, as `InferenceSession.create` takes them. */
export function encodeModel(model: OnnxModel): Uint8Array {
  return new ProtobufWriter()
    .integer(1, IR_VERSION)
    .message(7, (graph) => writeGraph(graph, model))
    .message(8, (opset) => opset.text(1, '').integer(2, OPSET))
    .message(8, (opset) => opset.text(1, 'com.microsoft').integer(2, MICROSOFT_OPSET))
    .finish();
}
