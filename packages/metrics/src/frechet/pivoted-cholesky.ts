// Cholesky factorisation with diagonal pivoting of a positive semi-definite matrix (Higham 1990): C = Σ_k f_k f_kᵀ with as
// many factors as C has rank, so that covariances of fewer images than dimensions need no special case.

export interface PivotedCholesky {
  readonly rank: number;
  /** `pivots[i]`: the row and column of C that stands at place i of the factors. */
  readonly pivots: Int32Array;
  /** `[rank, n]` in pivot order, row-major; row k is zero before column k. */
  readonly factors: Float64Array;
}

/** Factorises the symmetric `[n, n]` matrix; what its rounding noise leaves of the diagonal is dropped. */
export function pivotedCholesky(matrix: Float64Array, n: number): PivotedCholesky {
  const remaining = matrix.slice();
  const pivots = Int32Array.from({ length: n }, (_, i) => i);
  const factors = new Float64Array(n * n);
  const largest = largestDiagonal(remaining, n, 0);
  // LAPACK's choice (dpstrf): below it a pivot is rounding error, above it the factorisation is backward stable.
  const noise = n * Number.EPSILON * largest.value;
  for (let k = 0; k < n; k++) {
    const pivot = largestDiagonal(remaining, n, k);
    if (!(pivot.value > noise)) return { rank: k, pivots, factors: factors.slice(0, k * n) };
    exchange(remaining, factors, pivots, { n, k, p: pivot.index });
    eliminate(remaining, factors, n, k);
  }
  return { rank: n, pivots, factors };
}

function largestDiagonal(matrix: Float64Array, n: number, from: number): { index: number; value: number } {
  let index = from;
  for (let i = from + 1; i < n; i++) {
    if ((matrix[i * n + i] as number) > (matrix[index * n + index] as number)) index = i;
  }
  return { index, value: matrix[index * n + index] ?? 0 };
}

/** Swaps places k and p in everything. Of `matrix` only the upper triangle from k on is kept up. */
function exchange(
  matrix: Float64Array,
  factors: Float64Array,
  pivots: Int32Array,
  { n, k, p }: { n: number; k: number; p: number },
): void {
  if (p === k) return;
  swap(pivots, k, p);
  for (let row = 0; row < k; row++) swap(factors, row * n + k, row * n + p);
  swap(matrix, k * n + k, p * n + p);
  for (let i = k + 1; i < p; i++) swap(matrix, k * n + i, i * n + p);
  for (let i = p + 1; i < n; i++) swap(matrix, k * n + i, p * n + i);
}

function swap(values: Float64Array | Int32Array, i: number, j: number): void {
  const held = values[i] as number;
  values[i] = values[j] as number;
  values[j] = held;
}

/** Makes factor k of row k and subtracts its outer product from the rows below. */
function eliminate(matrix: Float64Array, factors: Float64Array, n: number, k: number): void {
  const root = Math.sqrt(matrix[k * n + k] as number);
  const row = k * n;
  for (let i = k; i < n; i++) factors[row + i] = (matrix[row + i] as number) / root;
  for (let i = k + 1; i < n; i++) {
    const scale = factors[row + i] as number;
    const at = i * n;
    for (let j = i; j < n; j++) {
      matrix[at + j] = (matrix[at + j] as number) - scale * (factors[row + j] as number);
    }
  }
}
