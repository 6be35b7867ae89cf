// Eigenvalues of a real symmetric matrix: Householder reduction to tridiagonal form, then QL iteration with implicit shifts
// (Golub & Van Loan, Matrix Computations, 8.3). Without eigenvectors this is 4/3·n³ operations.

/** Eigenvalues of the symmetric `[n, n]` matrix, in no particular order. The lower triangle counts. */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const { diagonal, offDiagonal } = tridiagonalise(matrix.slice(), n);
  return tridiagonalEigenvalues(diagonal, offDiagonal);
}

interface Tridiagonal {
  readonly diagonal: Float64Array; // [n]
  readonly offDiagonal: Float64Array; // [n], the last one zero
}

/** Overwrites `a` while it reflects one column after another onto its first two entries. */
function tridiagonalise(a: Float64Array, n: number): Tridiagonal {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  const reflector = new Float64Array(n);
  const image = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    const { beta, tau } = householder(a, n, k, reflector);
    offDiagonal[k] = beta;
    if (tau === 0) continue;
    multiplyTrailing({ a, n, from: k + 1 }, reflector, image);
    let projection = 0;
    for (let i = k + 1; i < n; i++) projection += (image[i] as number) * (reflector[i] as number);
    const shift = (tau * tau * projection) / 2;
    for (let i = k + 1; i < n; i++) image[i] = tau * (image[i] as number) - shift * (reflector[i] as number);
    subtractTrailing({ a, n, from: k + 1 }, reflector, image);
  }
  for (let k = 0; k < n; k++) diagonal[k] = a[k * n + k] as number;
  return { diagonal, offDiagonal };
}

/** The reflection I − τ·v·vᵀ that sends column k below the diagonal to (β, 0, …); v goes into `reflector`. */
function householder(
  a: Float64Array,
  n: number,
  k: number,
  reflector: Float64Array,
): { beta: number; tau: number } {
  let tail = 0;
  for (let i = k + 2; i < n; i++) tail += (a[i * n + k] as number) ** 2;
  const alpha = a[(k + 1) * n + k] as number;
  if (tail === 0) return { beta: alpha, tau: 0 };
  const norm = Math.sqrt(alpha * alpha + tail);
  const beta = alpha > 0 ? -norm : norm;
  const scale = 1 / (alpha - beta);
  reflector[k + 1] = 1;
  for (let i = k + 2; i < n; i++) reflector[i] = (a[i * n + k] as number) * scale;
  return { beta, tau: (beta - alpha) / beta };
}

/** The square block of the `[n, n]` matrix `a` whose rows and columns begin at `from`. */
interface Trailing {
  readonly a: Float64Array;
  readonly n: number;
  readonly from: number;
}

/** image = A·v on the trailing block, reading its lower triangle once. */
function multiplyTrailing({ a, n, from }: Trailing, v: Float64Array, image: Float64Array): void {
  image.fill(0, from);
  for (let i = from; i < n; i++) {
    const row = i * n;
    const vi = v[i] as number;
    let sum = 0;
    for (let j = from; j < i; j++) {
      const value = a[row + j] as number;
      sum += value * (v[j] as number);
      image[j] = (image[j] as number) + value * vi;
    }
    image[i] = (image[i] as number) + sum + (a[row + i] as number) * vi;
  }
}

/** A −= v·wᵀ + w·vᵀ on the lower triangle of the trailing block. */
function subtractTrailing({ a, n, from }: Trailing, v: Float64Array, w: Float64Array): void {
  for (let i = from; i < n; i++) {
    const row = i * n;
    const vi = v[i] as number;
    const wi = w[i] as number;
    for (let j = from; j <= i; j++) {
      a[row + j] = (a[row + j] as number) - vi * (w[j] as number) - wi * (v[j] as number);
    }
  }
}

/** QL sweeps per eigenvalue before giving up; two or three are usual. */
const MAX_SWEEPS = 60;

function tridiagonalEigenvalues(diagonal: Float64Array, offDiagonal: Float64Array): Float64Array {
  const n = diagonal.length;
  for (let first = 0; first < n; first++) {
    for (let sweep = 0; ; sweep++) {
      const last = endOfBlock(diagonal, offDiagonal, first);
      if (last === first) break;
      if (sweep === MAX_SWEEPS)
        throw new RangeError('no eigenvalues: the matrix holds NaN or infinite numbers');
      implicitSweep(diagonal, offDiagonal, first, last);
    }
  }
  return diagonal;
}

/** The last index of the unreduced block that begins at `first`. */
function endOfBlock(d: Float64Array, e: Float64Array, first: number): number {
  let last = first;
  while (last < d.length - 1) {
    const scale = Math.abs(d[last] as number) + Math.abs(d[last + 1] as number);
    if (Math.abs(e[last] as number) <= Number.EPSILON * scale) break;
    last++;
  }
  return last;
}

/** One implicit QL step with Wilkinson's shift on the block `first…last`, chasing the bulge from the bottom up. */
function implicitSweep(d: Float64Array, e: Float64Array, first: number, last: number): void {
  const d0 = d[first] as number;
  const e0 = e[first] as number;
  const half = ((d[first + 1] as number) - d0) / (2 * e0);
  const shift = d0 - e0 / (half + Math.sign(half || 1) * Math.hypot(half, 1));
  let g = (d[last] as number) - shift;
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = last - 1; i >= first; i--) {
    const f = s * (e[i] as number);
    const b = c * (e[i] as number);
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] = (d[i + 1] as number) - p;
      e[last] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    const lifted = (d[i + 1] as number) - p;
    const t = ((d[i] as number) - lifted) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = lifted + p;
    g = c * t - b;
  }
  d[first] = d0 - p;
  e[first] = g;
  e[last] = 0;
}
