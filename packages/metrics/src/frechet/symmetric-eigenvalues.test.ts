import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '@starlab/testing';
import { pivotedCholesky } from './pivoted-cholesky.ts';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

const ascending = (values: ArrayLike<number>): number[] => Array.from(values).sort((a, b) => a - b);

describe('symmetric eigenvalues', () => {
  it('of the second difference matrix are 2 − 2·cos(kπ/(n+1))', () => {
    const n = 40;
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      matrix[i * n + i] = 2;
      if (i > 0) matrix[i * n + i - 1] = matrix[(i - 1) * n + i] = -1;
    }
    const expected = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
    expectAllClose(ascending(symmetricEigenvalues(matrix, n)), expected, { absolute: 1e-13, relative: 0 }); // n·ε·|A|
  });

  it('agree with an independent solver on a dense matrix with a repeated eigenvalue', () => {
    const n = 31;
    const dense = Matrix.from1DArray(
      n,
      n,
      Array.from({ length: n * n }, (_, i) => Math.cos(i * i)),
    );
    const symmetric = dense.mmul(dense.transpose()).add(Matrix.eye(n, n));
    symmetric.setSubMatrix(Matrix.eye(10, 10).mul(7), 0, 0);
    for (let i = 0; i < 10; i++) for (let j = 10; j < n; j++) symmetric.set(i, j, 0).set(j, i, 0);
    const expected = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true }).realEigenvalues;
    const actual = symmetricEigenvalues(Float64Array.from(symmetric.to1DArray()), n);
    expectAllClose(ascending(actual), ascending(expected), { absolute: 1e-11, relative: 1e-12 }); // n·ε·|A|
  });

  it('exist for one number, for zeros and not for NaN', () => {
    expect(Array.from(symmetricEigenvalues(Float64Array.of(3), 1))).toEqual([3]);
    expect(Array.from(symmetricEigenvalues(new Float64Array(9), 3))).toEqual([0, 0, 0]);
    expect(() => symmetricEigenvalues(new Float64Array(9).fill(Number.NaN), 3)).toThrow(RangeError);
  });
});

describe('pivoted Cholesky', () => {
  it('restores the matrix and finds its rank', () => {
    const [n, rank] = [9, 4];
    const thin = Matrix.from1DArray(
      n,
      rank,
      Array.from({ length: n * rank }, (_, i) => Math.sin(3 * i * i)),
    );
    const matrix = thin.mmul(thin.transpose());
    const { rank: found, pivots, factors } = pivotedCholesky(Float64Array.from(matrix.to1DArray()), n);
    expect(found).toBe(rank);
    const f = Matrix.from1DArray(found, n, Array.from(factors));
    const restored = f.transpose().mmul(f);
    const expected = matrix.selection(Array.from(pivots), Array.from(pivots));
    expectAllClose(restored.to1DArray(), expected.to1DArray(), { absolute: 1e-14, relative: 1e-13 }); // n·ε·|C|
  });

  it('of zeros has rank 0', () => {
    expect(pivotedCholesky(new Float64Array(16), 4).rank).toBe(0);
  });
});
