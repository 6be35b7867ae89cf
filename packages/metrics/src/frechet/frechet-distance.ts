// The Fréchet distance between two Gaussians (Heusel et al. 2017, eq. 6): |μ₁ − μ₂|² + Tr(C₁ + C₂ − 2·(C₁C₂)^½).
// C₁ = FᵀF gives the non-zero eigenvalues of C₁C₂ as those of the symmetric F·C₂·Fᵀ: no complex numbers, no added epsilon,
// and sets of fewer images than dimensions work.
import type { FeatureStatistics } from './feature-statistics.ts';
import { pivotedCholesky, type PivotedCholesky } from './pivoted-cholesky.ts';
import { rowProducts } from './row-products.ts';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

/** Squared Fréchet distance, in squared feature units; 0 for equal statistics up to rounding. */
export function frechetDistance(a: FeatureStatistics, b: FeatureStatistics): number {
  if (a.dimension !== b.dimension) {
    throw new RangeError(`statistics of ${a.dimension}-d and of ${b.dimension}-d features have no distance`);
  }
  const meanGap = a.mean.reduce((sum, value, i) => sum + (value - (b.mean[i] ?? 0)) ** 2, 0);
  const [fewer, more] = a.count <= b.count ? [a, b] : [b, a];
  const overlap = traceOfSquareRoot(fewer.covariance, more.covariance, a.dimension);
  return meanGap + trace(a.covariance, a.dimension) + trace(b.covariance, b.dimension) - 2 * overlap;
}

function trace(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += matrix[i * n + i] as number;
  return sum;
}

/** Tr (C₁C₂)^½ of two symmetric positive semi-definite `[n, n]` matrices. Cheapest when C₁ has the lower rank. */
function traceOfSquareRoot(c1: Float64Array, c2: Float64Array, n: number): number {
  const factorisation = pivotedCholesky(c1, n);
  const product = symmetricProduct(factorisation, c2, n);
  const eigenvalues = symmetricEigenvalues(product, factorisation.rank);
  return eigenvalues.reduce((sum, eigenvalue) => sum + Math.sqrt(Math.max(eigenvalue, 0)), 0);
}

/** F·C·Fᵀ, `[rank, rank]`. */
function symmetricProduct(
  { rank, pivots, factors }: PivotedCholesky,
  c: Float64Array,
  n: number,
): Float64Array {
  const f = { data: factors, rows: rank, columns: n };
  const permuted = { data: inPivotOrder(c, pivots), rows: n, columns: n };
  const fc = { data: rowProducts(f, permuted, { firstColumn: (row) => row }), rows: rank, columns: n };
  return rowProducts(fc, f, { firstColumn: (_, row) => row, symmetric: true });
}

function inPivotOrder(matrix: Float64Array, pivots: Int32Array): Float64Array {
  const n = pivots.length;
  const permuted = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = (pivots[i] as number) * n;
    for (let j = 0; j < n; j++) permuted[i * n + j] = matrix[row + (pivots[j] as number)] as number;
  }
  return permuted;
}
