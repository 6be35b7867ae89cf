// Means over seeds and how sure their difference is: Welch's interval, which does not assume equal variances.
// Welch, The generalization of "Student's" problem when several different population variances are involved (1947).

/** What is known of one configuration after n seeds. */
export interface SampleSummary {
  readonly mean: number;
  /** Sample standard deviation (n − 1); null for a single value. */
  readonly std: number | null;
  readonly n: number;
}

/** @throws RangeError for no values, which have no mean. */
export function summarise(values: readonly number[]): SampleSummary {
  const n = values.length;
  if (n === 0) throw new RangeError('no values to summarise');
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, std: null, n };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (n - 1)), n };
}

/** Probability with which the interval around a difference between configurations covers the true one. */
export const DIFFERENCE_CONFIDENCE = 0.95;

export interface WelchInterval {
  readonly low: number;
  readonly high: number;
  /** Of Student's distribution, by Welch and Satterthwaite: a real number ≥ 1, infinite where nothing varies. */
  readonly degreesOfFreedom: number;
}

/**
 * The interval that covers the difference of the means, `sample` minus `reference`, with probability `confidence`.
 * Undefined where either side has fewer than two values: its variance cannot be estimated.
 */
export function welchInterval(
  sample: SampleSummary,
  reference: SampleSummary,
  confidence: number,
): WelchInterval | undefined {
  if (sample.std === null || reference.std === null) return undefined;
  const difference = sample.mean - reference.mean;
  const a = sample.std ** 2 / sample.n;
  const b = reference.std ** 2 / reference.n;
  if (a + b === 0) return { low: difference, high: difference, degreesOfFreedom: Infinity };
  const degreesOfFreedom = (a + b) ** 2 / (a ** 2 / (sample.n - 1) + b ** 2 / (reference.n - 1));
  const reach = studentQuantile((1 + confidence) / 2, degreesOfFreedom) * Math.sqrt(a + b);
  return { low: difference - reach, high: difference + reach, degreesOfFreedom };
}

/**
 * The t below which Student's distribution has probability `p` in (0, 1). Found by halving an interval, for the
 * distribution function is monotone and this is asked for a few times a page.
 */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  if (p < 0.5) return -studentQuantile(1 - p, degreesOfFreedom);
  let low = 0;
  let high = 1;
  while (studentProbability(high, degreesOfFreedom) < p) high *= 2;
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (studentProbability(middle, degreesOfFreedom) < p) low = middle;
    else high = middle;
  }
  return high;
}

/** P(T ≤ t) for t ≥ 0: 1 − I_x(ν/2, 1/2) / 2 with x = ν / (ν + t²) (Abramowitz and Stegun 26.5.27). */
function studentProbability(t: number, degreesOfFreedom: number): number {
  const x = degreesOfFreedom / (degreesOfFreedom + t * t);
  return 1 - regularizedBeta(x, degreesOfFreedom / 2, 0.5) / 2;
}

/** I_x(a, b); the continued fraction converges fast below the distribution's mean, beyond it I_x(a, b) = 1 − I_{1−x}(b, a). */
function regularizedBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - regularizedBeta(1 - x, b, a);
  const logFront =
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x) - Math.log(a);
  return Math.exp(logFront) * betaFraction(x, a, b);
}

const MAX_TERMS = 500;

/** The continued fraction of A&S 26.5.8, evaluated from the front by the modified method of Lentz. */
function betaFraction(x: number, a: number, b: number): number {
  const notZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let numerator = 1;
  let denominator = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let fraction = denominator;
  const advance = (coefficient: number): number => {
    denominator = 1 / notZero(1 + coefficient * denominator);
    numerator = notZero(1 + coefficient / numerator);
    fraction *= numerator * denominator;
    return Math.abs(numerator * denominator - 1);
  };
  for (let m = 1; m <= MAX_TERMS; m++) {
    advance((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    const change = advance((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
    if (change < Number.EPSILON) return fraction;
  }
  return fraction;
}

/** ln Γ(x) for x > 0: Stirling's series (A&S 6.1.41), reached by Γ(x) = Γ(x + 1) / x. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  while (z < 10) {
    shift += Math.log(z);
    z += 1;
  }
  const w = 1 / (z * z);
  const series = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
