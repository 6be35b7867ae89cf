import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { traceProgram, type StepFunction } from '../trace/trace.ts';
import { averagePool2, conv2d, leakyRelu } from '../ops/index.ts';
import { build, reshape, scale, splat, transpose } from './build.ts';
import { gigaOperations, gigaOperationsOf } from './cost.ts';
import { Graph, type GraphProgram } from './graph.ts';
import type { GraphNode } from './node.ts';
import { printGraph } from './print.ts';
import { flipWeight, withBox, withBoxAdjoint } from './taps.ts';
import { verify } from './verify.ts';
import { liveNodes } from './walk.ts';

const step: StepFunction = ({ weight }, { x }) => {
  const w = weight as tf.Tensor4D;
  const loss = (t: tf.Tensor): tf.Scalar =>
    tf.mean(averagePool2(leakyRelu(conv2d(x as tf.Tensor4D, t as tf.Tensor4D, { padding: 1 }))));
  const gradient = tf.grad(loss)(w);
  return { state: { weight: tf.sub(w, tf.mul(gradient, 0.1)) }, outputs: { loss: loss(w) } };
};

test('a traced step reads as text', () => {
  const { program } = traceProgram(step, { state: { weight: [2, 1, 3, 3] }, inputs: { x: [1, 1, 4, 4] } });
  verify(program);
  expect(printGraph(program)).toMatchInlineSnapshot(`
    "%0 = Input 'weight' : float32[2, 1, 3, 3]
    %1 = Input 'x' : float32[1, 1, 4, 4]
    %2 = Conv(%1, %0) stride=[1,1] padding=[1,1] inputSize=[4,4] kernelSize=[3,3] : float32[1, 2, 4, 4]
    %3 = LeakyRelu(%2) slope=0.2 : float32[1, 2, 4, 4]
    %4 = Slope(%3) slope=0.2 : float32[1, 2, 4, 4]
    %5 = Splat 0.03125 : float32[]
    %6 = Mul(%4, %5) : float32[1, 2, 4, 4]
    %7 = ConvWeightGradient(%1, %6) stride=[1,1] padding=[1,1] inputSize=[4,4] kernelSize=[3,3] : float32[2, 1, 3, 3]
    %8 = Splat 0.10000000149011612 : float32[]
    %9 = Mul(%7, %8) : float32[2, 1, 3, 3]
    %10 = Sub(%0, %9) : float32[2, 1, 3, 3]
    %11 = AveragePool2(%3) : float32[1, 2, 2, 2]
    %12 = ReduceMean(%11) axes=[1,2,3] : float32[1, 1, 1, 1]
    %13 = Reshape(%12) : float32[]
    state:weight = %10
    output:loss = %13"
  `);
});

test('what two losses both compute is one node', () => {
  const twice: StepFunction = (state, { x }) => ({
    state,
    outputs: { a: tf.exp(tf.neg(x as tf.Tensor)), b: tf.add(tf.exp(tf.neg(x as tf.Tensor)), 1) },
  });
  const { program } = traceProgram(twice, { state: {}, inputs: { x: [3] } });
  expect(liveNodes(program.outputs.values()).filter(({ op }) => op === 'Exp')).toHaveLength(1);
});

const inputNode = (graph: Graph, name: string, shape: number[]): GraphNode =>
  graph.node('Input', [], { name, shape });

test('algebra removes what changes nothing', () => {
  const graph = new Graph();
  const x = inputNode(graph, 'x', [2, 3]);
  const row = inputNode(graph, 'row', [3]);
  const ones = splat(graph, 1, [2, 3]);
  expect(build(graph, 'Mul', [x, ones], {})).toBe(x);
  expect(build(graph, 'Add', [splat(graph, 0), x], {})).toBe(x);
  expect(build(graph, 'Sub', [x, splat(graph, 0)], {})).toBe(x);
  expect(build(graph, 'Sub', [x, x], {})).toBe(splat(graph, 0, [2, 3]));
  expect(build(graph, 'Div', [scale(graph, x, 2), splat(graph, 2)], {})).toBe(x);
  expect(reshape(graph, reshape(graph, x, [6]), [2, 3])).toBe(x);
  expect(transpose(graph, transpose(graph, x, [1, 0]), [1, 0])).toBe(x);
  expect(build(graph, 'Add', [x, row], {})).toBe(build(graph, 'Add', [row, x], {}));
  const repeated = build(graph, 'Expand', [row], { shape: [2, 3] });
  expect(build(graph, 'Mul', [x, repeated], {})).toBe(build(graph, 'Mul', [x, row], {}));
  expect(build(graph, 'ReduceSum', [repeated], { axes: [0] }).op).not.toBe('ReduceSum');
});

test('a constant that supplies the shape keeps it', () => {
  const graph = new Graph();
  const row = inputNode(graph, 'row', [3]);
  const sum = build(graph, 'Add', [row, splat(graph, 2, [2, 3])], {});
  expect(sum.shape).toEqual([2, 3]);
  expect(build(graph, 'Mul', [row, splat(graph, 1, [2, 3])], {}).shape).toEqual([2, 3]);
});

test('flipping taps twice is nothing, and maps of taps are one map', () => {
  const graph = new Graph();
  const weight = inputNode(graph, 'w', [4, 2, 3, 3]);
  expect(flipWeight(graph, flipWeight(graph, weight))).toBe(weight);
  const chain = withBoxAdjoint(graph, withBox(graph, flipWeight(graph, weight)));
  expect(chain.inputs[0]).toBe(weight);
  expect(chain.shape).toEqual([2, 4, 3, 3]);
});

test('verify names a planted fault', () => {
  const graph = new Graph();
  const x = inputNode(graph, 'x', [2, 3]);
  const good = build(graph, 'Exp', [x], {});
  const program = (output: GraphNode, inputs = [x]): GraphProgram => ({
    inputs: inputs as GraphProgram['inputs'],
    outputs: new Map([['y', output]]),
  });
  verify(program(good));
  const wrongShape = { ...good, shape: [3, 2] } as GraphNode;
  expect(() => verify(program(wrongShape))).toThrow(
    'Exp is declared float32[3, 2], but its operands make it float32[2, 3]',
  );
  const backwards = { ...good, id: 0 } as GraphNode;
  expect(() => verify(program(backwards))).toThrow('not computed before it');
  expect(() => verify(program(good, []))).toThrow("reads 'x', which is not among its inputs");
});

test('operands that do not fit are refused with the operation and both shapes', () => {
  const graph = new Graph();
  const operands = [inputNode(graph, 'a', [2, 3]), inputNode(graph, 'b', [2, 4])];
  expect(() => build(graph, 'Add', operands, {})).toThrow('Add: [2, 3] and [2, 4] do not broadcast');
  const product = { transposeA: false, transposeB: false };
  expect(() => build(graph, 'MatMul', operands, product)).toThrow(
    'MatMul: [2, 3] and [2, 4] do not multiply',
  );
});

test('counts two operations per multiply-add', () => {
  const product: StepFunction = (state, { a, b }) => ({
    state,
    outputs: { y: tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D) },
  });
  const { program } = traceProgram(product, { state: {}, inputs: { a: [10, 20], b: [20, 30] } });
  expect(gigaOperations(program)).toBeCloseTo((2 * 10 * 20 * 30) / 1e9, 15);
});

test('what a step asks for twice is computed once and counted as written twice', () => {
  const twice: StepFunction = (state, { a, b }) => {
    const y = (): tf.Tensor => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D);
    return { state, outputs: { y: tf.add(y(), tf.relu(y())) } };
  };
  const { program, calls } = traceProgram(twice, { state: {}, inputs: { a: [10, 20], b: [20, 30] } });
  expect(gigaOperationsOf(calls)).toBeCloseTo(2 * gigaOperations(program), 15);
});
