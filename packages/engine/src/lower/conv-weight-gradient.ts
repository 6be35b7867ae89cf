// The weight gradient as matrix products, one per kernel tap: dW[·, ·, tap] = Σ over samples and positions of dy · xᵀ, with x
// shifted by the tap. How the sum over samples is taken depends on the size; measured on ONNX Runtime's CPU kernels.
import { build, concat, matMul, padPlanes, reshape, slice, sumAway, transpose } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import { dimensions4, type GraphNode, type Matrix, type NodeOf } from '../graph/node.ts';
import { convOutputSize, type ConvGeometry, type Pair } from '../ops/conv-geometry.ts';
import { denseWeightGradient, isDense } from './dense.ts';

/** Above it products per sample are large enough; up to it products over all samples pay for the transposes. */
const POSITIONS_PER_SAMPLE = 256;
/** So few channels make one product per tap too narrow; the taps are stacked as channels instead. */
const FEW_CHANNELS = 4;

interface Operands {
  readonly x: GraphNode;
  readonly dy: GraphNode;
}

/** Which axes of a layout are the rows and the columns of the planes. */
type PlaneAxes = readonly [2, 3] | readonly [1, 2];

/** Views of x as the kernel's taps see it, in x's layout. */
function tapViews(
  graph: Graph,
  padded: GraphNode,
  { geometry, planes }: { geometry: ConvGeometry; planes: PlaneAxes },
): GraphNode[] {
  const { kernelSize, stride } = geometry;
  const output = convOutputSize(geometry);
  /** A value for the rows and one for the columns, in the places of their axes. */
  const along = (pair: Pair, others: readonly number[]): number[] =>
    others.map((other, axis) => pair[axis - planes[0]] ?? other);
  const [begin, step] = [
    [0, 0, 0, 0],
    [1, 1, 1, 1],
  ];
  const views: GraphNode[] = [];
  for (let row = 0; row < kernelSize[0]; row++)
    for (let column = 0; column < kernelSize[1]; column++)
      views.push(
        slice(graph, padded, {
          begin: along([row, column], begin),
          size: along(output, padded.shape),
          step: along(stride, step),
        }),
      );
  return views;
}

/** `[N, C, h, w]` as `[N, C, h·w]`. */
function flatPositions(graph: Graph, x: GraphNode): GraphNode {
  const [n, c, h, w] = dimensions4(x.shape);
  return reshape(graph, x, [n, c, h * w]);
}

/** Products `[N, O, C]` of `[N, O, K]` with each `[N, C, K]`, joined before they are summed over the samples. */
function sumOverSamples(graph: Graph, left: GraphNode, rights: readonly GraphNode[]): GraphNode {
  const products = rights.map((right) => matMul(graph, left, right, { transposeB: true }));
  return sumAway(graph, concat(graph, products, 2), [0]);
}

/** One product per sample and view. */
function correlateViews(graph: Graph, views: readonly GraphNode[], dy: GraphNode): GraphNode {
  const rights = views.map((view) => flatPositions(graph, view));
  return sumOverSamples(graph, flatPositions(graph, dy), rights);
}

/**
 * The same for stride 1, with whole rows of the padded plane: the tap (row, column) sees the flattened plane from
 * `row·width + column` on, one long copy instead of many short ones. The columns between the rows meet zeros in dy.
 * `padded` `[N, C, h + kh, w + kw − 1]` has one row more than the taps see, since the last tap's view ends in it.
 */
function correlateShifts(
  graph: Graph,
  { padded, dy }: { padded: GraphNode; dy: GraphNode },
  [rows, columns]: Pair,
): GraphNode {
  const [samples, channels, , rowLength] = dimensions4(padded.shape);
  const [, , height, width] = dimensions4(dy.shape);
  const size = [samples, channels, height * rowLength];
  const plane = flatPositions(graph, padded);
  const shifts: GraphNode[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      shifts.push(slice(graph, plane, { begin: [0, 0, row * rowLength + column], size }));
  const widened = padEnds(graph, dy, [0, rowLength - width]);
  return sumOverSamples(graph, flatPositions(graph, widened), shifts);
}

/** Zeros below and right of the planes. */
function padEnds(graph: Graph, x: GraphNode, [below, right]: Pair): GraphNode {
  return build(graph, 'Pad', [x], { before: [0, 0, 0, 0], after: [0, 0, below, right], value: 0 });
}

/** `[N, C, h, w]` as `[N, h, w, C]`. */
const channelsLast = (graph: Graph, x: GraphNode): GraphNode => transpose(graph, x, [0, 2, 3, 1]);

/** `[N, h, w, C]` as `[N·h·w, C]`. */
function positionRows(graph: Graph, x: GraphNode): GraphNode {
  const [n, h, w, c] = dimensions4(x.shape);
  return reshape(graph, x, [n * h * w, c]);
}

/**
 * One product per tap over all samples. With channels last the views are copied in long pieces. (All taps joined in one
 * product were measured too: faster alone, but not within a whole step.)
 */
function correlateChannelsLast(graph: Graph, { x, dy }: Operands, geometry: ConvGeometry): GraphNode {
  const border = [0, ...geometry.padding, 0];
  const padded = build(graph, 'Pad', [channelsLast(graph, x)], { before: border, after: border, value: 0 });
  const views = tapViews(graph, padded, { geometry, planes: [1, 2] });
  const left = positionRows(graph, channelsLast(graph, dy));
  const products = views.map((view) => matMul(graph, left, positionRows(graph, view), { transposeA: true }));
  return concat(graph, products, 1);
}

function isLarge(geometry: ConvGeometry): boolean {
  const [height, width] = convOutputSize(geometry);
  return height * width > POSITIONS_PER_SAMPLE;
}

const hasShifts = ({ kernelSize, stride }: ConvGeometry): boolean =>
  kernelSize[0] * kernelSize[1] > 1 && stride[0] === 1 && stride[1] === 1;

/** `[O, taps·C]` as `[O, C, taps]`. */
function tapsLast(graph: Graph, rows: GraphNode, channels: number): GraphNode {
  const outputs = rows.shape[0] ?? 1;
  const taps = (rows.shape[1] ?? 1) / channels;
  return transpose(graph, reshape(graph, rows, [outputs, taps, channels]), [0, 2, 1]);
}

/** Rows `[O, taps·C]`. */
function tapRows(graph: Graph, { x, dy }: Operands, geometry: ConvGeometry): GraphNode {
  if (!isLarge(geometry)) return correlateChannelsLast(graph, { x, dy }, geometry);
  if (hasShifts(geometry)) {
    const padded = padPlanes(graph, x, geometry.padding, { below: 1 });
    return correlateShifts(graph, { padded, dy }, geometry.kernelSize);
  }
  const padded = padPlanes(graph, x, geometry.padding);
  return correlateViews(graph, tapViews(graph, padded, { geometry, planes: [2, 3] }), dy);
}

function byTaps(graph: Graph, operands: Operands, geometry: ConvGeometry): GraphNode {
  const { x, dy } = operands;
  const [, channels] = dimensions4(x.shape);
  const rows = tapRows(graph, operands, geometry);
  return reshape(graph, tapsLast(graph, rows, channels), [
    dy.shape[1] ?? 1,
    channels,
    ...geometry.kernelSize,
  ]);
}

/** All taps stacked as channels: one product. */
function byStackedTaps(graph: Graph, { x, dy }: Operands, geometry: ConvGeometry): GraphNode {
  const [, channels] = dimensions4(x.shape);
  const padded = padPlanes(graph, x, geometry.padding);
  const views = tapViews(graph, padded, { geometry, planes: [2, 3] });
  const rows = correlateViews(graph, [concat(graph, views, 1)], dy);
  return reshape(graph, tapsLast(graph, rows, channels), [
    dy.shape[1] ?? 1,
    channels,
    ...geometry.kernelSize,
  ]);
}

/** The kernels that pooling and upsampling fold into. */
const isFourByFourStrideTwo = ({ kernelSize, stride, padding, inputSize }: ConvGeometry): boolean =>
  [...kernelSize].every((size) => size === 4) &&
  [...stride].every((step) => step === 2) &&
  [...padding].every((size) => size === 1) &&
  inputSize.every((size) => size % 2 === 0);

/** Tap (2a + p, 2b + q) from its place in the order a, b, p, q. */
const blockOrder: Matrix = Array.from({ length: 16 }, (_, place) => {
  const [a, b, p, q] = [place >> 3, (place >> 2) & 1, (place >> 1) & 1, place & 1];
  return Array.from({ length: 16 }, (_tap, tap) => (tap === (2 * a + p) * 4 + 2 * b + q ? 1 : 0));
});

/**
 * Stride 2 turns into stride 1 on 2×2 blocks taken as channels: four block taps, each correlating four original taps. The
 * order of taps is put right by a map that merges with the one that shrinks 4×4 taps to 3×3.
 */
function byBlocks(graph: Graph, { x, dy }: Operands, geometry: ConvGeometry): GraphNode {
  const [, channels] = dimensions4(x.shape);
  const [, outputs, height, width] = dimensions4(dy.shape);
  const blockGeometry: ConvGeometry = {
    stride: [1, 1],
    padding: [0, 0],
    inputSize: [height + 1, width + 1],
    kernelSize: [2, 2],
  };
  const blocksOf = (padded: GraphNode): GraphNode => build(graph, 'SpaceToDepth2', [padded], {});
  const rows = isLarge(geometry)
    ? correlateShifts(graph, { padded: blocksOf(padPlanes(graph, x, [1, 1], { below: 2 })), dy }, [2, 2])
    : tapRows(graph, { x: blocksOf(padPlanes(graph, x, [1, 1])), dy }, blockGeometry);
  return build(
    graph,
    'TransformTaps',
    [reshape(graph, tapsLast(graph, rows, channels), [outputs, channels, 4, 4])],
    { matrix: blockOrder, kernelSize: [4, 4], swap: false },
  );
}

export function lowerConvWeightGradient(
  graph: Graph,
  { attributes: geometry }: NodeOf<'ConvWeightGradient'>,
  operands: Operands,
): GraphNode {
  const { x, dy } = operands;
  if (isDense(geometry)) return denseWeightGradient(graph, x, dy);
  if (isFourByFourStrideTwo(geometry)) return byBlocks(graph, operands, geometry);
  const taps = geometry.kernelSize[0] * geometry.kernelSize[1];
  const [, channels] = dimensions4(x.shape);
  return taps > 1 && channels <= FEW_CHANNELS
    ? byStackedTaps(graph, operands, geometry)
    : byTaps(graph, operands, geometry);
}
