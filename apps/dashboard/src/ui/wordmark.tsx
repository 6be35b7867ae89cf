// The mark: a star, half of it in one domain and half in the other.
const STAR =
  'M12 1.5c1.15 7 3.5 9.35 10.5 10.5-7 1.15-9.35 3.5-10.5 10.5-1.15-7-3.5-9.35-10.5-10.5 7-1.15 9.35-3.5 10.5-10.5Z';
const RIGHT_HALF = 'M12 1.5c1.15 7 3.5 9.35 10.5 10.5-7 1.15-9.35 3.5-10.5 10.5Z';

export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={className}>
      <path d={STAR} fill="currentColor" />
      <path d={RIGHT_HALF} fill="var(--accent)" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-1.5 text-ink">
      <Mark className="size-5" />
      <span className="text-[0.9375rem] font-semibold tracking-[-0.02em] max-sm:hidden">starlab</span>
    </span>
  );
}
