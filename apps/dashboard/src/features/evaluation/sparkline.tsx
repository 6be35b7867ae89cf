// A line without axes: the way a figure went.
interface SparklineProps {
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const WIDTH = 72;
const HEIGHT = 24;
const MARGIN = 2;

/** `value` in [low, high] on a scale of `length` pixels. */
function position(value: number, ends: readonly [number, number], length: number): number {
  const [low, high] = ends;
  return MARGIN + (high === low ? 0.5 : (value - low) / (high - low)) * (length - 2 * MARGIN);
}

export function Sparkline({ points }: SparklineProps) {
  if (points.length < 2) return null;
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const xEnds = [Math.min(...xs), Math.max(...xs)] as const;
  const yEnds = [Math.min(...ys), Math.max(...ys)] as const;
  const path = points
    .map(
      ({ x, y }) =>
        `${position(x, xEnds, WIDTH).toFixed(1)},${(HEIGHT - position(y, yEnds, HEIGHT)).toFixed(1)}`,
    )
    .join(' ');
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`over ${points.length} evaluations`}
      className="text-faint"
    >
      <polyline points={path} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  );
}
