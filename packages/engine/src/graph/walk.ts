// Walking back from the outputs: the order in which live nodes can be computed, who uses them, and rebuilding with changes.
import { build } from './build.ts';
import type { Graph, GraphProgram } from './graph.ts';
import type { GraphNode } from './node.ts';

/** The nodes the outputs need, operands before users. Iterative, since a training step is thousands of nodes deep. */
export function liveNodes(outputs: Iterable<GraphNode>): GraphNode[] {
  const order = new Set<GraphNode>();
  for (const output of outputs) {
    const stack = [output];
    for (let node = stack.at(-1); node; node = stack.at(-1)) {
      const waited = order.has(node) ? undefined : node.inputs.find((input) => !order.has(input));
      if (waited) {
        stack.push(waited);
      } else {
        order.add(node);
        stack.pop();
      }
    }
  }
  return [...order];
}

/** How often each of the live nodes is an operand or an output. */
function useCounts(live: readonly GraphNode[], program: GraphProgram): Map<GraphNode, number> {
  const counts = new Map<GraphNode, number>();
  const use = (node: GraphNode): void => void counts.set(node, (counts.get(node) ?? 0) + 1);
  for (const node of live) node.inputs.forEach(use);
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

/** The node on the operands of the new program; where those are its own, it is the node itself. */
function withOperands(graph: Graph, node: GraphNode, { rebuilt }: RewriteContext): GraphNode {
  const operands = node.inputs.map(rebuilt);
  const same = operands.every((operand, index) => operand === node.inputs[index]);
  return same ? node : build(graph, node.op, operands, node.attributes);
}

/** Rebuilds a program from its inputs up, replacing what `rule` replaces. */
export function rewriteProgram(graph: Graph, program: GraphProgram, rule: RewriteRule): GraphProgram {
  const images = new Map<GraphNode, GraphNode>();
  const live = liveNodes(program.outputs.values());
  const counts = useCounts(live, program);
  const context: RewriteContext = {
    graph,
    rebuilt: (node) => {
      const image = images.get(node);
      if (!image) throw new Error(`${node.op} %${node.id} is rebuilt before its operands.`);
      return image;
    },
    usedOnce: (node) => counts.get(node) === 1,
  };
  for (const node of live) images.set(node, rule(node, context) ?? withOperands(graph, node, context));
  const outputs = new Map([...program.outputs].map(([name, node]) => [name, context.rebuilt(node)]));
  return { inputs: program.inputs, outputs };
}
