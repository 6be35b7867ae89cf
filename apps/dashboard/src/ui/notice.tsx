// A page's whole message where there is nothing else to show: what is the matter and what to do.
import type { ReactNode } from 'react';

interface NoticeProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
}

export function Notice({ title, children, icon }: NoticeProps) {
  return (
    <section className="mx-auto mt-[12vh] flex max-w-xl flex-col gap-3 px-2" role="status">
      {icon && <div className="text-faint">{icon}</div>}
      <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
      <div className="flex flex-col gap-3 text-sm text-muted">{children}</div>
    </section>
  );
}

/** A command to type, with its prompt. */
export function Command({ children }: { readonly children: string }) {
  return (
    <pre className="overflow-x-auto rounded border border-line bg-sunken px-3 py-2 font-mono text-xs text-ink">
      <span aria-hidden className="text-faint select-none">
        ${' '}
      </span>
      {children}
    </pre>
  );
}

/** A section that has nothing yet. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className="panel px-4 py-10 text-center text-muted">{children}</p>;
}
