// Mean and standard deviation of all values of a tensor.

/** The deviation's divisor is n, as NumPy's is, or n − 1, as PyTorch's. */
export function meanAndDeviation(
  values: ArrayLike<number>,
  convention: 'numpy' | 'pytorch',
): { mean: number; deviation: number } {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const squares = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const divisor = convention === 'numpy' ? all.length : all.length - 1;
  return { mean, deviation: Math.sqrt(squares / divisor) };
}
