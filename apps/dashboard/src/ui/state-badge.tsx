// The state of a run: a dot whose shape and colour differ, and always the word.
import type { RunState } from '@starlab/experiment';
import clsx from 'clsx';

const dots = {
  queued: 'border-[1.5px] border-faint',
  running:
    'bg-good motion-safe:animate-pulse shadow-[0_0_0_3px_color-mix(in_srgb,var(--good)_22%,transparent)]',
  finished: 'bg-accent',
  failed: 'rotate-45 rounded-[1px]! bg-bad',
  crashed: 'rotate-45 rounded-[1px]! bg-warn',
  killed: 'rounded-[1px]! bg-faint',
} as const satisfies Record<RunState, string>;

export function StateDot({ state }: { readonly state: RunState }) {
  return <span aria-hidden className={clsx('inline-block size-2 shrink-0 rounded-full', dots[state])} />;
}

export function StateBadge({
  state,
  title,
}: {
  readonly state: RunState;
  readonly title?: string | undefined;
}) {
  return (
    <span className="flex items-center gap-2 whitespace-nowrap" title={title} data-state={state}>
      <StateDot state={state} />
      {state}
    </span>
  );
}
