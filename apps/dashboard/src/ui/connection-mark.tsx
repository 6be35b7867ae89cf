// Whether news are arriving.
import type { Connection } from './use-events.ts';
import clsx from 'clsx';

const marks = {
  connecting: { text: 'connecting', dot: 'bg-faint' },
  live: { text: 'live', dot: 'bg-good' },
  away: { text: 'reconnecting', dot: 'bg-warn' },
} as const satisfies Record<Connection, { text: string; dot: string }>;

export function ConnectionMark({ connection }: { readonly connection: Connection }) {
  const mark = marks[connection];
  return (
    <span className="label inline-flex items-center gap-1.5" role="status" data-connection={connection}>
      <span aria-hidden className={clsx('size-1.5 rounded-full', mark.dot)} />
      {mark.text}
    </span>
  );
}
