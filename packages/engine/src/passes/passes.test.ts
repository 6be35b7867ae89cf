import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { evaluate, expectSameResults, withDerivatives } from '../../test/on-device.ts';
import { gigaOperations } from '../graph/cost.ts';
import type { GraphProgram } from '../graph/graph.ts';
import { verify } from '../graph/verify.ts';
import { liveNodes } from '../graph/walk.ts';
import { lowerProgram } from '../lower/lower.ts';
import { averagePool2, conv2d, upsample2 } from '../ops/index.ts';
import { traceProgram, type Tensors, type TensorShapes } from '../trace/trace.ts';
import { passes, runPasses, type PassName } from './passes.ts';

const image = (x: tf.Tensor | undefined): tf.Tensor4D => x as tf.Tensor4D;

interface Case {
  readonly pass: PassName;
  readonly what: string;
  readonly f: (t: Tensors) => tf.Tensor;
  readonly shapes: TensorShapes;
  /** Arithmetic of the value and its first derivatives after the pass, relative to before. */
  readonly remaining: number;
}

const bias = (t: Tensors): { bias: tf.Tensor1D } => ({ bias: t['bias'] as tf.Tensor1D });
const small: TensorShapes = { x: [2, 5, 8, 8], bias: [6] };

const cases: Case[] = [
  {
    pass: 'commute-resampling',
    what: '1×1 convolution, then pooling',
    f: (t) => averagePool2(conv2d(image(t['x']), image(t['weight']), bias(t))),
    shapes: { ...small, weight: [6, 5, 1, 1] },
    remaining: 1 / 4,
  },
  {
    pass: 'commute-resampling',
    what: 'upsampling, then 1×1 convolution',
    f: (t) => conv2d(upsample2(image(t['x'])), image(t['weight']), bias(t)),
    shapes: { ...small, weight: [6, 5, 1, 1] },
    remaining: 1 / 4,
  },
  {
    pass: 'fold-resampling',
    what: '3×3 convolution, then pooling',
    f: (t) => averagePool2(conv2d(image(t['x']), image(t['weight']), { ...bias(t), padding: 1 })),
    shapes: { ...small, weight: [6, 5, 3, 3] },
    remaining: 16 / 36,
  },
  {
    pass: 'fold-resampling',
    what: 'upsampling, then 3×3 convolution',
    f: (t) => conv2d(upsample2(image(t['x'])), image(t['weight']), { ...bias(t), padding: 1 }),
    shapes: { ...small, weight: [6, 5, 3, 3] },
    remaining: 16 / 36,
  },
  {
    pass: 'fold-resampling',
    what: 'the same with a product per sample in the weight gradient',
    f: (t) => averagePool2(conv2d(image(t['x']), image(t['weight']), { padding: 1 })),
    shapes: { x: [2, 3, 36, 36], weight: [4, 3, 3, 3] },
    remaining: 16 / 36,
  },
  {
    pass: 'scale-weights',
    what: 'a scaled sum of convolutions, of a scaled image',
    f: (t) => {
      const x = tf.mul(image(t['x']), 3) as tf.Tensor4D;
      const sum = tf.add(
        conv2d(x, image(t['weight']), { ...bias(t), padding: 1 }),
        conv2d(x, image(t['shortcut'])),
      );
      return tf.mul(sum, Math.SQRT1_2);
    },
    shapes: { ...small, weight: [6, 5, 3, 3], shortcut: [6, 5, 1, 1] },
    remaining: 1,
  },
];

const traced = (f: Case['f'], shapes: TensorShapes): ReturnType<typeof traceProgram> =>
  traceProgram((state, inputs) => ({ state, outputs: withDerivatives(f)(inputs) }), {
    state: {},
    inputs: shapes,
  });

/** The program without its second derivatives. */
const firstOrder = ({ inputs, outputs }: GraphProgram): GraphProgram => ({
  inputs,
  outputs: new Map([...outputs].filter(([name]) => !name.includes('second'))),
});

const count = (program: GraphProgram, op: string): number =>
  liveNodes(program.outputs.values()).filter((node) => node.op === op).length;

describe.each(cases)('$pass: $what', ({ pass, f, shapes, remaining }) => {
  test('gives the same value and derivatives on as off', async () => {
    const step = withDerivatives(f);
    expectSameResults(await evaluate(step, shapes), await evaluate(step, shapes, { rewrites: false }));
  });

  test('leaves a sound graph with less arithmetic', () => {
    const { graph, program } = traced(f, shapes);
    const rewritten = runPasses(graph, program, [pass]);
    verify(rewritten);
    verify(lowerProgram(graph, rewritten));
    expect(gigaOperations(firstOrder(rewritten)) / gigaOperations(firstOrder(program))).toBeCloseTo(
      remaining,
      10,
    );
  });
});

test('a convolution whose result is used elsewhere is not computed twice', () => {
  const shared = (t: Tensors): tf.Tensor => {
    const y = conv2d(image(t['x']), image(t['weight']), { padding: 1 });
    return tf.add(averagePool2(y), tf.mean(y));
  };
  const { graph, program } = traceProgram((state, inputs) => ({ state, outputs: { y: shared(inputs) } }), {
    state: {},
    inputs: { x: [1, 2, 8, 8], weight: [3, 2, 3, 3] },
  });
  const rewritten = runPasses(graph, program);
  expect(count(rewritten, 'Conv')).toBe(1);
  expect(count(rewritten, 'AveragePool2')).toBe(1);
});

test('factors leave the images', () => {
  const last = cases.at(-1) as Case;
  const { graph, program } = traced(last.f, last.shapes);
  const scaledImages = (p: GraphProgram): number =>
    liveNodes(firstOrder(p).outputs.values()).filter(
      (node) => node.op === 'Mul' && node.shape.length === 4 && (node.shape[2] ?? 0) > 3,
    ).length;
  expect(scaledImages(program)).toBeGreaterThan(scaledImages(runPasses(graph, program, ['scale-weights'])));
});

test('every pass leaves a program without resampling as it is', () => {
  const { graph, program } = traced((t) => conv2d(image(t['x']), image(t['weight']), { padding: 1 }), {
    x: [1, 2, 4, 4],
    weight: [3, 2, 3, 3],
  });
  for (const name of Object.keys(passes) as PassName[])
    expect([...runPasses(graph, program, [name]).outputs]).toEqual([...program.outputs]);
});
