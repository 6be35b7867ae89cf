// TensorBoard's smoothing: an exponential moving average that starts at 0 and is divided by 1 − wᵗ, so that the first
// points are not pulled towards 0 (the bias correction of Kingma & Ba, Adam, section 3).

/**
 * `weight` in [0, 1); 0 returns the values as they are. Non-finite values are passed through and leave the average alone.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  if (weight <= 0) return [...values];
  let average = 0;
  let count = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    average = weight * average + (1 - weight) * value;
    count += 1;
    return average / (1 - weight ** count);
  });
}
