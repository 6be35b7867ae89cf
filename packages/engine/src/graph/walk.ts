// Walking back from the outputs: the order in which live nodes can be computed, who uses them, and rebuilding with changes.
import { build } from './build.ts';
import type { Graph, GraphProgram } from './graph.ts';
import { inputOf, type GraphNode } from './node.ts';

/** The nodes the outputs need, operands before users. Iterative, since a training step is thousands of nodes deep. */
export function liveNodes(outputs: Iterable<GraphNode>): GraphNode[] {
  const order: GraphNode[] = [];
  const seen = new Set<GraphNode>();
  for (const output of outputs) {
    const stack: { node: GraphNode; next: number }[] = [{ node: output, next: 0 }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      if (seen.has(top.node)) {
        stack.pop();
      } else if (top.next < top.node.inputs.length) {
        const input = inputOf(top.node, top.next++);
        if (!seen.has(input)) stack.push({ node: input, next: 0 });
      } else {
        seen.add(top.node);
        order.push(top.node);
        stack.pop();
      }
    }
  }
  return order;
}

/** How often each live node is an operand or an output. */
export function useCounts(program: GraphProgram): Map<GraphNode, number> {
  const counts = new Map<GraphNode, number>();
  const use = (node: GraphNode): void => void counts.set(node, (counts.get(node) ?? 0) + 1);
  for (const node of liveNodes(program.outputs.values())) node.inputs.forEach(use);
  for (const output of program.outputs.values()) use(output);
  return counts;
}

/** What a rule may look at besides the node it is asked about. */
export interface RewriteContext {
  readonly graph: Graph;
  /** The node of the new program that stands for a node of the old one. */
  readonly rebuilt: (node: GraphNode) => GraphNode;
  /** True when nothing else uses the node, so that changing it costs no second computation. */
  readonly usedOnce: (node: GraphNode) => boolean;
}

/** A replacement for `node` (of the old program) made of new nodes, or undefined to leave it as it is. */
export type RewriteRule = (node: GraphNode, context: RewriteContext) => GraphNode | undefined;

/** Rebuilds a program from its inputs up, replacing what `rule` replaces. */
export function rewriteProgram(graph: Graph, program: GraphProgram, rule: RewriteRule): GraphProgram {
  const images = new Map<GraphNode, GraphNode>();
  const counts = useCounts(program);
  const context: RewriteContext = {
    graph,
    rebuilt: (node) => {
      const image = images.get(node);
      if (!image) throw new Error(`${node.op} %${node.id} is rebuilt before its operands.`);
      return image;
    },
    usedOnce: (node) => counts.get(node) === 1,
  };
  for (const node of liveNodes(program.outputs.values()))
    images.set(
      node,
      rule(node, context) ?? build(graph, node.op, node.inputs.map(context.rebuilt), node.attributes),
    );
  const outputs = new Map([...program.outputs].map(([name, node]) => [name, context.rebuilt(node)]));
  return { inputs: program.inputs, outputs };
}
