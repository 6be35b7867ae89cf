// How much of a whole is done, as a hairline bar.
interface ProgressBarProps {
  readonly value: number;
  readonly of: number;
  readonly label: string;
}

export function ProgressBar({ value, of, label }: ProgressBarProps) {
  const percent = of > 0 ? Math.min(100, (100 * value) / of) : 0;
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={of}
      aria-valuenow={value}
      className="block h-1 w-full overflow-hidden rounded-full bg-sunken"
    >
      <span className="block h-full rounded-full bg-accent" style={{ width: `${percent}%` }} />
    </span>
  );
}
