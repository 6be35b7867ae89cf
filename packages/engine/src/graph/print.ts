// The graph as text: one node a line, numbered in the order of computation, for reading and for snapshots.
import type { GraphProgram } from './graph.ts';
import type { GraphNode } from './node.ts';
import { liveNodes } from './walk.ts';

function attributeText(node: GraphNode): string {
  switch (node.op) {
    case 'Input':
      return `'${node.attributes.name}'`;
    case 'Constant':
      return node.attributes.values.length <= 8 ? `[${node.attributes.values.join(', ')}]` : '[…]';
    case 'Splat':
      return String(node.attributes.value);
    default:
      return Object.entries(node.attributes)
        .filter(([name]) => name !== 'shape')
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(' ');
  }
}

/** Lines such as `%3 = Conv(%0, %1, %2) stride=[1,1] … : float32[8, 16, 64, 64]`, then the outputs by name. */
export function printGraph(program: GraphProgram): string {
  const numbers = new Map<GraphNode, number>();
  const reference = (node: GraphNode): string => `%${numbers.get(node) ?? '?'}`;
  const lines = liveNodes(program.outputs.values()).map((node, index) => {
    numbers.set(node, index);
    const attributes = attributeText(node);
    const type = `${node.dtype}[${node.shape.join(', ')}]`;
    const operands = node.inputs.length > 0 ? `(${node.inputs.map(reference).join(', ')})` : '';
    return `%${index} = ${node.op}${operands}${attributes ? ` ${attributes}` : ''} : ${type}`;
  });
  const results = [...program.outputs].map(([name, node]) => `${name} = ${reference(node)}`);
  return [...lines, ...results].join('\n');
}
