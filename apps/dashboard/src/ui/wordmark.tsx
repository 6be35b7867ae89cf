// The mark: two pictures and the star between them, which turns one into the other.
export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={className}>
      <rect
        x="1.25"
        y="1.25"
        width="13.5"
        height="13.5"
        rx="2.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        opacity="0.45"
      />
      <rect
        x="9.25"
        y="9.25"
        width="13.5"
        height="13.5"
        rx="2.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
      <path
        d="M12 6.4c.55 3.3 1.75 4.6 5.2 5.6-3.45 1-4.65 2.3-5.2 5.6-.55-3.3-1.75-4.6-5.2-5.6 3.45-1 4.65-2.3 5.2-5.6Z"
        fill="var(--accent)"
        stroke="var(--panel)"
        strokeWidth="1"
      />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-ink">
      <Mark className="size-5" />
      <span className="text-[0.9375rem] font-semibold tracking-[-0.02em]">starlab</span>
    </span>
  );
}
