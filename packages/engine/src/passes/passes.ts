// Exact rewrites of the traced graph. Since differentiation has already happened, forward and backward forms are separate
// patterns, each local. The names can be switched off one by one in the tests.
import type { Graph, GraphProgram } from '../graph/graph.ts';
import { rewriteProgram, type RewriteRule } from '../graph/walk.ts';
import { commuteResampling } from './commute-resampling.ts';
import { foldResampling } from './fold-resampling.ts';
import { scaleWeights } from './scale-weights.ts';

export const passes = {
  'commute-resampling': commuteResampling,
  'fold-resampling': foldResampling,
  'scale-weights': scaleWeights,
} as const satisfies Record<string, RewriteRule>;

export type PassName = keyof typeof passes;

/** Applies the named passes in order (default: all of them). */
export function runPasses(
  graph: Graph,
  program: GraphProgram,
  names: readonly PassName[] = Object.keys(passes) as PassName[],
): GraphProgram {
  return names.reduce((current, name) => rewriteProgram(graph, current, passes[name]), program);
}
