// The graph under construction. Equal nodes are one node (hash-consing), so what two losses both compute is computed once,
// and whatever no output needs is simply never reached.
import type { AttributeTable, GraphNode, NodeOf, OperationName, Values } from './node.ts';
import { inferType } from './operations.ts';

const identities = new WeakMap<Values, string>();
let identityCount = 0;

/** Small constants are equal by content; large ones, weights, only with themselves. */
function constantText(values: Values): string {
  if (values.byteLength <= 4096)
    return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
  const identity = identities.get(values) ?? `#${identityCount++}`;
  identities.set(values, identity);
  return identity;
}

/** Three times as fast as JSON, which has no NaN, no infinities and no typed arrays besides. */
function attributeText(value: unknown): string {
  if (value instanceof Float32Array || value instanceof Int32Array || value instanceof Uint8Array)
    return constantText(value);
  if (typeof value === 'string') return JSON.stringify(value);
  return Array.isArray(value) ? `[${value.map(attributeText).join()}]` : String(value);
}

const texts = new WeakMap<object, string>();

/** Rewriting hands the attributes of most nodes on as they are, so each object is written out once. */
function attributesText(attributes: object): string {
  const known = texts.get(attributes);
  if (known !== undefined) return known;
  let text = '';
  for (const [name, value] of Object.entries(attributes)) text += `${name}:${attributeText(value)};`;
  texts.set(attributes, text);
  return text;
}

export class Graph {
  readonly #nodes = new Map<string, GraphNode>();

  /** The node that applies `op`; the one already there if there is one. */
  node<Operation extends OperationName>(
    op: Operation,
    inputs: readonly GraphNode[],
    attributes: AttributeTable[Operation],
  ): GraphNode {
    let key = `${op}|${attributesText(attributes)}`;
    for (const { id } of inputs) key += `,${id}`;
    const known = this.#nodes.get(key);
    if (known) return known;
    const { shape, dtype } = inferType(op, inputs, attributes);
    const made: NodeOf<Operation> = { id: this.#nodes.size, op, inputs, attributes, shape, dtype };
    const node = made as GraphNode;
    this.#nodes.set(key, node);
    return node;
  }
}

/** A finished program: named results, and the inputs it was traced with, in order. */
export interface GraphProgram {
  readonly inputs: readonly NodeOf<'Input'>[];
  readonly outputs: ReadonlyMap<string, GraphNode>;
}
