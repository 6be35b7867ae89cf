// The whole way from a step function to an ONNX model, timed stage by stage.
import { gigaOperations, gigaOperationsOf } from '../graph/cost.ts';
import type { GraphProgram } from '../graph/graph.ts';
import { lowerProgram } from '../lower/lower.ts';
import { emitModel } from '../onnx/emit.ts';
import type { OperatorLimits } from '../onnx/limits.ts';
import { encodeModel } from '../onnx/model.ts';
import { runPasses } from '../passes/passes.ts';
import { stateOutput, traceProgram, type StepFunction, type StepShapes } from '../trace/trace.ts';
import type { ProgramStats } from './program.ts';

export interface CompiledModel {
  readonly bytes: Uint8Array;
  /** Names the model reads and writes. */
  readonly reads: ReadonlySet<string>;
  readonly writes: readonly string[];
  /** State tensors that the step returns as they were given. */
  readonly unchanged: ReadonlySet<string>;
  readonly stats: ProgramStats;
}

/** Results without the state tensors that are returned as given: those need no computation and no copy. */
function withoutUnchanged(program: GraphProgram): { program: GraphProgram; unchanged: Set<string> } {
  const unchanged = new Set<string>();
  for (const input of program.inputs) {
    const name = input.attributes.name;
    if (program.outputs.get(stateOutput(name)) === input) unchanged.add(name);
  }
  const outputs = new Map(program.outputs);
  for (const name of unchanged) outputs.delete(stateOutput(name));
  return { program: { inputs: program.inputs, outputs }, unchanged };
}

export interface CompileModelOptions {
  /** False leaves the exact rewrites out. */
  readonly rewrites: boolean;
  /** Of the provider that is to run it. */
  readonly limits: OperatorLimits;
}

export function compileModel(
  step: StepFunction,
  shapes: StepShapes,
  { rewrites, limits }: CompileModelOptions,
): CompiledModel {
  const times = [performance.now()];
  const lap = (): number => times.push(performance.now());
  const traced = traceProgram(step, shapes);
  lap();
  const { program, unchanged } = withoutUnchanged(traced.program);
  const rewritten = rewrites ? runPasses(traced.graph, program) : program;
  const lowered = lowerProgram(traced.graph, rewritten);
  lap();
  const model = emitModel(lowered, limits);
  const bytes = encodeModel(model);
  lap();
  const [start = 0, afterTrace = 0, afterPasses = 0, afterEmit = 0] = times;
  return {
    bytes,
    reads: new Set(model.inputs.map(({ name }) => name)),
    writes: model.outputs.map(({ name }) => name),
    unchanged,
    stats: {
      nodes: model.nodes.length,
      gigaOperations: { written: gigaOperationsOf(traced.calls), executed: gigaOperations(lowered) },
      milliseconds: {
        trace: afterTrace - start,
        passes: afterPasses - afterTrace,
        emit: afterEmit - afterPasses,
        session: 0,
      },
    },
  };
}
