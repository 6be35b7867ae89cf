// Products of row-major float64 matrices as dot products of rows, in tiles of two by four rows so that every number read
// serves several products: the one loop in which statistics and distances spend their time.

export interface RowMatrix {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

export interface RowProductOptions {
  /** First column that counts for the tile beginning at these rows; the columns before it are known to be zero. */
  readonly firstColumn?: (aRow: number, bRow: number) => number;
  /** The product is known to be symmetric: half of it is computed, the rest mirrored. */
  readonly symmetric?: boolean;
}

/** The rows `i…iEnd` of A against the rows `j…jEnd` of B over the columns `from…to`. */
interface Tile {
  readonly i: number;
  readonly iEnd: number;
  readonly j: number;
  readonly jEnd: number;
  readonly from: number;
  readonly to: number;
}

/** Columns taken at a time: six rows of so many numbers stay in the first-level cache. */
const COLUMNS = 512;

/** A·Bᵀ for A `[m, k]` and B `[n, k]`: `[m, n]`, row-major. */
export function rowProducts(a: RowMatrix, b: RowMatrix, options: RowProductOptions = {}): Float64Array {
  if (a.columns !== b.columns) throw new RangeError(`rows of ${a.columns} and of ${b.columns} numbers`);
  const { firstColumn = () => 0, symmetric = false } = options;
  const product = new Float64Array(a.rows * b.rows);
  for (let start = 0; start < a.columns; start += COLUMNS) {
    const to = Math.min(start + COLUMNS, a.columns);
    for (let i = 0; i < a.rows; i += 2) {
      const iEnd = Math.min(i + 2, a.rows);
      for (let j = symmetric ? i - (i % 4) : 0; j < b.rows; j += 4) {
        const tile = {
          i,
          iEnd,
          j,
          jEnd: Math.min(j + 4, b.rows),
          from: Math.max(start, firstColumn(i, j)),
          to,
        };
        if (tile.from < to) addTile(product, a, b, tile);
      }
    }
  }
  if (symmetric) mirrorUpperTriangle(product, a.rows);
  return product;
}

function addTile(product: Float64Array, a: RowMatrix, b: RowMatrix, tile: Tile): void {
  if (tile.iEnd - tile.i === 2 && tile.jEnd - tile.j === 4) addTwoByFour(product, a, b, tile);
  else addElementwise(product, a, b, tile);
}

function addElementwise(product: Float64Array, a: RowMatrix, b: RowMatrix, tile: Tile): void {
  const k = a.columns;
  for (let i = tile.i; i < tile.iEnd; i++) {
    for (let j = tile.j; j < tile.jEnd; j++) {
      let sum = product[i * b.rows + j] as number;
      for (let c = tile.from; c < tile.to; c++) {
        sum += (a.data[i * k + c] as number) * (b.data[j * k + c] as number);
      }
      product[i * b.rows + j] = sum;
    }
  }
}

function addTwoByFour(product: Float64Array, a: RowMatrix, b: RowMatrix, tile: Tile): void {
  const k = a.columns;
  const x = a.data;
  const y = b.data;
  const x0 = tile.i * k;
  const x1 = x0 + k;
  const y0 = tile.j * k;
  const y1 = y0 + k;
  const y2 = y1 + k;
  const y3 = y2 + k;
  // Eight named sums instead of an array: only so do they live in registers.
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  for (let c = tile.from; c < tile.to; c++) {
    const u = x[x0 + c] as number;
    const v = x[x1 + c] as number;
    const p = y[y0 + c] as number;
    const q = y[y1 + c] as number;
    const r = y[y2 + c] as number;
    const s = y[y3 + c] as number;
    s00 += u * p;
    s01 += u * q;
    s02 += u * r;
    s03 += u * s;
    s10 += v * p;
    s11 += v * q;
    s12 += v * r;
    s13 += v * s;
  }
  addRow(product, tile.i * b.rows + tile.j, [s00, s01, s02, s03]);
  addRow(product, (tile.i + 1) * b.rows + tile.j, [s10, s11, s12, s13]);
}

function addRow(product: Float64Array, at: number, sums: readonly number[]): void {
  for (const [column, sum] of sums.entries()) product[at + column] = (product[at + column] as number) + sum;
}

function mirrorUpperTriangle(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) matrix[i * n + j] = matrix[j * n + i] as number;
  }
}
