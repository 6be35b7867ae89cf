// How a run is recognised on every part of the comparison: its line in its colour and dashes.
import type { CurveRun } from '@/features/curves/curve-run.ts';

export function LineSwatch({ line }: { readonly line: CurveRun }) {
  return (
    <svg aria-hidden width={22} height={8} className="shrink-0">
      <line
        x1={0}
        y1={4}
        x2={22}
        y2={4}
        stroke={line.colour ?? 'currentColor'}
        strokeWidth={2.5}
        strokeDasharray={line.dash?.join(' ')}
      />
    </svg>
  );
}

export function RunKey({ line }: { readonly line: CurveRun }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <LineSwatch line={line} />
      <span className="truncate">{line.label}</span>
    </span>
  );
}
