// The kernel distance KID (Bińkowski et al. 2018, section 4): the unbiased estimate of the squared maximum mean discrepancy under
// the kernel k(x, y) = (x·y / d + 1)³, averaged over random subsets as the published figures are.
import { randomStream, StarlabError } from '@starlab/experiment';
import { rowProducts, type RowMatrix } from '../frechet/row-products.ts';

export interface Features {
  /** `[count, dimension]`, row-major. */
  readonly data: ArrayLike<number>;
  readonly dimension: number;
}

export interface KernelDistanceOptions {
  readonly subsets: number;
  /** Images of either set in one subset; the size of the smaller set where that is less. */
  readonly subsetSize: number;
  /** Of the subsets' draws. */
  readonly seed: number;
}

/** What most published figures were measured with. */
export const publishedSubsets: KernelDistanceOptions = { subsets: 100, subsetSize: 1000, seed: 777 };

/**
 * Mean squared discrepancy over the subsets. It is unbiased: of two sets of one distribution it is around 0, often below.
 * @throws RangeError for features of unlike dimensions
 * @throws StarlabError for fewer than two images in a set
 */
export function kernelDistance(
  a: Features,
  b: Features,
  { subsets, subsetSize, seed }: KernelDistanceOptions = publishedSubsets,
): number {
  if (a.dimension !== b.dimension) {
    throw new RangeError(`${a.dimension}-d and ${b.dimension}-d features have no distance`);
  }
  const [countA, countB] = [a, b].map(({ data, dimension }) => data.length / dimension) as [number, number];
  const size = Math.min(countA, countB, subsetSize);
  if (size < 2) {
    throw new StarlabError(`A kernel distance needs at least 2 images of either set; given ${size}.`, {
      remedy: 'Give every domain more images.',
    });
  }
  // Every subset of whole sets is the same one.
  const distinct = size === countA && size === countB ? 1 : subsets;
  let sum = 0;
  for (let subset = 0; subset < distinct; subset++) {
    const stream = randomStream({ seed, purpose: 'kernel-distance/subset', index: subset });
    const draw = (of: Features, count: number): RowMatrix => chosenRows(of, sample(count, size, stream));
    sum += squaredDiscrepancy(draw(a, countA), draw(b, countB));
  }
  return sum / distinct;
}

/** `size` of the numbers 0 … count − 1, without replacement. */
function sample(count: number, size: number, stream: { integer(below: number): number }): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < size; i++) {
    const j = i + stream.integer(count - i);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order.slice(0, size);
}

function chosenRows({ data, dimension }: Features, rows: readonly number[]): RowMatrix {
  const chosen = new Float64Array(rows.length * dimension);
  for (const [at, row] of rows.entries())
    for (let d = 0; d < dimension; d++) chosen[at * dimension + d] = data[row * dimension + d] as number;
  return { data: chosen, rows: rows.length, columns: dimension };
}

const kernel = (product: number, dimension: number): number => (product / dimension + 1) ** 3;

/** Of two matrices of equally many rows: pairs of an image with itself are left out, which makes it unbiased. */
function squaredDiscrepancy(a: RowMatrix, b: RowMatrix): number {
  const n = a.rows;
  return (withinSum(a) + withinSum(b)) / (n * (n - 1)) - (2 * betweenSum(a, b)) / (n * n);
}

function withinSum(rows: RowMatrix): number {
  const products = rowProducts(rows, rows, { symmetric: true });
  return products.reduce(
    (sum, product, at) => (at % (rows.rows + 1) === 0 ? sum : sum + kernel(product, rows.columns)),
    0,
  );
}

function betweenSum(a: RowMatrix, b: RowMatrix): number {
  return rowProducts(a, b).reduce((sum, product) => sum + kernel(product, a.columns), 0);
}
