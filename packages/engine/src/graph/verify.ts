// Checks a program against the operation table: every shape and type is what its operands imply, operands precede users (so
// there is no cycle), and every input that is read was declared. Run after each pass in the tests.
import type { GraphProgram } from './graph.ts';
import { sameShape, type GraphNode } from './node.ts';
import { inferType } from './operations.ts';
import { liveNodes } from './walk.ts';

function verifyNode(node: GraphNode): void {
  const label = `%${node.id} ${node.op}`;
  for (const input of node.inputs)
    if (input.id >= node.id) throw new Error(`${label} uses %${input.id}, which is not computed before it.`);
  const { shape, dtype } = inferType(node.op, node.inputs, node.attributes);
  if (!sameShape(shape, node.shape) || dtype !== node.dtype)
    throw new Error(
      `${label} is declared ${node.dtype}[${node.shape.join(', ')}], but its operands make it ${dtype}[${shape.join(', ')}].`,
    );
}

/** Throws an Error that names the first faulty node. */
export function verify(program: GraphProgram): void {
  const declared = new Set<GraphNode>(program.inputs);
  for (const node of liveNodes(program.outputs.values())) {
    if (node.op === 'Input' && !declared.has(node))
      throw new Error(`The program reads '${node.attributes.name}', which is not among its inputs.`);
    verifyNode(node);
  }
}
